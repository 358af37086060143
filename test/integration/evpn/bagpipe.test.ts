import { afterEach, expect, jest, test } from '@jest/globals';
import { Bagpipe } from '../../support/bagpipe.ts';
import { HandHost, routeTarget, vni } from '../../support/evpn-hand-host.ts';
import { EvpnNetwork, reflectorIp } from '../../support/evpn-network.ts';
import { expectOneLayer2 } from '../../support/evpn-traffic.ts';
import { disposeHosts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(120_000);
afterEach(disposeHosts);

const underlayIp = '10.244.0.98';
const [ourIp, theirIp, theirMac] = ['10.0.10.32', '10.0.10.98', '02:00:0a:00:0a:62'];

test('a container of bagpipe-bgp and one of ours are one layer 2, as long as either is announced', async () => {
  const network = new EvpnNetwork();
  const ours = new HandHost(network.underlay.addHost({ ip: '10.244.0.32/16' }), '10.244.0.32', reflectorIp);
  const bagpipe = new Bagpipe(network.underlay.addHost({ ip: `${underlayIp}/16` }), { underlayIp, reflectorIp });
  await Promise.all([network.reflector.start(), ours.start(), bagpipe.start()]);
  const { container, mac } = ours.attach(ourIp);
  const endpoint = { vni, routeTarget, ip: `${theirIp}/24`, mac: theirMac };
  const theirs = bagpipe.attach(endpoint);
  await ours.follow(theirIp, theirMac, underlayIp);

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

  ours.announce('del', ourIp, mac);
  await until('our endpoint gone from bagpipe-bgp', () => known() === '' && !led().includes(`${mac} dst`));
  bagpipe.detach(endpoint, theirs);
  await until('the endpoint of bagpipe-bgp gone', () => !(keyOfMac in rib()));
  expect(rib()).toHaveProperty([keyOfHost]);
  await bagpipe.stop();
  await until('bagpipe-bgp gone', () => !(keyOfHost in rib()));
});
