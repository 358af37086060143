import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { macOf } from '../../support/by-hand.ts';
import { disposeHosts } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { LeaseScene } from '../../support/lease-scene.ts';
import { until, untilNoError } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const stranger = '10.244.0.200';

describe('a record in etcd that no host can follow is reported by its key, and harms nobody', () => {
  test('garbage, and what belongs to another host', async () => {
    const scene = await LeaseScene.make();
    const { network, first, second, third } = scene;
    const taken = second.subnet ?? '';
    const bad: readonly { readonly key: string; readonly value: JsonObject | string }[] = [
      { key: '10.255.200.0-24', value: 'no JSON {' },
      { key: '10.255.201.0-24', value: { PublicIP: 'nowhere', BackendType: 'vxlan' } },
      { key: 'banana', value: { PublicIP: '10.244.0.210' } },
      { key: '10.99.0.0-24', value: { PublicIP: '10.244.0.211' } },
      { key: '10.255.202.0-24', value: record('10.244.0.212', macOf(taken.replace('/24', ''))) },
      { key: '10.255.203.0-24', value: { PublicIP: second.underlayIp } },
    ];
    for (const { key, value } of bad) network.putRecord(key, value);
    network.putRecord('10.255.204.0-24', { PublicIP: stranger });
    await until('the good record to be followed', () => first.remoteHosts.includes(stranger));
    expect(first.remoteHosts).toEqual([stranger, ...[second, third].map(({ underlayIp }) => underlayIp)].sort());
    const problems = await first.problems();
    for (const { key } of bad) expect(problems).toContainEqual(expect.stringContaining(key));

    for (const { key } of bad) network.deleteRecord(key);
    await untilNoError('no problems', async () => expect(await first.problems()).toEqual([]));
    await scene.expectUnharmed();
  });
});

function record(ip: string, mac: string) {
  return { PublicIP: ip, BackendType: 'vxlan', BackendData: { VNI: 1, VtepMAC: mac } };
}
