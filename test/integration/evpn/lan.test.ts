import { afterEach, expect, jest, test } from '@jest/globals';
import { EvpnNetwork } from '../../support/evpn-network.ts';
import { asn } from '../../support/gobgpd.ts';
import { disposeHosts, inContainer } from '../../support/host.ts';
import { gateway, gratuitousArp, Lan, lanPort, sendFrames } from '../../support/lan.ts';
import { SegmentDaemon } from '../../support/segment-daemon.ts';
import { pingFrom } from '../../support/segment-hosts.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(90_000);
afterEach(disposeHosts);

const mac = '02:00:00:00:00:0a';

function addNode(network: EvpnNetwork, number: number, lanPorts: readonly string[]) {
  const { host, gobgpd } = network.addHost(number);
  const evpn = { asn, address: gobgpd.address, withdrawGuard: { graceSeconds: 2 } };
  const segments = [{ vni: 42, bridge: 'br0', gateway, lanPorts }];
  const daemon = new SegmentDaemon(host, { evpn, intervalSeconds: 3600, segments });
  const attach = () => {
    const container = host.addContainer();
    const attachment = daemon.attachment(
      container,
      {},
      { rangeStart: `10.0.10.${number}`, rangeEnd: `10.0.10.${number}` },
    );
    attachment.add();
    return { ...container, ip: attachment.ip };
  };
  return { host, gobgpd, daemon, attach };
}

test('a machine on a LAN is told of by BGP, withdrawn when it is forgotten, and takes no place of another host', async () => {
  const network = new EvpnNetwork();
  const [a, b] = [addNode(network, 32, [lanPort]), addNode(network, 33, [])];
  const machine = new Lan(a.host).addMachine(mac, '10.0.10.20');
  await Promise.all([network.reflector.start(), a.gobgpd.start(), b.gobgpd.start()]);
  await Promise.all([a.daemon.silkd.start(), b.daemon.silkd.start()]);
  const [here, there] = [a.attach(), b.attach()];
  pingFrom(machine, '10.0.10.1');
  await until('the machine from the other host', () => pingFrom(there, '10.0.10.20').code === 0, 30_000);
  expect(pingFrom(machine, there.ip).code).toBe(0);
  // The machine sends from the MAC of what is on the other host.
  const taken = /ether (\S+)/.exec(inContainer(there, 'ip', 'link', 'show', 'eth0'))?.[1] ?? '';
  sendFrames(machine, [gratuitousArp(taken, '10.0.10.20'), gratuitousArp(taken, '10.0.10.30')]);
  await until('the container from its segment', () => pingFrom(here, there.ip).code === 0);
  expect(b.daemon.metric('beaten_endpoints')).toBe(0);
  const says = (text: string) => JSON.stringify(a.daemon.silkd.status()).includes(text);
  await until('the problem', () => says(`LAN port ${lanPort}: a MAC of another host`));
  expect(says(JSON.stringify({ mac, ip: '10.0.10.20', learned: true }))).toBe(true);
  expect(pingFrom(there, '10.0.10.20').code).toBe(0);
  a.host.exec('ip', 'link', 'set', 'br0', 'type', 'bridge', 'ageing_time', '300');
  inContainer(machine, 'ip', 'link', 'set', 'eth0', 'down');
  const entries = () => b.host.exec('ip', 'neigh', 'show', 'dev', 'vxlan42');
  expect(entries()).toContain(mac);
  await until('the withdrawal', () => !entries().includes(mac), 20_000);
  expect(entries()).toContain(here.ip);
});
