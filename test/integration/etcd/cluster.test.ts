import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeEtcds, type EtcdServer, startEtcdCluster } from '../../support/etcd.ts';
import { disposeTestHosts, TestHost, until } from './hosts.ts';
import { prefix, record, writeConfig } from './scene.ts';

jest.setTimeout(60_000);

afterEach(async () => {
  await disposeTestHosts();
  disposeEtcds();
});

function isLeader(server: EtcdServer): boolean {
  const [{ Status }] = JSON.parse(server.etcdctl('endpoint', 'status', '-w', 'json'));
  return Status.leader === Status.header.member_id;
}

function putPeer(server: EtcdServer, third: number): void {
  server.etcdctl('put', `${prefix}/subnets/10.255.${third}.0-24`, record(`10.0.0.${third}`, `86:00:00:00:00:${third}`));
}

describe('a cluster of three', () => {
  test('serves hosts without its leader, loses nothing without a majority, and finds them as they were', async () => {
    const servers = await startEtcdCluster();
    const leader = servers.find(isLeader);
    const [first, second] = servers.filter((server) => server !== leader);
    if (leader === undefined || first === undefined || second === undefined) throw new Error('no leader');
    writeConfig(leader);
    // One asks the leader first, the other does not.
    const hosts = [
      [leader, first, second],
      [second, first, leader],
    ].map(
      (order, i) =>
        new TestHost(`10.0.0.${i + 1}`, { endpoints: order.map(({ endpoint }) => endpoint), requestTimeoutMs: 1000 }),
    );
    const describeAll = () => hosts.map(({ state, peers, problems }) => ({ state, peers, problems }));
    await until(() => hosts.every(({ state, peers }) => state === 'held' && peers.length === 1), describeAll);
    const subnets = hosts.map(({ subnet }) => subnet);

    await leader.kill();
    await until(() => first.tryEtcdctl('endpoint', 'health').code === 0);
    putPeer(first, 60);
    await until(() => hosts.every(({ peers }) => peers.includes('10.255.60.0/24 10.0.0.60')), describeAll);

    await first.kill();
    await until(() => hosts.every(({ problems }) => problems.includes('Cannot ask etcd')), describeAll);
    expect(hosts.map(({ subnet, state, peers }) => [subnet, state, peers.length])).toEqual(
      subnets.map((subnet) => [subnet, 'held', 2]),
    );
    await first.restart();
    putPeer(first, 61);
    await until(() => hosts.every(({ peers }) => peers.includes('10.255.61.0/24 10.0.0.61')), describeAll);
    expect(hosts.map(({ subnet }) => subnet)).toEqual(subnets);
  });
});
