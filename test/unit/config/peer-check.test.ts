import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatPrefix, overlaps, parsePrefix } from '../../../src/addr/prefix.ts';
import { checkPeers } from '../../../src/config/peer-check.ts';
import type { PeerKeys } from '../../../src/config/peers-file.schema.ts';

const peer = (subnet: string, underlay = '10.244.0.48', mac?: string): PeerKeys =>
  mac === undefined ? { subnet, underlay } : { subnet, underlay, mac };
const faultsOf = (...list: readonly PeerKeys[]) => checkPeers(list).faults.map(({ text }) => text);

describe('checkPeers() takes', () => {
  test.each([
    { name: 'the widest subnet', one: peer('128.0.0.0/1') },
    { name: 'the narrowest subnet', one: peer('10.255.48.4/30') },
    { name: 'addresses above the multicast ones', one: peer('240.0.0.0/8', '240.0.0.1') },
    { name: 'a MAC in capitals', one: peer('10.255.48.0/24', '10.244.0.48', 'EE:EE:0A:FF:30:00') },
  ])('$name', ({ one }) => {
    expect(faultsOf(one)).toEqual([]);
    expect(checkPeers([one]).peers).toHaveLength(1);
  });
});

describe('checkPeers() refuses as a subnet', () => {
  test.each([
    { name: 'a length of 0', subnet: '0.0.0.0/0' },
    { name: 'a length of 31', subnet: '10.255.48.0/31' },
    { name: 'host bits', subnet: '10.255.48.1/24' },
    { name: 'the lowest host bit alone', subnet: '10.255.48.5/30' },
    { name: 'IPv6', subnet: 'fd00::/24' },
    { name: 'no length', subnet: '10.255.48.0' },
    { name: 'nothing', subnet: '' },
    { name: 'addresses of nobody', subnet: '0.0.0.0/8' },
    { name: 'loopback addresses', subnet: '127.0.0.0/8' },
    { name: 'multicast addresses', subnet: '224.0.0.0/24' },
  ])('$name', ({ subnet }) => {
    const wanted = 'an IPv4 prefix such as 10.255.48.0/24, of length 1 to 30 and without host bits';
    expect(faultsOf(peer(subnet))).toEqual([`peers[0].subnet: found "${subnet}", wanted ${wanted}`]);
  });
});

describe('checkPeers() refuses as an underlay address', () => {
  test.each(['', 'host', '0.0.0.0', '0.1.2.3', '127.0.0.1', '224.0.0.1', '239.1.1.1', '255.255.255.255', 'fd00::1'])(
    '"%s"',
    (underlay) => {
      expect(faultsOf(peer('10.255.48.0/24', underlay))).toEqual([
        `peers[0].underlay: found "${underlay}", wanted a unicast IPv4 address`,
      ]);
    },
  );
});

describe('checkPeers() refuses as a MAC', () => {
  test.each(['', 'ee:ee', '00:00:00:00:00:00', '01:00:5e:00:00:01', 'ff:ff:ff:ff:ff:ff', 'ee-ee-0a-ff-30-00'])(
    '"%s"',
    (mac) => {
      expect(faultsOf(peer('10.255.48.0/24', '10.244.0.48', mac))).toEqual([
        `peers[0].mac: found "${mac}", wanted a unicast MAC such as ee:ee:0a:ff:30:00`,
      ]);
    },
  );
});

describe('checkPeers() finds subnets that overlap:', () => {
  const found = (path: string, subnet: string, other: string) =>
    `${path}.subnet: found "${subnet}", wanted a subnet that does not overlap ${other}`;

  test.each([
    {
      name: 'the same twice',
      list: ['10.255.48.0/24', '10.255.32.0/24', '10.255.48.0/24'],
      faults: [found('peers[2]', '10.255.48.0/24', 'peers[0].subnet 10.255.48.0/24')],
    },
    {
      name: 'one in another, whichever comes first',
      list: ['10.255.48.0/24', '10.255.0.0/16'],
      faults: [found('peers[1]', '10.255.0.0/16', 'peers[0].subnet 10.255.48.0/24')],
    },
    {
      name: 'one in another, with a third between them',
      list: ['10.255.0.0/16', '10.255.0.0/24', '10.255.9.0/24'],
      faults: [
        found('peers[1]', '10.255.0.0/24', 'peers[0].subnet 10.255.0.0/16'),
        found('peers[2]', '10.255.9.0/24', 'peers[0].subnet 10.255.0.0/16'),
      ],
    },
    { name: 'neighbours do not', list: ['10.255.48.0/24', '10.255.49.0/24', '10.255.47.0/24'], faults: [] },
  ])('$name', ({ list, faults }) => {
    expect(faultsOf(...list.map((subnet) => peer(subnet)))).toEqual(faults);
  });

  test('it says so exactly where any two do', () => {
    const subnets = fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 22, max: 30 })), { maxLength: 8 }).map((list) =>
      list.map(([byte, length]) => {
        const bits = Math.floor((byte * 16) / 2 ** (32 - length)) * 2 ** (32 - length);
        return `10.0.${Math.floor(bits / 256)}.${bits % 256}/${length}`;
      }),
    );
    fc.assert(
      fc.property(subnets, (list) => {
        const prefixes = list.map((text) => parsePrefix(text, 'x'));
        const clash = prefixes.some((a, i) => prefixes.slice(i + 1).some((b) => overlaps(a, b)));
        expect(faultsOf(...list.map((text) => peer(text))).length > 0).toBe(clash);
      }),
    );
  });
});

describe('checkPeers() finds a MAC at two places:', () => {
  const mac = 'ee:ee:0a:ff:30:00';
  const elsewhere = (i: number) => `wanted another than that of peers[${i}], which has another underlay address`;

  test.each([
    {
      name: 'given twice',
      list: [peer('10.1.0.0/24', '10.0.0.1', mac), peer('10.2.0.0/24', '10.0.0.2', mac)],
      faults: [`peers[1].mac: found "${mac}", ${elsewhere(0)}`],
    },
    {
      name: 'given, and derived before',
      list: [peer('10.255.48.0/24', '10.0.0.1'), peer('10.2.0.0/24', '10.0.0.2', mac)],
      faults: [`peers[1].mac: found "${mac}", ${elsewhere(0)}`],
    },
    {
      name: 'given, and derived after',
      list: [peer('10.2.0.0/24', '10.0.0.2', mac), peer('10.255.48.0/24', '10.0.0.1')],
      faults: [`peers[0].mac: found "${mac}", ${elsewhere(1)}`],
    },
    {
      name: 'two subnets of one host do not count',
      list: [peer('10.1.0.0/24', '10.0.0.1', mac), peer('10.2.0.0/24', '10.0.0.1', mac)],
      faults: [],
    },
    { name: 'its own, written down', list: [peer('10.255.48.0/24', '10.0.0.1', mac)], faults: [] },
  ])('$name', ({ list, faults }) => {
    expect(faultsOf(...list)).toEqual(faults);
  });
});

test('checkPeers() gives all faults, in the order of the list, and the peers without any', () => {
  const { peers, faults } = checkPeers([peer('x', 'y', 'z'), peer('10.255.48.0/24'), peer('10.255.49.1/24')]);
  expect(faults.map(({ at }) => at)).toEqual([
    '/peers/0/subnet',
    '/peers/0/underlay',
    '/peers/0/mac',
    '/peers/2/subnet',
  ]);
  expect(peers.map(({ subnet }) => formatPrefix(subnet))).toEqual(['10.255.48.0/24']);
});

test('checkPeers() takes well under two seconds for 100,000 peers, sorted backwards', () => {
  const list = Array.from({ length: 100_000 }, (_, i) =>
    peer(
      `10.${(i >> 10) & 255}.${(i >> 2) & 255}.${(i & 3) * 64}/26`,
      `172.${16 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
    ),
  ).reverse();
  const startMs = performance.now();
  expect(checkPeers(list).faults).toEqual([]);
  expect(performance.now() - startMs).toBeLessThan(2000);
});
