import { afterEach, expect, jest, test } from '@jest/globals';
import { macOf } from '../../support/by-hand.ts';
import { reflectorIp } from '../../support/evpn-network.ts';
import { attachTo, EvpnSegment, untilKnown, vni } from '../../support/evpn-segment.ts';
import { expectOneLayer2 } from '../../support/evpn-traffic.ts';
import { FrrSegmentHost } from '../../support/frr-segment.ts';
import { asn } from '../../support/gobgpd.ts';
import { disposeHosts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const routeTarget = `${asn}:${vni}`;
const underlayIp = '10.244.0.99';
const [theirIp, theirMac] = ['10.0.10.99', '02:00:0a:00:0a:63'];

test('a container of FRR and one of ours are one layer 2, as long as either is announced', async () => {
  const segment = new EvpnSegment();
  const ours = segment.addHost(32);
  const host = segment.underlay.addHost({ ip: `${underlayIp}/16` });
  const frr = new FrrSegmentHost(host, { underlayIp, reflectorIp, vni, bridgeIp: '10.0.10.9/24' });
  await segment.start([ours]);
  frr.start();
  const { container, attachment, ip: ourIp } = attachTo(ours);
  const mac = macOf(ourIp);
  const theirs = frr.attach(`${theirIp}/24`, theirMac);

  // Its bridge learns the MAC by what the container says when its link comes up; the address FRR takes from the host's neighbours.
  const rib = () => JSON.parse(ours.gobgpd.ask('global', 'rib', '-a', 'evpn', '-j'));
  const keysOfMac = () => Object.keys(rib()).filter((key) => key.includes(theirMac));
  await until('the MAC of FRR', () => keysOfMac().length > 0, 30_000);
  const keyOfMac = `[type:macadv][rd:${underlayIp}:2][etag:0][mac:${theirMac}][ip:<nil>]`;
  expect(keysOfMac()).toEqual([keyOfMac]);
  host.exec('ping', '-c', '1', '-W', '2', theirIp);
  await untilKnown(ours, [theirIp]);

  const rd = { type: 1, admin: underlayIp, assigned: 2 };
  // Of itself, FRR has the AS and the VNI as route target.
  const communities = [
    { type: 3, subtype: 12, tunnel_type: 8 },
    { type: 0, subtype: 2, value: routeTarget },
  ];
  const keyOfHost = `[type:multicast][rd:${underlayIp}:2][etag:0][ip:${underlayIp}]`;
  const nlri = { rd, esi: 'single-homed', etag: 0, mac: theirMac, labels: [vni] };
  const attrs = expect.arrayContaining([{ type: 16, value: communities }]);
  const known = () => host.exec('ip', 'neigh', 'show', 'dev', `br${vni}`);
  const led = () => host.exec('bridge', 'fdb', 'show', 'dev', `vxlan${vni}`);
  expect(rib()).toMatchObject({
    [keyOfMac]: [{ nlri: { type: 2, value: { ...nlri, ip: '<nil>' } }, attrs }],
    [keyOfMac.replace('<nil>', theirIp)]: [{ nlri: { type: 2, value: { ...nlri, ip: theirIp } }, attrs }],
    [keyOfHost]: [
      {
        nlri: { type: 3, value: { rd, etag: 0, ip: underlayIp } },
        attrs: expect.arrayContaining([
          { type: 16, value: communities },
          { type: 22, 'is-leaf-info-required': false, 'tunnel-type': 6, label: vni, 'tunnel-id': underlayIp },
        ]),
      },
    ],
  });
  await until('our endpoint at FRR', () => known().includes(`${ourIp} lladdr ${mac} extern_learn NOARP proto zebra`));
  expect(led()).toContain(`${mac} dst ${ours.underlayIp} self extern_learn`);
  expect(led()).toContain(`${mac} extern_learn master br${vni}`);
  expect(led()).toContain(`00:00:00:00:00:00 dst ${ours.underlayIp} self permanent`);
  await expectOneLayer2(ours.host, [
    { container, ip: ourIp },
    { container: theirs.container, ip: theirIp },
  ]);

  expect(ours.silkd.status()).toMatchObject({ problems: [] });

  attachment.del();
  await until('our endpoint gone from FRR', () => !known().includes(mac) && !led().includes(mac));
  host.exec('ip', 'link', 'del', theirs.port);
  await until('the MAC gone from FRR', () => keysOfMac().length === 0);
});
