import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeEtcds, type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { disposeTestHosts, until } from './hosts.ts';
import { prefix, record, startHosts, writeConfig } from './scene.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;

beforeEach(async () => {
  etcd = await startEtcd(undefined);
  writeConfig(etcd);
});

afterEach(async () => {
  await disposeTestHosts();
  disposeEtcds();
});

function put(key: string, value: string): void {
  etcd.etcdctl('put', key, value);
}

describe('etcd that is away', () => {
  test('changes nothing, and says how old what is known is', async () => {
    const [host, ...others] = await startHosts(etcd, 3);
    const { subnet, peers } = host;
    await etcd.stop();
    await until(
      () => host.problems.includes('Cannot ask etcd'),
      () => host.problems,
    );
    expect(host).toMatchObject({ subnet, peers, state: 'held' });
    expect(host.source.view().heardAtMs).toBeLessThan(Date.now());
    await etcd.restart();
    await until(
      () => [host, ...others].every(({ problems }) => problems === ''),
      () => host.problems,
    );
    expect(host).toMatchObject({ subnet, peers });
  });

  test('with its data lost: every host says again what is its own, and none forgets another meanwhile', async () => {
    const hosts = await startHosts(etcd, 6);
    const before = hosts.map(({ subnet, peers }) => ({ subnet, peers }));
    const seen: number[] = [];
    const looking = setInterval(() => seen.push(...hosts.map(({ peers }) => peers.length)), 10);
    await etcd.wipe();
    await etcd.restart();
    writeConfig(etcd);
    const key = `${prefix}/subnets/`;
    await until(() => etcd.etcdctl('get', '--prefix', '--keys-only', key).trim().split(/\s+/).length === 6);
    await until(
      () => hosts.every(({ problems }) => !problems.includes('Cannot')),
      () => hosts.map(({ problems }) => problems),
    );
    clearInterval(looking);
    expect(new Set(seen)).toEqual(new Set([5]));
    expect(hosts.map(({ subnet, peers }) => ({ subnet, peers }))).toEqual(before);
  });

  test('with its data lost while a host was not running: that host knows what it knew', async () => {
    const [host, ...others] = await startHosts(etcd, 6);
    const { peers } = host;
    await until(() => readFileSync(join(host.dir, 'known-peers.json'), 'utf8').split('"subnet"').length === 6);
    await host.stop();
    for (const other of others) await other.stop();
    await etcd.wipe();
    await etcd.restart();
    await host.restart();
    await until(
      () => host.problems.includes('it has lost data'),
      () => host.problems,
    );
    expect(host).toMatchObject({ peers, state: 'held' });
    expect(host.problems).toContain('found 5 of 5 peers gone at once');
  });

  test('and comes back compacted: the list is read anew', async () => {
    const [host, other] = await startHosts(etcd, 2);
    await etcd.kill();
    await etcd.restart();
    put(`${prefix}/subnets/10.255.60.0-24`, record('10.0.0.60'));
    for (let i = 0; i < 20; i++) put('/else', `${i}`);
    const [status] = JSON.parse(etcd.etcdctl('endpoint', 'status', '-w', 'json'));
    etcd.etcdctl('compaction', `${status.Status.header.revision}`);
    await until(
      () => [host, other].every((one) => one?.peers.includes('10.255.60.0/24 10.0.0.60')),
      () => host.problems,
    );
  });
});
