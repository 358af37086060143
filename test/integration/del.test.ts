import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { startDaemon } from '../support/daemon-stub.ts';
import { disposeHosts, Host, inContainer } from '../support/host.ts';
import { linkNames, namespaceState } from '../support/kernel-state.ts';
import { holdings, networkDir, nothing } from '../support/leftovers.ts';
import { cloudFoundryNetwork, cniPath, silkNetwork, subnetFileText } from '../support/network.ts';
import type { PluginCall } from '../support/plugin-call.ts';
import { failingOn, fixedIpam, scriptPlugin } from '../support/script-plugin.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

interface Scene {
  readonly host: Host;
  readonly attachment: Attachment;
  /** Of the same network; it has to survive. */
  readonly bystander: Attachment;
}

/** An attachment that has been added, beside a bystander. */
function added(over = {}): Scene {
  const host = new Host();
  const network = silkNetwork(host, over);
  const bystander = new Attachment(host, host.addContainer('bystander'), network);
  bystander.add();
  const attachment = new Attachment(host, host.addContainer('leaver'), network);
  attachment.add();
  return { host, attachment, bystander };
}

/** Only the bystander holds anything, and it is unharmed. */
function expectReleased(host: Host, bystander: Attachment): void {
  const held = holdings(host, bystander.container);
  expect(held).toEqual({
    hostLinks: ['s-010255030002'],
    containerLinks: ['eth0'],
    reservations: { '10.255.30.2': 'bystander eth0' },
    handles: [bystander.container.handle],
  });
  bystander.check();
}

describe('DEL releases everything when the namespace', () => {
  test.each([
    { name: 'is as it was', change: () => ({}) },
    { name: 'is gone', change: loseNamespace },
    { name: 'is not given', change: () => ({ netns: undefined }) },
    { name: 'is given as an empty text', change: () => ({ netns: '' }) },
    { name: 'never existed', change: () => ({ netns: '/run/netns/silk-t-nowhere' }) },
    { name: 'is a plain file', change: () => ({ netns: '/etc/hostname' }) },
    { name: 'is a directory', change: () => ({ netns: '/proc' }) },
    { name: 'is a namespace of another kind', change: () => ({ netns: '/proc/self/ns/mnt' }) },
    { name: "is the host's own", change: () => ({ netns: '/proc/self/ns/net' }) },
    { name: "is another container's", change: ({ bystander }) => ({ netns: bystander.container.netns }) },
  ] satisfies { name: string; change: (scene: Scene) => PluginCall }[])('$name', ({ change }) => {
    const { host, attachment, bystander } = added();
    const outcome = attachment.tryDel(change({ host, attachment, bystander }));
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    expectReleased(host, bystander);
  });
});

describe('DEL releases everything when prevResult', () => {
  test.each([
    { name: 'is absent', prevResult: undefined },
    { name: 'is null', prevResult: null },
    { name: 'is a text', prevResult: 'garbage' },
    { name: 'is an array', prevResult: [] },
    { name: 'is empty', prevResult: {} },
    { name: 'has the wrong types', prevResult: { cniVersion: 3, ips: 'none', interfaces: [7] } },
    { name: 'is of a version that does not exist', prevResult: { cniVersion: '9.9.9', ips: [] } },
    { name: 'is that of the bystander', prevResult: { cniVersion: '1.1.0', ips: [{ address: '10.255.30.2/32' }] } },
  ])('$name', ({ prevResult }) => {
    const { host, attachment, bystander } = added();
    const config = { ...attachment.network, prevResult };
    const outcome = attachment.tryDel({ config });
    expect(outcome.code).toBe(0);
    expectReleased(host, bystander);
  });

  test('and the namespace are gone', () => {
    const { host, attachment, bystander } = added();
    host.removeContainer(attachment.container);
    attachment.del({ config: attachment.network, netns: '' });
    expectReleased(host, bystander);
  });
});

describe('DEL releases everything when the configuration', () => {
  test.each([
    { name: 'has another subnet', over: { subnet: '10.99.0.0/24' } },
    { name: 'has an invalid subnet', over: { subnet: '10.255.30.0/99' } },
    { name: 'has no subnet', over: { subnet: undefined } },
    { name: 'has other ranges', over: { ipam: { type: 'silk-ipam', ranges: [[{ subnet: '10.98.0.0/24' }]] } } },
    {
      name: 'has ranges that overlap',
      over: { ipam: { ranges: [[{ subnet: '10.1.0.0/16' }], [{ subnet: '10.1.2.0/24' }]] } },
    },
    { name: 'has ranges that are none', over: { ipam: { type: 'silk-ipam', ranges: 'all' } } },
    { name: 'has an unknown key', over: { mtuu: 1 } },
    { name: 'has an mtu of the wrong type', over: { mtu: 'big' } },
    { name: 'names a subnet file that is gone', over: { subnet: undefined, subnetFile: '/nonexistent' } },
    { name: 'names a daemon that is gone', over: { subnet: undefined, daemonPort: 23957 } },
    { name: 'is of another version', over: { cniVersion: '0.3.1' } },
  ])('$name', ({ over }) => {
    const { host, attachment, bystander } = added();
    const outcome = attachment.tryDel({ config: { ...attachment.withPrevResult(), ...over } });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    expectReleased(host, bystander);
  });

  test("is a Cloud Foundry cell's, and the subnet file is gone", () => {
    const host = new Host();
    host.write('subnet.env', subnetFileText());
    const attachment = new Attachment(host, host.addContainer(), cloudFoundryNetwork(host, { name: 'blue' }));
    attachment.add();
    rmSync(host.subnetFile);
    attachment.del({ config: attachment.network });
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test("is a Cloud Foundry cell's, and the daemon is gone", async () => {
    const host = new Host();
    const daemon = await startDaemon(host, 23954, { body: { overlay_subnet: '10.255.30.0/24', mtu: 1450 } });
    const network = cloudFoundryNetwork(host, { name: 'blue', subnetFile: undefined });
    const attachment = new Attachment(host, host.addContainer(), network);
    attachment.add();
    await daemon.stop();
    attachment.del({ config: attachment.network });
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });
});

describe('DEL releases everything else when the datastore', () => {
  test.each([
    { name: 'is gone', change: (path: string) => rmSync(path) },
    { name: 'is empty', change: (path: string) => truncateSync(path) },
    { name: 'is cut off', change: (path: string) => truncateSync(path, 10) },
    { name: 'is no JSON', change: (path: string) => writeFileSync(path, 'garbage') },
    { name: 'is an array', change: (path: string) => writeFileSync(path, '[]') },
    { name: 'has null in it', change: (path: string) => writeFileSync(path, '{"leaver":null}') },
  ])('$name', ({ change }) => {
    const { host, attachment } = added();
    change(host.datastore);
    const outcome = attachment.tryDel();
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    expect(linkNames(host.netns)).toEqual(['s-010255030002']);
    expect(readdirSync(networkDir(host))).not.toContain('10.255.30.3');
  });
});

describe('DEL may be repeated', () => {
  test('with the same configuration', () => {
    const { host, attachment, bystander } = added();
    attachment.del();
    attachment.del();
    attachment.del({ config: attachment.network, netns: '' });
    expectReleased(host, bystander);
  });

  test('and comes first, without anything being there or made', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    attachment.del();
    attachment.del({ netns: undefined });
    expect(existsSync(join(host.dir, 'store'))).toBe(false);
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('and the container may be added again', () => {
    const { host, attachment, bystander } = added();
    attachment.del();
    attachment.add();
    attachment.check();
    attachment.del();
    expectReleased(host, bystander);
  });
});

describe('DEL touches no interface that is not its own:', () => {
  test("one of the attachment's name that somebody else made", () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    const { netns } = attachment.container;
    inContainer(attachment.container, 'ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'other');
    const before = namespaceState(netns);
    attachment.del();
    expect(namespaceState(netns)).toBe(before);
  });

  test("one that stands in the attachment's place with its address and MAC", () => {
    const { host, attachment, bystander } = added();
    const { container } = attachment;
    inContainer(container, 'ip', 'link', 'del', 'eth0');
    inContainer(container, 'ip', 'link', 'add', 'eth0', 'address', 'ee:ee:0a:ff:1e:03', 'type', 'bridge');
    const before = namespaceState(container.netns);
    attachment.del();
    expect(namespaceState(container.netns)).toBe(before);
    expectReleased(host, bystander);
  });

  test("the host's other links", () => {
    const { host, attachment } = added();
    host.addUplink();
    host.exec('ip', 'link', 'add', 's-web', 'type', 'veth', 'peer', 'name', 's-web-peer');
    host.exec('ip', 'link', 'add', 's-010255030099', 'type', 'bridge');
    attachment.del();
    const left = ['s-010255030002', 's-010255030099', 's-web', 's-web-peer', 'uplink', 'uplink-peer'];
    expect(linkNames(host.netns).sort()).toEqual(left);
  });

  test("another network's link that bears the attachment's name", () => {
    const { host, attachment } = added();
    const other = new Attachment(
      host,
      attachment.container,
      silkNetwork(host, { name: 'green', subnet: '10.77.0.0/24' }),
      {
        ifname: 'eth1',
      },
    );
    other.add();
    attachment.del();
    other.check({});
    expect(linkNames(other.container.netns)).toEqual(['eth1']);
  });
});

describe('DEL with a foreign IPAM plugin', () => {
  const network = (host: Host, type: string) => silkNetwork(host, { cniVersion: '1.0.0', ipam: { type } });

  test('that fails: the link is removed all the same, and the failure is told', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'stubborn', failingOn('DEL', 111, fixedIpam('10.255.30.9/24', '10.255.30.1')));
    const attachment = new Attachment(host, host.addContainer(), network(host, 'stubborn'));
    const path = cniPath(plugin.dir);
    attachment.add({ path });
    const outcome = attachment.tryDel({ path });
    expect(outcome.code).toBe(1);
    expect(outcome.error?.msg + (outcome.error?.details ?? '')).toContain('the script refuses DEL');
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('that is gone: the link is removed all the same', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'passing', fixedIpam('10.255.30.9/24', '10.255.30.1'));
    const attachment = new Attachment(host, host.addContainer(), network(host, 'passing'));
    attachment.add({ path: cniPath(plugin.dir) });
    attachment.tryDel();
    expect(holdings(host, attachment.container)).toEqual(nothing);
  });

  test('is called with DEL even where nothing is left', () => {
    const host = new Host();
    const plugin = scriptPlugin(host, 'passing', fixedIpam('10.255.30.9/24', '10.255.30.1'));
    const attachment = new Attachment(host, host.addContainer(), network(host, 'passing'));
    attachment.del({ path: cniPath(plugin.dir), netns: '' });
    expect(plugin.commands()).toEqual(['DEL']);
  });
});

function loseNamespace({ attachment }: Scene): PluginCall {
  attachment.host.removeContainer(attachment.container);
  return {};
}
