import { afterEach, describe, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { leaseTtlSeconds } from '../../support/leased-network.ts';
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

  test('hangs for longer than leases last, and ends them all when it goes on: no host is let go', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    network.etcd.hang();
    await sleep(longerThanTtlMs);
    network.expectMeshed();
    network.etcd.goOn();
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

  test('is told by somebody to forget all hosts: none of them is let go', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    network.etcd.etcdctl('del', '--prefix', '/coreos.com/network/subnets/');
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });
});
