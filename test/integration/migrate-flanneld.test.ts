import { readFileSync } from 'node:fs';
import { afterEach, expect, jest, test } from '@jest/globals';
import { macOf } from '../support/by-hand.ts';
import { disposeEtcds } from '../support/etcd.ts';
import { type FlannelHost, playEvents, playFlanneld } from '../support/flannel.ts';
import type { FlowEnd } from '../support/flow.ts';
import { disposeHosts, enter } from '../support/host.ts';
import { dig, type JsonObject } from '../support/json.ts';
import type { LeasedHost } from '../support/leased-host.ts';
import { LeasedNetwork } from '../support/leased-network.ts';
import { firstPlugin, migrationSection } from '../support/migration-page.ts';
import { dropForwarding } from '../support/nftables.ts';
import { must } from '../support/run.ts';
import { vtepState } from '../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(() => {
  disposeHosts();
  disposeEtcds();
});

const page = migrationSection("From flannel's flanneld, with etcd");

test("docs/migrate.md, From flannel's flanneld, with etcd: host by host, and each reaches the others throughout", async () => {
  const [config = {}, more] = page.configs;
  expect(more).toBeUndefined();
  expect(page.commands.filter((line) => line.startsWith('systemctl'))).toEqual([
    'systemctl disable --now flanneld',
    'systemctl enable --now silkd',
  ]);
  const network = new LeasedNetwork();
  await network.startEtcd();
  network.etcd.etcdctl('put', '/coreos.com/network/config', '{"Network":"10.255.0.0/16","Backend":{"Type":"vxlan"}}');
  const [a, b, c] = network.hosts as [LeasedHost, LeasedHost, LeasedHost];
  const flannelA = flannelHost(a, '10.255.34.0', '4a:0c:11:22:33:44');
  const flannelB = flannelHost(b, '10.255.77.0', 'd2:0c:55:66:77:88');
  for (const one of [flannelA, flannelB]) playFlanneld(one, network.etcd);
  for (const one of [flannelA, flannelB]) playEvents(one, network.etcd);
  // What flannel's plugin leaves until the last container from before is gone.
  a.host.exec('ip', 'link', 'add', 'cni0', 'up', 'type', 'bridge');
  a.host.exec('ip', 'addr', 'add', '10.255.34.1/24', 'dev', 'cni0');
  // As the page's configuration of the plugin has it, where docker lets nothing through that no rule accepts.
  const { ipMasq, vtepName } = firstPlugin(migrationSection("From flannel's plugin, with its subnet.env").configs[1]);
  for (const { host } of [a, b]) dropForwarding(host);
  const [onA, onB] = [a, b].map((one) => one.addContainer({ ipMasq, vtepName })) as [FlowEnd, FlowEnd];
  pingBothWays(onA, onB);
  const subnetFile = readFileSync(a.host.subnetFile, 'utf8');
  const device = linkIndex(a);

  // A host is changed: in its own place, with its subnet and its device.
  await replaceFlanneld(a, config);
  expect(network.recordedOwners()).toContainEqual({
    subnet: '10.255.34.0/24',
    underlayIp: a.underlayIp,
    expires: true,
  });
  expect(readFileSync(a.host.subnetFile, 'utf8')).toBe(subnetFile);
  expect(linkIndex(a)).toBe(device);
  const { link } = vtepState(a.host, 'flannel.1');
  expect(link.join(' ')).toMatch(/ link\/ether ee:ee:0a:ff:22:00 .* vxlan id 1 .* dstport 8472 .*nolearning/);
  expect(link.join(' ')).not.toContain('gbp');
  playEvents(flannelB, network.etcd);
  pingBothWays(onA, onB);

  // A host comes that never had flannel.
  await c.silkd.start();
  playEvents(flannelB, network.etcd);
  await a.silkd.until('the new host', () => a.silkd.metric('silkd_peers_held') === 2);
  const onC = c.addContainer();
  for (const other of [onA, onB]) pingBothWays(onC, other);

  // And the last one is changed.
  await replaceFlanneld(b, config);
  const mac = macOf('10.255.77.0');
  await a.silkd.until('the new MAC', () => vtepState(a.host, 'flannel.1').fdb.some((line) => line.includes(mac)));
  await c.silkd.until('the new MAC', () => vtepState(c.host).fdb.some((line) => line.includes(mac)));
  for (const other of [onA, onC]) pingBothWays(onB, other);
});

function flannelHost({ host, underlayIp }: LeasedHost, subnetIp: string, vtepMac: string): FlannelHost {
  return { host, underlayIp, subnetIp, vtepMac };
}

/** Our flanneld does not run: to stop it is to do nothing. */
async function replaceFlanneld({ host, silkd }: LeasedHost, config: JsonObject): Promise<void> {
  const { vtepName, subnetFile } = config;
  expect(config).toEqual({ source: 'etcd', etcd: { endpoints: [expect.any(String)] }, vtepName, subnetFile });
  expect(subnetFile).toBe('/run/flannel/subnet.env');
  silkd.configure({ vtepName });
  await silkd.start();
  await silkd.until('the other hosts', () => Number(silkd.metric('silkd_peers_held')) > 0);
  expect(dig(silkd.status(), 'problems')).toEqual([]);
  expect(host.run(['ip', 'link', 'show', 'silk-vtep']).code).not.toBe(0);
}

function pingBothWays(one: FlowEnd, other: FlowEnd): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    must([...enter(from.netns), 'ping', '-c', '1', '-W', '3', to.ip]);
  }
}

function linkIndex({ host }: LeasedHost): string {
  return host.exec('ip', '-o', 'link', 'show', 'flannel.1').split(':')[0] ?? '';
}
