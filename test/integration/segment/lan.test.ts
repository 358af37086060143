import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { formatMac } from '../../../src/addr/mac.ts';
import { watchedGroups } from '../../../src/daemon/kernel-events.ts';
import { NetlinkMonitor } from '../../../src/linux/netlink/monitor.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { decodeEvents } from '../../../src/linux/rtnetlink/event.ts';
import { disposeHosts, inContainer } from '../../support/host.ts';
import { gateway, gratuitousArp, Lan, LanKeeper, lanPort, sendFrames } from '../../support/lan.ts';
import { sendOverTcp } from '../../support/netcat.ts';
import { capture } from '../../support/packet-capture.ts';
import { pingFrom, SegmentHosts } from '../../support/segment-hosts.ts';
import { underlayDevice } from '../../support/underlay.ts';
import { sleep, until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const [firstMac, secondMac, silentMac] = ['02:00:00:00:00:0a', '02:00:00:00:00:0b', '02:00:00:00:00:0c'];
const both = [`${firstMac} 10.0.10.20`, `${secondMac} 10.0.10.21`];

/** A segment on two hosts, and a LAN on the first. */
function scene({ isApart = false, create = [] as readonly string[] } = {}) {
  const segment = new SegmentHosts(isApart);
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42', '--gateway', gateway, ...create);
  const [one, two] = segment.hosts;
  return { segment, one, two, lan: new Lan(one.host), keeper: new LanKeeper(one) };
}

describe.each([
  { name: "the underlay's namespace", isApart: false },
  { name: 'a namespace of its own', isApart: true },
])('a LAN on a segment in $name', ({ isApart }) => {
  test('is learned with its addresses, told of by the kernel, and forgotten when the bridge forgets it', async () => {
    const { segment, one, lan, keeper } = scene({ isApart });
    expect(keeper.keep()).toEqual([]);
    expect(keeper.lan.problems()).toEqual([]);
    segment.look(one, 'ip link set br0 type bridge ageing_time 300');
    const heard = hearBridge(one.overlay?.netns ?? one.host.netns, firstMac);
    const machines = [lan.addMachine(firstMac, '10.0.10.20'), lan.addMachine(secondMac, '10.0.10.21')] as const;
    for (const machine of machines) expect(pingFrom(machine, '10.0.10.1').code).toBe(0);
    await until('what was heard to be said', () => keeper.asked > 0);
    expect(keeper.keep()).toEqual(both);
    const container = segment.addContainer(one, '10.0.10.10');
    const { asked } = keeper;
    expect(pingFrom(container, '10.0.10.21').code).toBe(0);
    await sleep(300);
    // Its question went out there: what goes out is not heard.
    expect(keeper.asked).toBe(asked);
    sendFrames(machines[0], [
      gratuitousArp(silentMac, '10.0.10.99', { vlan: 5 }),
      gratuitousArp(firstMac, '10.0.10.1'),
      gratuitousArp(secondMac, '10.0.10.30', { source: firstMac }),
      gratuitousArp(firstMac, '10.0.10.10'),
    ]);
    const attached = [{ mac: 'ee:ee:0a:00:0a:0a', ip: '10.0.10.10' }];
    expect(keeper.keep([lanPort], attached)).toEqual([...both, silentMac]);
    expect(keeper.lan.endpoints()[0]).toMatchObject({ vni: 42, attachment: `lan:${lanPort}`, isLearned: true });
    const kinds = ["the gateway's address", "another's MAC", 'an address that is attached'];
    expect(keeper.lan.problems().map(({ what }) => what)).toEqual(kinds.map((kind) => `LAN port ${lanPort}: ${kind}`));
    expect(keeper.problem(`LAN port ${lanPort}: ${kinds[0]}`)).toContain(`found 10.0.10.1 at ${firstMac}`);
    for (const machine of machines) inContainer(machine, 'ip', 'link', 'set', 'eth0', 'down');
    await until('the bridge to forget', () => keeper.keep([lanPort], attached).length === 0, 15_000);
    expect(await heard).toEqual(['came', 'went']);
  });
});

/** What the kernel says of a MAC that a bridge learns, until it forgets it. */
async function hearBridge(netns: string, mac: string): Promise<string[]> {
  using place = openNetns(netns);
  using monitor = NetlinkMonitor.open(watchedGroups, place);
  const said: string[] = [];
  while (said.at(-1) !== 'went') {
    for (const event of decodeEvents((await monitor.next()) ?? new Uint8Array())) {
      if (event.object === 'bridgeFdb' && formatMac(event.entry.mac) === mac) said.push(event.gone ? 'went' : 'came');
    }
  }
  return said;
}

test('10,000 forged MACs are bounded and told of, and drive nobody out', async () => {
  const { lan, keeper } = scene();
  keeper.keep();
  const machine = lan.addMachine(firstMac, '10.0.10.20');
  expect(pingFrom(machine, '10.0.10.1').code).toBe(0);
  await until('the machine to be heard', () => keeper.keep().includes(both[0] ?? ''));
  sendFrames(machine, forged(10_000));
  const found = keeper.keep();
  expect(found).toHaveLength(4096);
  expect(found).toContain(both[0]);
  expect(keeper.problem(`LAN port ${lanPort}: many MACs`)).toContain('wanted at most 4096');
});

function* forged(count: number): Generator<Uint8Array> {
  for (let i = 0; i < count; i++) {
    const bytes = [i >> 8, i & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
    yield gratuitousArp(`02:ff:00:00:${bytes}`, `10.0.10.${2 + (i % 250)}`);
  }
}

test('who sends from the MAC of what is attached neither takes its place nor is taken for it', async () => {
  const { segment, one, lan, keeper } = scene();
  keeper.keep();
  const machine = lan.addMachine(firstMac, '10.0.10.20');
  const container = segment.addContainer(one, '10.0.10.10');
  sendFrames(machine, [gratuitousArp('ee:ee:0a:00:0a:0a', '10.0.10.30')]);
  // What is answered came after it.
  expect(pingFrom(machine, '10.0.10.1').code).toBe(0);
  expect(keeper.keep()).toEqual([both[0]]);
  expect(segment.look(one, 'bridge fdb show br br0')).not.toMatch(/^ee:ee:0a:00:0a:0a dev lan0/m);
  expect(pingFrom(container, '10.0.10.20').code).toBe(0);
});

test('a port is refused while it is for something else, repaired when it was changed, and found again', async () => {
  const { one, lan, keeper } = scene();
  const on = (line: string) => one.host.exec(...line.split(' '));
  const why = (name: string) => keeper.problem(`LAN port ${name}`);
  on('ip link add other type bridge');
  on('ip link add used0 type veth peer name used1');
  on('ip link set used0 master other');
  on(`ip addr add 192.0.2.1/24 dev ${lanPort}`);
  expect(keeper.keep([lanPort, 'used0', 'none0', underlayDevice, 'vxlan42', 'br0'])).toEqual([]);
  expect(why(lanPort)).toContain('lanPorts: found the address 192.0.2.1, wanted no IPv4 address');
  expect(why('used0')).toContain('lanPorts: found it a port of other, wanted it free or a port of the segment');
  expect(why('none0')).toContain('lanPorts: found no such link, wanted one');
  expect(why(underlayDevice)).toContain('lanPorts: found the underlay, wanted a link to a LAN');
  for (const name of ['vxlan42', 'br0']) expect(why(name)).toContain("found the segment's own device");
  expect(on(`ip -d link show ${lanPort}`)).not.toContain('master');
  on(`ip addr del 192.0.2.1/24 dev ${lanPort}`);
  const machine = lan.addMachine(firstMac, '10.0.10.20');
  const isHeard = () => {
    pingFrom(machine, '10.0.10.1');
    return keeper.keep().includes(both[0] ?? '');
  };
  await until('the machine to be heard', isHeard);
  expect(keeper.lan.problems()).toEqual([]);
  for (const drift of [
    'down',
    'nomaster',
    'type bridge_slave learning off flood off',
    'type bridge_slave isolated on',
  ]) {
    on(`ip link set ${lanPort} ${drift}`);
    keeper.keep();
    const shown = on(`ip -d link show ${lanPort}`);
    for (const wanted of [/[<,]UP[,>]/, /master br0/, /learning on flood on/, /isolated off/])
      expect(shown).toMatch(wanted);
    await until(`the machine to be heard after ${drift}`, isHeard);
  }
  lan.pull();
  expect(keeper.keep()).toEqual([]);
  expect(why(lanPort)).toContain('found no such link');
  lan.plugIn(one.host);
  await until('the machine to be heard again', isHeard);
  expect(keeper.lan.problems()).toEqual([]);
});

describe.each([
  { name: 'by the VXLAN device', create: [] },
  { name: 'by the bridge', create: ['--arp-suppression', 'neigh_suppress'] },
])('with ARP answered $name', ({ create }) => {
  test('a machine on a LAN and a container on the other host reach each other, without ARP between the hosts', async () => {
    const { segment, one, two, lan, keeper } = scene({ create });
    keeper.keep();
    const machine = lan.addMachine(firstMac, '10.0.10.20');
    const container = segment.addContainer(two, '10.0.10.11');
    const place = { netns: one.host.netns, device: underlayDevice, filter: 'udp port 4789' };
    const listening = await capture(one.host, place);
    pingFrom(machine, '10.0.10.1');
    await until('the machine to be heard', () => keeper.keep().includes(both[0] ?? ''));
    segment.tell(two, one, `--ip 10.0.10.20 --mac ${firstMac}`);
    expect(pingFrom(container, '10.0.10.20').stdout).toContain('icmp_seq=1 ttl=64');
    expect(pingFrom(machine, '10.0.10.11').stdout).toContain('icmp_seq=1 ttl=64');
    const file = join(one.host.dir, 'sent');
    writeFileSync(file, 'across');
    for (const [from, to, ip] of [
      [machine, container, '10.0.10.11'],
      [container, machine, '10.0.10.20'],
    ] as const) {
      const connection = { from, to: { netns: to.netns, ip }, port: 5555, program: 'cat', file };
      expect(await sendOverTcp(one.host, connection)).toBe('across');
    }
    const inner = (await listening.stop()).flatMap(({ ipv4 }) => ipv4?.udp?.vxlan?.inner ?? []);
    expect(inner.some(({ ipv4 }) => ipv4?.tcp !== undefined)).toBe(true);
    expect(inner.filter(({ etherType }) => etherType === 0x0806)).toEqual([]);
  });
});
