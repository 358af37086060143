import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { LeasedNetwork, leaseTtlSeconds, untilMeshed } from '../../support/leased-network.ts';
import { silk } from '../../support/project.ts';
import { vtepState } from '../../support/vtep-scene.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

type Part = 'etcd' | 'network' | 'host';

describe('hosts find each other in whatever order things start', () => {
  test.each<{ name: string; order: readonly Part[] }>([
    {
      name: 'a host, etcd, a host, the record of the network, a host',
      order: ['host', 'etcd', 'host', 'network', 'host'],
    },
    { name: 'three hosts, and only then etcd', order: ['host', 'host', 'host', 'etcd', 'network'] },
  ])('$name', async ({ order }) => {
    const network = new LeasedNetwork();
    const waiting = [...network.hosts];
    for (const part of order) {
      if (part === 'etcd') await network.startEtcd();
      else if (part === 'network') network.init();
      else waiting.shift()?.silkd.launch();
      await sleep(300);
    }
    await untilMeshed(network.hosts);
    network.expectNoSharedSubnet();
  });
});

describe('while packets flow between two others', () => {
  test('a host joins and is known, and leaves by silk teardown: nothing of it is left, neither on it nor in etcd nor with others', async () => {
    const scene = await LeaseScene.make();
    const { network } = scene;
    const others = [...network.hosts];
    const guest = network.addHost();
    guest.silkd.launch();
    await untilMeshed(network.hosts);
    expect(network.recordedOwners()).toHaveLength(4);

    await guest.silkd.stop('TERM');
    expect(guest.remoteHosts).toHaveLength(3); // a silkd that ends leaves the data plane as it is
    guest.host.exec(silk, 'teardown', '--config', guest.silkd.configPath);
    expect(network.recordedOwners()).toHaveLength(3);
    expect(vtepState(guest.host).link).toEqual([]);
    await untilMeshed(others);
    await scene.expectUnharmed();
  });

  test('a host dies: the others keep it until its lease has expired, then let it go; it comes back to the same subnet', async () => {
    const scene = await LeaseScene.make();
    const { network, first, second, third } = scene;
    const had = third.subnet;
    await third.silkd.stop('KILL');
    const diedAt = Date.now();
    await until(
      'the dead host to be let go',
      () => [first, second].every(({ remoteHosts }) => remoteHosts.length === 1),
      15_000,
    );
    // The last renewal was up to an interval before the end.
    expect(Date.now() - diedAt).toBeGreaterThan((leaseTtlSeconds - 1.5) * 1000);
    expect(third.remoteHosts).toHaveLength(2);

    third.silkd.launch();
    await untilMeshed(network.hosts);
    expect(third.subnet).toBe(had);
    await scene.expectUnharmed({ atFault: [third] });
  });
});
