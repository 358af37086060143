import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, inContainer } from '../../support/host.ts';
import { capture } from '../../support/packet-capture.ts';
import type { Frame } from '../../support/packet-capture-frame.ts';
import { pingFrom, SegmentHosts } from '../../support/segment-hosts.ts';
import { underlayDevice } from '../../support/underlay.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const here = '10.0.10.10';
const there = '10.0.10.11';

/** MACs in short, as they are on the wire between the hosts. */
const names: Readonly<Record<string, string>> = {
  'ee:ee:0a:00:0a:0a': 'here',
  'ee:ee:0a:00:0a:0b': 'there',
  'ff:ff:ff:ff:ff:ff': 'all',
};

/** `here > there echo`: what was sent through VXLAN, each kind once. */
function kindsOf(frames: readonly Frame[]): string[] {
  const inner = frames.flatMap(({ ipv4 }) => ipv4?.udp?.vxlan?.inner ?? []);
  const kinds = inner.map(({ sourceMac, destinationMac, etherType, ipv4 }) => {
    const what = ipv4?.icmp === undefined ? etherType.toString(16) : `icmp ${ipv4.icmp.type}`;
    return `${names[sourceMac] ?? sourceMac} > ${names[destinationMac] ?? destinationMac} ${what}`;
  });
  return [...new Set(kinds)].sort();
}

const answered = ['here > there icmp 8', 'there > here icmp 0'];

interface Mode {
  readonly name: string;
  readonly create: readonly string[];
  readonly isApart?: true;
  /** What crosses beside the answered ping. */
  readonly flooded: readonly string[];
}

const modes: readonly Mode[] = [
  { name: 'with ARP answered by the VXLAN device', create: [], flooded: [] },
  { name: 'in a namespace of its own', create: ['--gateway', '10.0.10.1/24'], isApart: true, flooded: [] },
  { name: 'with ARP answered by the bridge', create: ['--arp-suppression', 'neigh_suppress'], flooded: [] },
  {
    name: 'with broadcasts replicated, so that the count is seen to count',
    create: ['--arp-suppression', 'neigh_suppress', '--replicate'],
    flooded: ['here > 02:00:00:00:00:77 icmp 8', 'here > all 806', 'here > all icmp 8'],
  },
];

describe.each(modes)('two containers on two hosts, $name,', ({ create, isApart = false, flooded }) => {
  test('reach each other without a question on the wire; nothing else crosses', async () => {
    const segment = new SegmentHosts(isApart);
    const [one, two] = segment.hosts;
    for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42', ...create);
    const from = segment.addContainer(one, here);
    segment.addContainer(two, there);
    const place = { netns: one.host.netns, device: underlayDevice, filter: 'udp port 4789' };
    const listening = await capture(one.host, place);
    inContainer(from, 'ip', 'neigh', 'add', '10.0.10.77', 'lladdr', '02:00:00:00:00:77', 'dev', 'eth0');
    // An unknown MAC, an unknown address, and all.
    expect(['10.0.10.77', '10.0.10.88'].map((ip) => pingFrom(from, ip).code)).toEqual([1, 1]);
    pingFrom(from, '10.0.10.255', '-b');
    expect(pingFrom(from, there).stdout).toContain(`64 bytes from ${there}: icmp_seq=1 ttl=64`);
    const frames = await listening.stop((heard) => kindsOf(heard).includes('there > here icmp 0'));
    // Of what is replicated, less what the bridges themselves say to groups.
    const kinds = kindsOf(frames).filter((kind) => !/ > (33:33|01:00:5e):/.test(kind));
    expect(kinds).toEqual([...answered, ...flooded].sort());
    if (flooded.length === 0) expect(kindsOf(frames)).toEqual(kinds);
    expect(segment.call(one, 'segment show').code).toBe(0);
    expect(segment.call(one, 'endpoint list').code).toBe(0);
  });
});

test('packets of the MTU cross, and the gateway answers on each host with one MAC', () => {
  const segment = new SegmentHosts(false);
  const [one, two] = segment.hosts;
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42', '--gateway', '10.0.10.1/24');
  const containers = [segment.addContainer(one, here), segment.addContainer(two, there)] as const;
  const sizes = [1422, 1423].map((bytes) => pingFrom(containers[0], there, '-M', 'do', '-s', `${bytes}`).code);
  expect(sizes).toEqual([0, 1]);
  for (const container of containers) {
    expect(pingFrom(container, '10.0.10.1').code).toBe(0);
    expect(inContainer(container, 'ip', 'neigh', 'show', '10.0.10.1')).toContain('ee:ee:0a:00:0a:01');
  }
});

test('a MAC that the list has elsewhere, and isolated ports, get nothing', () => {
  const segment = new SegmentHosts(false);
  const [one, two] = segment.hosts;
  for (const on of segment.hosts) segment.must(on, 'segment create', '--vni', '42');
  const first = segment.addContainer(one, here, '--isolated');
  segment.addContainer(one, '10.0.10.12', '--isolated');
  const free = segment.addContainer(one, '10.0.10.13');
  segment.addContainer(two, there);
  expect(pingFrom(first, '10.0.10.12').code).toBe(1);
  expect(['10.0.10.13', there].map((ip) => pingFrom(first, ip).code)).toEqual([0, 0]);
  expect(pingFrom(free, '10.0.10.12').code).toBe(0);
  // The list gives the MAC of what is attached here to the other host: it is refused, and nothing changes.
  const outcome = segment.call(
    one,
    'endpoint add',
    '--ip',
    here,
    '--mac',
    'ee:ee:0a:00:0a:0a',
    '--underlay',
    two.underlayIp,
  );
  expect([outcome.code, outcome.stderr]).toEqual([1, expect.stringContaining('attached to this host')]);
  expect(segment.call(one, 'endpoint list').stdout).not.toContain('ee:ee:0a:00:0a:0a');
  expect(pingFrom(free, here).code).toBe(0);
});
