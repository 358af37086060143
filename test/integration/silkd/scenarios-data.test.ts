import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import type { LeasedHost } from '../../support/leased-host.ts';
import { untilMeshed } from '../../support/leased-network.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

describe('while packets flow, etcd', () => {
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

  test('is restored from a backup in which a subnet of the flow is another host’s: it is followed to where it is', async () => {
    const scene = await LeaseScene.make();
    const { network, first, second, third } = scene;
    const [subnetIp = ''] = second.subnet?.split('/') ?? [];
    network.etcd.backUp();
    for (let i = 0; i < 20; i++) network.putRecord('else', `${i}`); // so much is lost
    network.setEtcdConnected(false);
    await network.etcd.restore();
    await network.etcd.restart();
    network.etcd.etcdctl('del', '--prefix', '/coreos.com/network/subnets/');
    network.leaseHost(subnetIp, third.underlayIp);
    third.silkd.signal('STOP');
    network.setEtcdConnected(true);
    await until('the loss to be seen', () => first.problems.some((text) => text.includes('it has lost data')));
    await until('it to be told', () => first.problems.some((text) => text.startsWith('former hosts: found 1 record')));
    third.silkd.signal('CONT');
    await until('its lease to be had again', () => second.subnet !== undefined);
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });

  test('is told of another VNI: hosts with containers stay as they are and say so, a host without any follows', async () => {
    const scene = await LeaseScene.make();
    const { network, first, second, third } = scene;
    network.init('--vni', '9', '--force');
    const vtep = ({ host }: LeasedHost) => host.run(['ip', '-d', 'link', 'show', 'silk-vtep']).stdout;
    await until('the host without containers to follow', () => vtep(third).includes('vxlan id 9 '));
    for (const one of [first, second]) {
      const told = (text: string) => one.problems.some((problem) => problem.includes(text));
      await until('the change to be told', () => told('nothing changes while this host has containers'));
      await until('the other VNI to be told', () => told('found VNI 9, wanted 1 as here'));
      expect(vtep(one)).toContain('vxlan id 1 ');
    }
    network.init('--vni', '1', '--force');
    await until('no problems', () => network.hosts.every(({ problems }) => problems.length === 0));
    await untilMeshed(network.hosts);
    await scene.expectUnharmed({ atFault: [third] }); // it makes its VTEP anew
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
});
