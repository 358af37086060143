import { unlinkSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ChainScene, chainCapabilities, chainHoldings, nothingChained, usualPath } from '../support/chain-scene.ts';
import { buildLibcniToolsFirst, cnitoolVersion, newerCnitoolVersion } from '../support/cnitool.ts';
import { disposeHosts, inContainer } from '../support/host.ts';
import { sysctl } from '../support/kernel-state.ts';
import { datastore } from '../support/leftovers.ts';
import { sendOverTcp } from '../support/netcat.ts';
import { nothingHeld } from '../support/shipped-network.ts';

jest.setTimeout(30_000);
buildLibcniToolsFirst();
afterEach(disposeHosts);

const ip = '10.255.30.100';
const link = 's-010255030100';
const asOnDebian = { PATH: usualPath };

interface Fault {
  /** The plugin that finds it, in its words. */
  readonly says: string;
  readonly make: () => void;
}

/** One in what each plugin has made, the last plugin's first: CHECK ends at the first plugin that finds one. */
function faults({ host, container }: ChainScene): readonly Fault[] {
  const iptables = (...words: string[]) => host.exec('iptables', ...words);
  const slower = `tc qdisc change dev ${link} root tbf rate 4mbit burst 1mb latency 25ms`.split(' ');
  return [
    { says: "Rate doesn't match", make: () => host.exec(...slower) },
    {
      says: 'Tuning configured value of /proc/sys/net/core/somaxconn is 500, current value is 501',
      make: () => inContainer(container, 'sysctl', '-qw', 'net.core.somaxconn=501'),
    },
    {
      says: `expected rule [-s ${ip}/32 -j ACCEPT] not found`,
      make: () => iptables('-D', 'CNI-FORWARD', '-s', `${ip}/32`, '-j', 'ACCEPT'),
    },
    {
      says: 'could not check ipv4 dnat',
      make: () => iptables('-t', 'nat', '-F', portChain(iptables('-t', 'nat', '-S'))),
    },
    {
      says: 'wrong: VTEP silk-vtep (up: found down, wanted up)',
      make: () => host.exec('ip', 'link', 'set', 'silk-vtep', 'down'),
    },
    { says: 'found no route 0.0.0.0/0', make: () => inContainer(container, 'ip', 'route', 'del', 'default') },
  ];
}

function portChain(rules: string): string {
  return /^-N (CNI-DN-\w+)$/m.exec(rules)?.[1] ?? 'none';
}

/** As docs/kubelet.md has it for a newer libcni with older plugins, such as Debian 12's, which do not know that version. */
const without110 = (text: string) => text.replace(', "1.1.0"', '');

describe.each([
  { name: `libcni ${cnitoolVersion}`, tool: 'cnitool' as const, edit: undefined },
  { name: `libcni ${newerCnitoolVersion}, without 1.1.0`, tool: 'newerCnitool' as const, edit: without110 },
  { name: 'silk cni, which asks the plugins for their versions', tool: 'silk' as const, edit: undefined },
])('silk-chain.conflist by $name:', ({ tool, edit }) => {
  test('ADD has every plugin do its part, with its capabilities; CHECK finds all of it, DEL leaves nothing', async () => {
    const scene = new ChainScene(tool, edit);
    const { host, container, network } = scene;
    scene.call('add');
    expect(network.cacheEntry).toMatchObject({
      result: {
        cniVersion: '1.0.0',
        ips: [{ address: `${ip}/32`, gateway: '169.254.0.1', interface: 1 }],
        dns: { nameservers: ['10.0.0.53'], search: ['apps.internal'], options: ['ndots:2'] },
      },
    });
    expect(Object.values(chainHoldings(host)).filter((held) => held.length === 0)).toEqual([]);
    expect(host.exec('ip', 'addr', 'show', 'dev', 'silk-vtep')).toContain('inet 10.255.30.0/16');
    expect(host.exec('iptables', '-S', 'CNI-FORWARD')).toContain(`-A CNI-FORWARD -s ${ip}/32 -j ACCEPT`);
    expect(sysctl(container.netns, 'net/core/somaxconn')).toBe('500');
    const { queues } = chainHoldings(host);
    expect(queues.join('\n')).toMatch(
      new RegExp(`tbf .* dev ${link} .* rate 8Mbit .*\n.*tbf .* dev bwp.* rate 16Mbit`, 's'),
    );
    const file = host.write('question', 'a question\n');
    const to = { netns: container.netns, ip: '192.168.77.2' };
    const answer = sendOverTcp(host, { from: host, to, port: 80, askedPort: 8080, program: '/bin/cat', file });
    expect(await answer).toBe('a question\n');
    expect(Object.keys(datastoreOf(scene))).toEqual([container.handle]);
    scene.call('check');
    scene.call('del');
    expect(chainHoldings(host)).toEqual(nothingChained);
    expect(leftOf(scene)).toEqual(nothingHeld);
    expect(datastoreOf(scene)).toEqual({});
    scene.call('del');
  });

  test('CHECK reaches each plugin of the chain, and DEL releases all although each has lost something', () => {
    const scene = new ChainScene(tool, edit);
    scene.call('add');
    for (const { says, make } of faults(scene)) {
      make();
      expect(scene.tryCall('check')).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
    }
    scene.call('del');
    expect(chainHoldings(scene.host)).toEqual(nothingChained);
    expect(leftOf(scene)).toEqual(nothingHeld);
  });
});

describe('capabilities of silk-cni:', () => {
  const { ips: _, ...withoutIps } = chainCapabilities;
  const asking = (more: object) => ({ CAP_ARGS: JSON.stringify({ ...withoutIps, ...more }) });
  const ipRanges = [[{ subnet: '10.255.30.0/24', rangeStart: '10.255.30.200', rangeEnd: '10.255.30.201' }]];

  test("ipRanges take the place of the host's subnet, and an address outside of them is refused", () => {
    const scene = new ChainScene('cnitool');
    const outside = scene.tryCall('add', asking({ ipRanges, ips: [ip] }));
    expect(outside).toMatchObject({ code: 1, stderr: expect.stringContaining(`Cannot reserve ${ip} in "silk"`) });
    expect(leftOf(scene)).toEqual(nothingHeld);
    scene.call('add', asking({ ipRanges }));
    expect(scene.network.holdings(scene.container).reserved).toEqual(['10.255.30.200']);
    scene.call('check', asking({ ipRanges }));
    scene.call('del', asking({ ipRanges }));
    expect(leftOf(scene)).toEqual(nothingHeld);
  });

  test('mac, where it is declared, is refused with the reason', () => {
    const scene = new ChainScene('cnitool', (text) => text.replace('"ips": true', '"ips": true, "mac": true'));
    const { code, stderr } = scene.tryCall('add', asking({ mac: '02:11:22:33:44:55' }));
    expect(code).toBe(1);
    expect(stderr).toContain(
      'runtimeConfig.mac: found "02:11:22:33:44:55", which is not supported: the MAC is derived from the address',
    );
    expect(leftOf(scene)).toEqual(nothingHeld);
  });
});

test('`silk cni add` asks for an address and ports by options; check and del have them from the cache', () => {
  const scene = new ChainScene('silk');
  const { host, container, network } = scene;
  // CHECK of Debian's bandwidth 1.1.1 crashes where it gets no rates.
  const more = ['--capability-args', JSON.stringify({ bandwidth: chainCapabilities.bandwidth })];
  const options = ['--ip', ip, '--port', '8080:80', '--port', '53:5353/udp', ...more];
  const { code, stderr } = network.silkAdd(container.netns, ...options);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rules = host.exec('iptables', '-t', 'nat', '-S');
  expect(rules).toContain(`-p tcp -m tcp --dport 8080 -j DNAT --to-destination ${ip}:80`);
  expect(rules).toContain(`-p udp -m udp --dport 53 -j DNAT --to-destination ${ip}:5353`);
  const fromCache = { CAP_ARGS: '' };
  scene.call('check', fromCache);
  scene.call('del', fromCache);
  expect(chainHoldings(host)).toEqual(nothingChained);
});

// Why the others have no IPv6 NAT: https://github.com/containernetworking/plugins/issues/819, in portmap before 1.3.
test("CHECK of Debian's portmap 1.1.1 fails where ip6tables is there and a port is mapped to an IPv4 address only", () => {
  const scene = new ChainScene('cnitool');
  scene.call('add', asOnDebian);
  const { code, stderr } = scene.tryCall('check', asOnDebian);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^could not check ipv6 dnat: chain CNI-DN-\w+ not found/);
  scene.call('check');
  scene.call('del', asOnDebian);
  expect(chainHoldings(scene.host)).toEqual(nothingChained);
});

test(`libcni ${newerCnitoolVersion} wants 1.1.0 of plugins that do not know it: silk cni del releases what was begun`, () => {
  const scene = new ChainScene('newerCnitool');
  const { network, container } = scene;
  expect(scene.tryCall('add')).toMatchObject({ code: 1, stderr: expect.stringContaining('incompatible CNI versions') });
  expect(scene.tryCall('del')).toMatchObject({ code: 1, stderr: expect.stringContaining('incompatible CNI versions') });
  expect(network.holdings(container).reserved).toEqual([ip]);
  expect(network.silk('del', container.netns).code).toBe(0);
  expect(chainHoldings(scene.host)).toEqual(nothingChained);
  expect(leftOf(scene)).toEqual(nothingHeld);
});

test('the namespace is gone before DEL: every plugin still releases what it held', () => {
  const scene = new ChainScene('cnitool');
  scene.call('add');
  scene.host.removeContainer(scene.container);
  scene.call('del');
  expect(chainHoldings(scene.host)).toEqual(nothingChained);
  expect(leftOf(scene)).toEqual(nothingHeld);
});

test('the result is gone before DEL: all is released but two rules of the reference firewall, which the next with the address takes along', () => {
  const scene = new ChainScene('cnitool');
  scene.call('add');
  unlinkSync(scene.network.cacheFile);
  scene.call('del');
  const { rules, ...others } = chainHoldings(scene.host);
  expect({ ...others, rules: [] }).toEqual(nothingChained);
  expect(rules.filter((rule) => !/ip [sd]addr 10\.255\.30\.100 .*accept$/.test(rule))).toEqual([]);
  expect(leftOf(scene)).toEqual(nothingHeld);
  scene.call('add');
  scene.call('del');
  expect(chainHoldings(scene.host)).toEqual(nothingChained);
});

/** The datastore of the shipped chain is in its dataDir. */
function datastoreOf({ host }: ChainScene): object {
  return datastore(host, `${host.dataDir}/store.json`);
}

/** What is held of the kinds that silk-cni and the tool know; the host's own links aside. */
function leftOf({ network, container }: ChainScene) {
  const { hostLinks, ...held } = network.holdings(container);
  return { ...held, hostLinks: hostLinks.filter((name) => !/^(uplink|silk-vtep)/.test(name)) };
}
