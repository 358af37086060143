import { afterEach, expect, jest, test } from '@jest/globals';
import { HandHost, routeTarget, vni } from '../../support/evpn-hand-host.ts';
import { EvpnNetwork, reflectorIp } from '../../support/evpn-network.ts';
import { expectOneLayer2 } from '../../support/evpn-traffic.ts';
import { FrrSegmentHost } from '../../support/frr-segment.ts';
import { disposeHosts } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const underlayIp = '10.244.0.99';
const [ourIp, theirIp, theirMac] = ['10.0.10.32', '10.0.10.99', '02:00:0a:00:0a:63'];

test('a container of FRR and one of ours are one layer 2, as long as either is announced', async () => {
  const network = new EvpnNetwork();
  const ours = new HandHost(network.underlay.addHost({ ip: '10.244.0.32/16' }), '10.244.0.32', reflectorIp);
  const host = network.underlay.addHost({ ip: `${underlayIp}/16` });
  const frr = new FrrSegmentHost(host, { underlayIp, reflectorIp, vni, bridgeIp: '10.0.10.9/24' });
  await Promise.all([network.reflector.start(), ours.start()]);
  frr.start();
  const { container, mac } = ours.attach(ourIp);
  const theirs = frr.attach(`${theirIp}/24`, theirMac);

  // Its bridge learns the MAC by what the container says when its link comes up; the address FRR takes from the host's neighbours.
  const rib = () => JSON.parse(ours.gobgpd.ask('global', 'rib', '-a', 'evpn', '-j'));
  const keysOfMac = () => Object.keys(rib()).filter((key) => key.includes(theirMac));
  await until('the MAC of FRR', () => keysOfMac().length > 0, 30_000);
  expect(keysOfMac()).toEqual([`[type:macadv][rd:${underlayIp}:2][etag:0][mac:${theirMac}][ip:<nil>]`]);
  host.exec('ping', '-c', '1', '-W', '2', theirIp);
  await ours.follow(theirIp, theirMac, underlayIp);
  console.log(JSON.stringify(rib()), host.exec('ip', 'neigh'), host.exec('bridge', 'fdb'));

  expect(routeTarget).toBe('64512:42');
  await until('our endpoint at FRR', () => host.exec('ip', 'neigh', 'show', 'dev', `br${vni}`).includes(mac), 30_000);
  await expectOneLayer2(ours.host, [
    { container, ip: ourIp },
    { container: theirs.container, ip: theirIp },
  ]);

  ours.announce('del', ourIp, mac);
  await until('our endpoint gone from FRR', () => !host.exec('ip', 'neigh').includes(mac));
  host.exec('ip', 'link', 'del', theirs.port);
  await until('the MAC gone from FRR', () => keysOfMac().length === 0);
});
