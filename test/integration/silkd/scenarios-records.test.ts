import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { macOf } from '../../support/by-hand.ts';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const stranger = '10.244.0.200';

describe('a record in etcd that no host can follow is reported by its key, and harms nobody', () => {
  test('garbage, and what belongs to another host', async () => {
    const scene = await LeaseScene.make();
    const { network, first, second, third } = scene;
    const victim = second.subnet?.replace('/24', '') ?? '';
    // The first key of all: whoever reads them in order finds it before the record of the host that it harms.
    network.putHost('10.255.0.0', '10.244.0.212', macOf(victim));
    network.putHost('10.255.1.0', second.underlayIp);
    network.putRecord('10.255.200.0-24', 'no JSON {');
    network.putRecord('10.255.201.0-24', { PublicIP: 'nowhere', BackendType: 'vxlan' });
    network.putRecord('banana', { PublicIP: '10.244.0.210' });
    network.putHost('10.99.0.0', '10.244.0.211');
    network.putHost('10.255.204.0', stranger);
    await until('the good record to be followed', () => first.remoteHosts.includes(stranger));
    // Two subnets may lead to one host, as after a move; a MAC has one owner.
    const followed = [stranger, second.underlayIp, second.underlayIp, third.underlayIp];
    expect(first.remoteHosts).toEqual(followed.sort());
    const problems = first.problems;
    const bad = ['10.255.0.0-24', '10.255.1.0-24', '10.255.200.0-24', '10.255.201.0-24', 'banana'];
    for (const key of bad) expect(problems).toContainEqual(expect.stringContaining(`/${key}: `));
    expect(first.silkd.status()['peers']).toContainEqual(
      expect.objectContaining({ subnet: '10.99.0.0/24', state: 'refused', reason: expect.stringContaining('outside') }),
    );

    await network.etcd.restart(); // all is read anew, in the order of keys
    await network.untilRenewed();
    for (const key of [...bad, '10.99.0.0-24']) network.deleteRecord(key);
    await until('no problems', () => first.problems.length === 0);
    await scene.expectUnharmed();
  });
});
