import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { ipText } from '../../support/kernel-state.ts';
import { type OverlayHost, OverlayNetwork } from '../../support/overlay-network.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

let b: OverlayHost;
let network: OverlayNetwork;

beforeEach(() => {
  network = new OverlayNetwork([144, 138]);
  b = network.hosts[1];
  for (const of of network.hosts) network.addContainer(of);
});

/** Lines without the spaces at their ends, which differ from one iproute2 to the next. */
function text(...argv: readonly string[]): string[] {
  return b.host
    .exec(...argv)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

// Of host 10.255.138.0, as seed 000 has them.
describe('what seed 000 shows of the VTEP', () => {
  test.each([
    {
      name: 'ip route list dev silk-vtep',
      lines: [
        '10.255.0.0/16 proto kernel scope link src 10.255.138.0',
        '10.255.144.0/24 via 10.255.144.0 src 10.255.138.0',
      ],
    },
    { name: 'ip neigh list dev silk-vtep', lines: ['10.255.144.0 lladdr ee:ee:0a:ff:90:00 PERMANENT'] },
    { name: 'bridge fdb list dev silk-vtep', lines: ['ee:ee:0a:ff:90:00 dst 10.244.0.144 self permanent'] },
  ])('$name prints, and nothing else', ({ name, lines }) => {
    expect(text(...name.split(' '))).toEqual(lines);
  });
});

describe('what seed 001 shows of a remote host', () => {
  test.each([
    {
      name: 'ip route list 10.255.144.0/24',
      lines: ['10.255.144.0/24 via 10.255.144.0 dev silk-vtep src 10.255.138.0'],
    },
    {
      name: 'ip neigh show to 10.255.144.0',
      lines: ['10.255.144.0 dev silk-vtep lladdr ee:ee:0a:ff:90:00 PERMANENT'],
    },
  ])('$name prints, and nothing else', ({ name, lines }) => {
    expect(text(...name.split(' '))).toEqual(lines);
  });

  test('bridge fdb show prints among others', () => {
    expect(text('bridge', 'fdb', 'show')).toContain('ee:ee:0a:ff:90:00 dev silk-vtep dst 10.244.0.144 self permanent');
  });
});

describe('what seed 001 shows of the VTEP', () => {
  test('ip -d link show silk-vtep: flags, MTU, MAC and the parameters of VXLAN', () => {
    const [first, mac, vxlan] = ipText(b.host.netns, '-d', 'link', 'show', 'silk-vtep');
    expect(first).toBe(
      'silk-vtep: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN mode DEFAULT group default',
    );
    expect(mac).toMatch(/^link\/ether ee:ee:0a:ff:8a:00 brd ff:ff:ff:ff:ff:ff promiscuity 0 /);
    expect(asInSeed(vxlan ?? '')).toBe(
      'vxlan id 42 local 10.244.0.138 dev eth0 srcport 0 0 dstport 4789 nolearning ageing 300 gbp',
    );
  });

  test('ip addr show silk-vtep: one IPv4 address, with the length of the whole overlay network', () => {
    expect(ipText(b.host.netns, '-4', 'addr', 'show', 'silk-vtep')).toEqual([
      'silk-vtep: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN group default',
      'inet 10.255.138.0/16 scope global silk-vtep',
    ]);
  });
});

describe('the same hosts, made by silk and by hand', () => {
  test.each([
    { name: 'links', words: ['-d', 'link', 'show', 'silk-vtep'] },
    { name: 'IPv4 addresses', words: ['-4', 'addr', 'show', 'silk-vtep'] },
    { name: 'routes', words: ['route', 'show', 'table', 'all', 'dev', 'silk-vtep'] },
    { name: 'neighbours', words: ['neigh', 'show', 'nud', 'permanent', 'dev', 'silk-vtep'] },
  ])('have the same $name in `ip`', ({ words }) => {
    const byHand = new OverlayNetwork([144, 138], 'by hand');
    expect(ipText(b.host.netns, ...words)).toEqual(ipText(byHand.hosts[1].host.netns, ...words));
  });
});

/** A line of VXLAN parameters without those that only a newer iproute2 prints; all of them are the kernel's defaults. */
function asInSeed(line: string): string {
  return line.replace(/ ttl auto| udpcsum noudp6zerocsumtx noudp6zerocsumrx| addrgenmode .*$/g, '');
}
