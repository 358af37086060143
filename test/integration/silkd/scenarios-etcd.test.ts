import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { leaseTtlSeconds, untilMeshed } from '../../support/leased-network.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const longerThanTtlMs = (leaseTtlSeconds + 1) * 1000;

describe('while packets flow, etcd', () => {
  test('is stopped for longer than leases last, and comes back: no host loses its subnet or another host', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    await network.etcd.stop();
    await sleep(longerThanTtlMs);
    network.expectMeshed();
    await network.etcd.restart();
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });

  test('cannot be reached for longer than leases last, so that it forgets all hosts: each takes its own subnet again', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    network.setEtcdConnected(false);
    await until('etcd to forget the hosts', () => network.recordedOwners().length === 0, 15_000);
    network.setEtcdConnected(true);
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });

  test('loses all its data, the record of the network included: each host asserts its own subnet, and waits for no record', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    await network.etcd.wipe();
    await network.etcd.restart();
    await network.untilRenewed();
    network.expectMeshed();
    network.init();
    const guest = network.addHost();
    guest.silkd.launch();
    await untilMeshed(network.hosts);
    await scene.expectUnharmed();
  });

  test('forgets the past while it cannot be reached: what came and went meanwhile is learned from a new list', async () => {
    const scene = await LeaseScene.make();
    const { network, first } = scene;
    network.putHost('10.255.200.0', '10.244.0.200');
    await until('a peer to be known', () => first.remoteHosts.includes('10.244.0.200'));
    network.setEtcdConnected(false);
    network.deleteRecord('10.255.200.0-24');
    network.putHost('10.255.201.0', '10.244.0.201');
    network.compact();
    await sleep(2000);
    expect(first.remoteHosts).toContain('10.244.0.200');
    network.setEtcdConnected(true);
    await until('the new peer to be known', () => first.remoteHosts.includes('10.244.0.201'));
    await until('the old peer to be let go', () => !first.remoteHosts.includes('10.244.0.200'));
    await scene.expectUnharmed();
  });

  test('is told by somebody to forget all hosts: none of them is let go', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    network.etcd.etcdctl('del', '--prefix', '/coreos.com/network/subnets/');
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });
});
