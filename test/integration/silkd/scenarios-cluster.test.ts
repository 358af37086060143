import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { untilMeshed } from '../../support/leased-network.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

describe('while packets flow, in a cluster of three etcds', () => {
  test('the leader hands over, and the next one is killed: a host that joins meanwhile is known, and leases go on', async () => {
    const scene = await LeaseScene.make({ members: 3 });
    const { network } = scene;
    const [leader] = network.etcds.filter((one) => network.leads(one));
    const [heir] = network.etcds.filter((one) => !network.leads(one));
    if (leader === undefined || heir === undefined) throw new Error('no leader');
    const id = /^([0-9a-f]+), /.exec(
      heir
        .etcdctl('member', 'list')
        .split('\n')
        .find((line) => line.includes(heir.endpoint)) ?? '',
    );
    leader.etcdctl('move-leader', id?.[1] ?? '');
    await until('the next leader', () => network.leads(heir));
    await heir.kill();

    const guest = network.addHost();
    guest.silkd.launch();
    await untilMeshed(network.hosts, 20_000);
    await heir.restart();
    await network.untilRenewed();
    network.expectMeshed();
    expect(network.recordedOwners()).toHaveLength(4);
    await scene.expectUnharmed();
  });
});

describe('while packets flow, with etcd that wants certificates', () => {
  test('those of all hosts expire, and are exchanged when leases have long ended: no silkd is started anew', async () => {
    const scene = await LeaseScene.make({ isSecure: true });
    const { network, first } = scene;
    network.issueHostCertificate(0);
    await network.etcd.restart(); // a connection that is there outlives its certificate
    await until('etcd to forget the hosts', () => network.recordedOwners().length === 0, 15_000);
    network.expectMeshed();
    expect(first.problems).toContainEqual(expect.stringMatching(/host\.pem is valid from .* to /));
    network.issueHostCertificate();
    await network.untilRenewed();
    network.expectMeshed();
    await scene.expectUnharmed();
  });
});
