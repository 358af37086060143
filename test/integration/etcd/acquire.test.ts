import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeEtcds, type EtcdServer, startEtcd } from '../../support/etcd.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';

jest.setTimeout(60_000);

let etcd: EtcdServer;

beforeEach(async () => {
  etcd = await startEtcd(undefined);
});

afterEach(async () => {
  await disposeTestHosts();
  disposeEtcds();
});

function writeConfig(more: object): void {
  const config = { Network: '10.255.0.0/18', SubnetLen: 24, Backend: { Type: 'vxlan', VNI: 7, Port: 4789, GBP: true } };
  etcd.etcdctl('put', '/coreos.com/network/config', JSON.stringify({ ...config, ...more }));
}

function hostsOf(count: number): TestHost[] {
  return Array.from({ length: count }, (_, i) => new TestHost(`10.0.0.${i + 1}`, { endpoints: [etcd.endpoint] }));
}

describe('hosts that ask at once', () => {
  test('50 in a network of 64 subnets have 50 subnets, and know each other', async () => {
    writeConfig({ SubnetMin: '10.255.0.0' });
    const hosts = hostsOf(50);
    await until(
      () => hosts.every(({ state }) => state === 'held'),
      () => hosts.map(({ problems }) => problems),
      20_000,
    );
    expect(new Set(hosts.map(({ subnet }) => subnet)).size).toBe(50);
    await until(
      () => hosts.every(({ peers }) => peers.length === 49),
      () => hosts.map(({ peers }) => peers.length),
    );
  });
});
