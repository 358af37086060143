import { afterEach, expect, jest, test } from '@jest/globals';
import { attach, EvpnNetwork, reflectorIp, untilHeld } from '../../support/evpn-network.ts';
import { FrrHost } from '../../support/frr.ts';
import { disposeHosts, inContainer } from '../../support/host.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const routerMac = '02:00:00:00:00:99';

test('a host of FRR and one of silkd reach each other; what else FRR announces is told', async () => {
  const network = new EvpnNetwork();
  // What is wrong with the AS alone keeps nothing from working.
  const ours = network.addHost(32, { asn: 64513, routeTarget: '64512:1' });
  const underlayIp = '10.244.0.99';
  const host = network.underlay.addHost({ ip: `${underlayIp}/16` });
  const frr = new FrrHost(host, { underlayIp, reflectorIp, vni: 1, routerMac, subnet: '10.255.99' });
  await network.start([ours]);
  frr.start();
  await untilHeld(ours.silkd, 1);
  await until('our route at FRR', () => host.exec('ip', 'route').includes(ours.subnet), 20_000);
  expect(ours.host.exec('ip', 'neigh', 'show', '10.255.99.0')).toContain(`lladdr ${routerMac} PERMANENT`);
  const { container, ip } = attach(ours);
  inContainer(container, 'ping', '-c', '2', '-i', '0.2', '-W', '2', '10.255.99.2');
  inContainer(frr.container, 'ping', '-c', '2', '-i', '0.2', '-W', '2', ip);
  expect(ours.silkd.status()).toMatchObject({
    // It redistributes what it is connected to, the underlay included.
    problems: [
      { what: expect.stringContaining('AS of gobgpd'), reason: 'found 64512, wanted 64513' },
      { what: 'route 10.244.0.0/16 of 10.244.0.99:1', reason: expect.stringContaining('wanted a part of') },
    ],
  });
});
