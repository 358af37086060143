import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readEtcdOptions } from '../../../src/config/etcd-options.ts';
import { EtcdClient } from '../../../src/peers/etcd/client.ts';
import { watchKeys } from '../../../src/peers/etcd/watch.ts';
import { type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { until } from './hosts.ts';
import {
  disposeScene,
  keyOf,
  prefix,
  readKey,
  record,
  startHosts,
  startScene,
  untilSettled,
  writeConfig,
} from './scene.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;
let looking: ReturnType<typeof setInterval> | undefined;

beforeEach(async () => {
  etcd = await startScene();
});

afterEach(async () => {
  clearInterval(looking);
  await disposeScene();
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
    looking = setInterval(() => seen.push(...hosts.map(({ peers }) => peers.length)), 10);
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
      () => host.problems.includes('found 5 of 5 peers gone at once'),
      () => host.problems,
    );
    expect({ peers: host.peers, state: host.state }).toEqual({ peers, state: 'held' });
    expect(host.problems).toContain('it has lost data');
  });

  test('with a backup in which two hosts have each other’s subnets: each takes away what it has not, and has its own again', async () => {
    const [, lease = ''] = /^lease (\S+) granted/.exec(etcd.etcdctl('lease', 'grant', '600')) ?? [];
    const putHosts = (...ips: readonly [string, string]) => {
      for (const [i, ip] of ips.entries())
        etcd.etcdctl(
          'put',
          `--lease=${lease}`,
          `${prefix}/subnets/10.255.${i + 1}.0-24`,
          record(ip, `86:00:00:00:00:0${i}`),
        );
    };
    putHosts('10.0.0.2', '10.0.0.1');
    etcd.backUp();
    putHosts('10.0.0.1', '10.0.0.2');
    const hosts = await startHosts(etcd, 2);
    const before = hosts.map(({ subnet, peers }) => ({ subnet, peers, state: 'held' }));
    expect(before[0]?.subnet).toBe('10.255.1.0/24');
    for (const host of hosts) host.mayMove = false;
    await etcd.restore();
    await etcd.restart();
    await until(
      () => hosts.every((host) => readKey(etcd, keyOf(host)).includes(`"${host.ip}"`)),
      () => hosts.map(({ state, problems }) => ({ state, problems })),
    );
    await untilSettled(hosts);
    expect(hosts).toMatchObject(before);
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

  test('and takes nothing because it is full: its words are told, and the record is made as soon as it takes one', async () => {
    const small = await startEtcd(undefined, { flags: ['--quota-backend-bytes', '2000000'] });
    writeConfig(small);
    const [host] = await startHosts(small, 1);
    for (let i = 0; small.tryEtcdctl('put', `/fill/${i}`, 'x'.repeat(100_000)).code === 0; i++)
      expect(i).toBeLessThan(40);
    small.etcdctl('del', keyOf(host));
    await until(
      () => host.problems.includes('lease: Cannot ask'),
      () => host.problems,
    );
    expect(host.problems).toContain('database space exceeded');
    expect(host.state).toBe('held');
    small.etcdctl('del', '--prefix', '/fill/');
    const [{ Status }] = JSON.parse(small.etcdctl('endpoint', 'status', '-w', 'json'));
    small.etcdctl('compaction', '--physical', `${Status.header.revision}`);
    small.etcdctl('defrag');
    small.etcdctl('alarm', 'disarm');
    await until(
      () => readKey(small, keyOf(host)).includes('10.0.0.1'),
      () => host.problems,
    );
    await until(
      () => host.problems === '',
      () => host.problems,
    );
  });

  test('a watch of what was compacted ends, and says why', async () => {
    for (let i = 0; i < 5; i++) put(`${prefix}/subnets/x`, `${i}`);
    etcd.etcdctl('compaction', '4');
    const client = new EtcdClient(readEtcdOptions({ endpoints: [etcd.endpoint] }));
    const wish = { prefix: `${prefix}/subnets/`, startRevision: 2, silenceMs: 5000 };
    const follow = async () => {
      for await (const { events } of watchKeys(client, wish, AbortSignal.timeout(5000))) expect(events).toEqual([]);
    };
    await expect(follow()).rejects.toThrow('cancelled the watch: compacted');
  });

  test('a watch that says nothing for too long is taken for dead', async () => {
    const client = new EtcdClient(readEtcdOptions({ endpoints: [etcd.endpoint] }));
    const wish = { prefix: `${prefix}/subnets/`, startRevision: 99, silenceMs: 100 };
    const news = watchKeys(client, wish, AbortSignal.timeout(5000));
    await news.next();
    await expect(news.next()).rejects.toThrow('found 100 ms of silence');
  });
});
