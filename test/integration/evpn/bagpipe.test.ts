import { afterEach, expect, jest, test } from '@jest/globals';
import { Bagpipe } from '../../support/bagpipe.ts';
import { macOf } from '../../support/by-hand.ts';
import { reflectorIp } from '../../support/evpn-network.ts';
import { attachTo, EvpnSegment, untilKnown, vni } from '../../support/evpn-segment.ts';
import { expectOneLayer2 } from '../../support/evpn-traffic.ts';
import { asn } from '../../support/gobgpd.ts';
import { disposeHosts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

const routeTarget = `${asn}:${vni}`;
const underlayIp = '10.244.0.98';
const [theirIp, theirMac] = ['10.0.10.98', '02:00:0a:00:0a:62'];

test('a container of bagpipe-bgp and one of ours are one layer 2, as long as either is announced', async () => {
  const segment = new EvpnSegment();
  const ours = segment.addHost(32);
  const bagpipe = new Bagpipe(segment.underlay.addHost({ ip: `${underlayIp}/16` }), { underlayIp, reflectorIp });
  await Promise.all([segment.start([ours]), bagpipe.start()]);
  const { container, attachment, ip: ourIp } = attachTo(ours);
  const mac = macOf(ourIp);
  const endpoint = { vni, routeTarget, ip: `${theirIp}/24`, mac: theirMac };
  const theirs = bagpipe.attach(endpoint);
  await untilKnown(ours, [theirIp]);

  const rd = { type: 1, admin: underlayIp, assigned: 0 };
  const communities = [
    { type: 3, subtype: 12, tunnel_type: 8 },
    { type: 0, subtype: 2, value: routeTarget },
  ];
  const keyOfMac = `[type:macadv][rd:${underlayIp}:0][etag:0][mac:${theirMac}][ip:${theirIp}]`;
  const keyOfHost = `[type:multicast][rd:${underlayIp}:0][etag:0][ip:${underlayIp}]`;
  const rib = () => JSON.parse(ours.gobgpd.ask('global', 'rib', '-a', 'evpn', '-j'));
  const known = () => bagpipe.host.exec('ip', 'neigh', 'show', 'dev', `vxlan--${vni}`);
  const led = () => bagpipe.host.exec('bridge', 'fdb', 'show', 'dev', `vxlan--${vni}`);
  expect(rib()).toMatchObject({
    [keyOfMac]: [
      {
        nlri: { type: 2, value: { rd, esi: 'single-homed', etag: 0, mac: theirMac, ip: theirIp, labels: [vni] } },
        attrs: expect.arrayContaining([{ type: 16, value: communities }]),
      },
    ],
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
  await until('our endpoint at bagpipe-bgp', () => known().includes(`${ourIp} lladdr ${mac} PERMANENT`));
  expect(led()).toContain(`${mac} dst ${ours.underlayIp} self permanent`);
  expect(led()).toContain(`00:00:00:00:00:00 dst ${ours.underlayIp} self permanent`);
  const end = { container: theirs.container, ip: theirIp };
  await expectOneLayer2(ours.host, [{ container, ip: ourIp }, end]);

  expect(ours.silkd.status()).toMatchObject({ problems: [] });

  attachment.del();
  await until('our endpoint gone from bagpipe-bgp', () => known() === '' && !led().includes(`${mac} dst`));
  bagpipe.detach(endpoint, theirs);
  await untilKnown(ours, [theirIp], false);
  expect(rib()).toHaveProperty([keyOfHost]);
  await bagpipe.stop();
  await until('bagpipe-bgp gone', () => !(keyOfHost in rib()));
});
