import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { formatLease } from '../../../src/peers/etcd/lease-record.ts';
import { disposeEtcds, type EtcdServer, type EtcdTls, startEtcd } from '../../support/etcd.ts';
import { Authority } from '../../support/tls.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';
import { prefix, record, writeConfig } from './scene.ts';

jest.setTimeout(60_000);

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-etcd-security-'));
});

afterEach(async () => {
  await disposeTestHosts();
  disposeEtcds();
  rmSync(dir, { recursive: true, force: true });
});

describe('TLS with client certificates', () => {
  test('is spoken, and certificates are read anew when they change: a late one, and those of another authority', async () => {
    const authority = new Authority(join(dir, 'one'));
    const etcd = await startEtcd(undefined, { tls: authority.issue('server') });
    writeConfig(etcd);
    const files = authority.issue('host', { days: 0 });
    const host = new TestHost('10.0.0.1', { endpoints: [etcd.endpoint], ...files });
    await until(
      () => host.problems.includes('Cannot ask etcd'),
      () => host.problems,
    );
    expect(host.state).toBe('none');
    expect(host.problems).toContain(`${files.certFile} is valid from `);
    authority.issue('host');
    await until(
      () => host.state === 'held',
      () => host.problems,
    );

    const other = new Authority(join(dir, 'two'));
    overwrite(other.issue('server'), {
      ...files,
      certFile: join(dir, 'one/server.pem'),
      keyFile: join(dir, 'one/server.key'),
    });
    await etcd.stop();
    await until(
      () => host.problems.includes('Cannot ask etcd'),
      () => host.problems,
    );
    overwrite(other.issue('host'), files);
    await etcd.restart();
    await until(
      () => host.problems === '',
      () => host.problems,
    );
  });

  test('nobody gets in without a certificate, nor etcd with one of a stranger', async () => {
    const authority = new Authority(join(dir, 'one'));
    const etcd = await startEtcd(undefined, { tls: authority.issue('server') });
    writeConfig(etcd);
    const stranger = new Authority(join(dir, 'two'));
    const bare = new TestHost('10.0.0.1', { endpoints: [etcd.endpoint], caFile: authority.caFile });
    const wary = new TestHost('10.0.0.2', {
      endpoints: [etcd.endpoint],
      ...authority.issue('host'),
      caFile: stranger.caFile,
    });
    await until(() => [bare, wary].every(({ problems }) => problems.includes('Cannot ask etcd')));
    expect(etcd.etcdctl('get', '--prefix', '--keys-only', `${prefix}/subnets/`)).toBe('');
  });
});

function overwrite(from: EtcdTls, to: EtcdTls): void {
  copyFileSync(from.caFile, to.caFile);
  copyFileSync(from.certFile, to.certFile);
  copyFileSync(from.keyFile, to.keyFile);
}

describe("etcd's users and roles", () => {
  /** As docs/etcd.md has it. */
  async function startGuarded(): Promise<EtcdServer> {
    const etcd = await startEtcd(undefined);
    writeConfig(etcd);
    const lease = /lease (\S+) granted/.exec(etcd.etcdctl('lease', 'grant', '600'))?.[1] ?? '';
    etcd.etcdctl('put', `--lease=${lease}`, `${prefix}/subnets/10.255.3.0-24`, '{"PublicIP":"10.0.0.3"}');
    etcd.etcdctl('role', 'add', 'silk-read');
    etcd.etcdctl('role', 'grant-permission', '--prefix', 'silk-read', 'read', `${prefix}/`);
    etcd.etcdctl('role', 'add', 'silk-host-3');
    for (const below of ['subnets', 'silk/history']) {
      etcd.etcdctl('role', 'grant-permission', 'silk-host-3', 'readwrite', `${prefix}/${below}/10.255.3.0-24`);
    }
    etcd.etcdctl('role', 'add', 'silk-any-host');
    for (const below of ['subnets', 'silk']) {
      etcd.etcdctl('role', 'grant-permission', '--prefix', 'silk-any-host', 'readwrite', `${prefix}/${below}/`);
    }
    for (const [user, role] of [
      ['host-3', 'silk-host-3'],
      ['host-4', 'silk-any-host'],
      ['reader', undefined],
    ] as const) {
      etcd.etcdctl('user', 'add', `${user}:secret-of-${user}`);
      etcd.etcdctl('user', 'grant-role', user, 'silk-read');
      if (role !== undefined) etcd.etcdctl('user', 'grant-role', user, role);
      writeFileSync(join(dir, user), `secret-of-${user}\n`);
    }
    etcd.etcdctl('user', 'add', 'root:root');
    etcd.etcdctl('user', 'grant-role', 'root', 'root');
    etcd.etcdctl('auth', 'enable');
    return etcd;
  }

  function asUser(etcd: EtcdServer, user: string, ip: string): TestHost {
    return new TestHost(ip, { endpoints: [etcd.endpoint], username: user, passwordFile: join(dir, user) });
  }

  test('a host with a role for its own keys alone has its subnet; it cannot have or spoil that of another', async () => {
    const etcd = await startGuarded();
    const [three, four] = [asUser(etcd, 'host-3', '10.0.0.3'), asUser(etcd, 'host-4', '10.0.0.4')];
    await until(
      () => three.state === 'held' && four.state === 'held',
      () => [three.problems, four.problems],
    );
    expect(three.subnet).toBe('10.255.3.0/24');
    await until(
      () => three.peers[0] === `${four.subnet} 10.0.0.4`,
      () => three.peers,
    );
    await until(
      () => four.peers.join() === '10.255.3.0/24 10.0.0.3',
      () => four.peers,
    );
    const key = `${prefix}/subnets/${four.subnet?.replace('/', '-')}`;
    for (const words of [
      ['put', key, 'x'],
      ['del', key],
      ['put', `${prefix}/config`, 'x'],
    ]) {
      expect(etcd.tryEtcdctl('--user=host-3:secret-of-host-3', ...words).stderr).toContain('permission denied');
    }
    etcd.etcdctl('--user=root:root', 'del', `${prefix}/subnets/10.255.3.0-24`);
    const read = () => etcd.etcdctl('--user=root:root', 'get', `${prefix}/subnets/10.255.3.0-24`);
    await until(
      () => read().includes('10.0.0.3'),
      () => three.problems,
    );

    // Tokens go with the members that gave them.
    await etcd.restart();
    await until(
      () => [three, four].every(({ problems }) => problems === ''),
      () => [three.problems, four.problems],
    );
    await three.source.refresh();
    expect(three).toMatchObject({ state: 'held', problems: '' });
  });

  test('a host that may write its own record alone harms nobody by what it writes there', async () => {
    const etcd = await startGuarded();
    const [, lease = ''] = /^lease (\S+) granted/.exec(etcd.etcdctl('--user=root:root', 'lease', 'grant', '600')) ?? [];
    const prepared = [`--lease=${lease}`, `${prefix}/subnets/10.255.5.0-24`, '{"PublicIP":"10.0.0.5"}'];
    etcd.etcdctl('--user=root:root', 'put', ...prepared);
    const three = asUser(etcd, 'host-3', '10.0.0.3');
    const four = asUser(etcd, 'host-4', '10.0.0.4');
    await until(
      () => three.peers.join() === `${four.subnet} 10.0.0.4` && four.peers.join() === '10.255.3.0/24 10.0.0.3',
      () => [three.problems, four.problems],
    );
    await four.stop();
    const own = `${prefix}/subnets/10.255.3.0-24`;
    const put = (value: string) => etcd.etcdctl('--user=host-3:secret-of-host-3', 'put', own, value);
    const [, third = ''] = /^10\.255\.(\d+)\./.exec(four.subnet ?? '') ?? [];
    const victimsMac = `ee:ee:0a:ff:${Number(third).toString(16).padStart(2, '0')}:00`;

    // With another's MAC: who looks on follows that one alone.
    const onlooker = asUser(etcd, 'host-4', '10.0.0.9');
    await until(
      () => onlooker.peers.length === 2,
      () => onlooker.problems,
    );
    await three.stop();
    put(record('10.0.0.3', victimsMac));
    await until(
      () => onlooker.peers.join() === `${four.subnet} 10.0.0.4`,
      () => onlooker.peers,
    );
    // With another's address: that host takes its own subnet all the same, though it has forgotten which that is.
    put(formatLease({ subnet: parsePrefix('10.255.3.0/24', 'x'), publicIp: parseIp('10.0.0.5', 'x'), vni: 7 }));
    etcd.etcdctl('--user=root:root', 'role', 'add', 'silk-host-5');
    for (const below of ['subnets', 'silk/history']) {
      const key = `${prefix}/${below}/10.255.5.0-24`;
      etcd.etcdctl('--user=root:root', 'role', 'grant-permission', 'silk-host-5', 'readwrite', key);
    }
    etcd.etcdctl('--user=root:root', 'user', 'grant-role', 'reader', 'silk-host-5');
    const five = asUser(etcd, 'reader', '10.0.0.5');
    await until(
      () => five.state === 'held',
      () => five.problems,
    );
    expect(five.subnet).toBe('10.255.5.0/24');
    // It can end no etcd lease of others, but give them their time again.
    const [, ...leases] = etcd.etcdctl('--user=root:root', 'lease', 'list').trim().split('\n');
    const asThree = (...words: readonly string[]) => etcd.tryEtcdctl('--user=host-3:secret-of-host-3', ...words);
    const key = `${prefix}/subnets/${four.subnet?.replace('/', '-')}`;
    const ends = leases.map((id) => ({ id, outcome: asThree('lease', 'revoke', id) }));
    const denied = ends.filter(({ outcome }) => outcome.stderr.includes('permission denied'));
    expect(etcd.etcdctl('--user=root:root', 'get', key)).toContain('10.0.0.4');
    expect(denied.length).toBeGreaterThan(0);
    for (const { id } of denied) expect(asThree('lease', 'keep-alive', '--once', id).code).toBe(0);
  });

  test('who may not write is told so by name, and learns of the others all the same', async () => {
    const etcd = await startGuarded();
    const four = asUser(etcd, 'host-4', '10.0.0.4');
    const leases = () => etcd.etcdctl('--user=root:root', 'lease', 'list').trim().split('\n').length - 1;
    const reader = asUser(etcd, 'reader', '10.0.0.5');
    const known = () => reader.peers[0] === `${four.subnet} 10.0.0.4` && reader.problems.includes('lease: ');
    await until(known, () => [reader.problems, reader.peers]);
    expect(reader.problems).toContain('lease: Cannot ask http://127.0.0.1');
    expect(reader.problems).toContain('permission denied');
    expect(reader.source.view().lease).toMatchObject({
      state: 'none',
      reason: expect.stringContaining('permission denied'),
    });
    // That of the record made beforehand, and that of host-4: a refused try leaves none behind.
    await until(() => leases() === 2, leases);
    writeFileSync(join(dir, 'host-3'), 'wrong');
    const wrong = asUser(etcd, 'host-3', '10.0.0.3');
    await until(
      () => wrong.problems !== '',
      () => wrong.problems,
    );
    const without = new TestHost('10.0.0.6', { endpoints: [etcd.endpoint] });
    await until(
      () => without.problems.includes('user name is empty'),
      () => without.problems,
    );
  });
});
