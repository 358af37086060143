import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { TestHost, until } from './hosts.ts';
import {
  disposeScene,
  keyOf,
  prefix,
  readKey,
  record,
  revisionOf,
  startHosts,
  untilSettled,
  writeConfig,
} from './scene.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;

beforeEach(async () => {
  etcd = await startEtcd(undefined);
});

afterEach(disposeScene);

describe('hosts that ask for a subnet', () => {
  test('50 at once in a network of 64 subnets have 50 subnets, and know each other', async () => {
    writeConfig(etcd, { SubnetMin: '10.255.0.0' });
    const hosts = Array.from({ length: 50 }, (_, i) => new TestHost(`10.0.0.${i + 1}`, { endpoints: [etcd.endpoint] }));
    // Who has one does not give way: a subnet that two were given stays with both.
    for (const host of hosts) host.mayMove = false;
    await untilSettled(hosts);
    expect(new Set(hosts.map(({ subnet }) => subnet)).size).toBe(50);
    const kept = etcd.etcdctl('get', '--prefix', '--keys-only', `${prefix}/subnets/`).trim().split(/\s+/);
    expect(kept.sort()).toEqual(hosts.map(keyOf).sort());
  });

  test('get the one that has been free for longest where each was given before, and are told where none is free', async () => {
    writeConfig(etcd, { Network: '10.255.0.0/22' });
    for (const third of [2, 1, 3]) etcd.etcdctl('put', `${prefix}/silk/history/10.255.${third}.0-24`, '{}');
    etcd.etcdctl('put', `${prefix}/subnets/10.255.2.0-24`, 'garbage, which has its subnet all the same');
    const [host] = await startHosts(etcd, 1);
    expect(host.subnet).toBe('10.255.1.0/24');
    etcd.etcdctl('put', `${prefix}/subnets/10.255.3.0-24`, record('10.0.0.3'));
    const late = new TestHost('10.0.0.9', { endpoints: [etcd.endpoint] });
    await until(() => late.problems.includes('lease: Cannot acquire a subnet of 10.255.0.0/22: found 3 given'));
    expect(late.source.view()).toMatchObject({ place: undefined, lease: { state: 'none' } });
    await until(
      () => late.peers.length === 2,
      () => late.peers,
    );
    etcd.etcdctl('del', `${prefix}/subnets/10.255.3.0-24`);
    await until(
      () => late.subnet === '10.255.3.0/24',
      () => late.problems,
    );
  });

  test('take a reservation, which has no end and stays without one', async () => {
    writeConfig(etcd);
    etcd.etcdctl('put', `${prefix}/subnets/10.255.9.0-24`, '{"PublicIP":"10.0.0.1"}');
    const [host] = await startHosts(etcd, 1, { leaseTtlSeconds: 2 });
    expect(host.subnet).toBe('10.255.9.0/24');
    expect(host.source.view().lease).toMatchObject({ expiresAtMs: Number.POSITIVE_INFINITY });
    expect(readKey(etcd, keyOf(host))).toContain('"VtepMAC":"ee:ee:0a:ff:09:00"');
    expect(JSON.parse(etcd.etcdctl('get', '-w', 'json', keyOf(host))).kvs[0].lease).toBeUndefined();
    const before = revisionOf(etcd, keyOf(host));
    await new Promise((go) => setTimeout(go, 1500));
    expect(revisionOf(etcd, keyOf(host))).toBe(before);
  });

  test('wait without a record of the network, and say so; the first endpoint may be away', async () => {
    const host = new TestHost('10.0.0.1', { endpoints: ['http://127.0.0.1:1', etcd.endpoint] });
    await until(
      () => host.problems.includes('`silk etcd init` writes it'),
      () => host.problems,
    );
    expect(host.problems).not.toContain('127.0.0.1:1');
    writeConfig(etcd);
    await until(
      () => host.state === 'held',
      () => host.problems,
    );
    expect(host.problems).toBe('');
  });
});
