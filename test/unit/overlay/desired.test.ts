import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp } from '../../../src/addr/ip.ts';
import { formatMac, macKey } from '../../../src/addr/mac.ts';
import type { Peer } from '../../../src/addr/peer.ts';
import { contains, formatPrefix, networkOf, overlaps } from '../../../src/addr/prefix.ts';
import { describeRemoteHosts } from '../../../src/overlay/desired.ts';
import { desire, peerA, peerB, vtep } from '../../support/overlay-walk-samples.ts';
import type { PeerText } from '../../support/overlay-walk-wish.ts';

test('a peer is reached by way of the first address of its subnet, whose MAC follows from it', () => {
  const { hosts, refused } = desire(peerA);
  expect(refused).toEqual([]);
  expect(hosts.map((host) => [formatPrefix(host.subnet), formatIp(host.vtepIp), formatIp(host.underlay)])).toEqual([
    ['10.255.48.0/24', '10.255.48.0', '10.244.0.48'],
  ]);
  expect(hosts.map((host) => formatMac(host.vtepMac))).toEqual(['ee:ee:0a:ff:30:00']);
});

test('a peer has the MAC that it says', () => {
  const { hosts } = desire({ ...peerA, mac: '02:00:00:00:00:01' });
  expect(hosts.map((host) => formatMac(host.vtepMac))).toEqual(['02:00:00:00:00:01']);
});

test('peers come in the order of their subnets', () => {
  const subnets = desire(peerB, { ...peerA, subnet: '10.255.200.0/24' }, peerA).hosts.map(({ subnet }) =>
    formatPrefix(subnet),
  );
  expect(subnets).toEqual(['10.255.48.0/24', '10.255.49.0/24', '10.255.200.0/24']);
});

test('this host itself is passed over', () => {
  const self = { subnet: '10.255.32.0/24', underlay: '10.244.0.145' };
  expect(desire(self, peerA)).toEqual(desire(peerA));
});

describe('a peer is refused, and the others are had,', () => {
  const cases: readonly { name: string; bad: PeerText; says: string }[] = [
    {
      name: 'above the network',
      bad: { subnet: '11.0.0.0/24', underlay: '10.244.1.1' },
      says: 'found its subnet outside the overlay network, wanted it within 10.255.0.0/16',
    },
    {
      name: 'below the network',
      bad: { subnet: '10.254.0.0/24', underlay: '10.244.1.1' },
      says: 'found its subnet outside the overlay network, wanted it within 10.255.0.0/16',
    },
    {
      name: 'with a subnet around the network',
      bad: { subnet: '10.254.0.0/15', underlay: '10.244.1.1' },
      says: 'outside the overlay network',
    },
    {
      name: "with this host's subnet and another's address",
      bad: { subnet: '10.255.32.0/24', underlay: '10.244.1.1' },
      says: "found its subnet overlapping this host's own, 10.255.32.0/24, wanted it apart",
    },
    {
      name: "with a part of this host's subnet",
      bad: { subnet: '10.255.32.128/25', underlay: '10.244.1.1' },
      says: "overlapping this host's own",
    },
    {
      name: "with a subnet around another's",
      bad: { subnet: '10.255.49.128/25', underlay: '10.244.1.1' },
      says: 'found its subnet overlapping 10.255.49.0/24 of the peer at 10.244.0.49, wanted it apart',
    },
    {
      name: "with this host's underlay address",
      bad: { subnet: '10.255.60.0/24', underlay: '10.244.0.145' },
      says: "found this host's own underlay address 10.244.0.145, wanted another host's",
    },
    {
      name: 'with an underlay address in the overlay',
      bad: { subnet: '10.255.60.0/24', underlay: '10.255.49.1' },
      says: 'found its underlay address 10.255.49.1 in the overlay network 10.255.0.0/16, wanted it outside',
    },
    {
      name: "with another peer's MAC",
      bad: { subnet: '10.255.60.0/24', underlay: '10.244.1.1', mac: 'ee:ee:0a:ff:30:00' },
      says: 'found its VTEP MAC ee:ee:0a:ff:30:00 with the peer at 10.244.0.48, wanted another',
    },
    {
      name: "with this host's MAC",
      bad: { subnet: '10.255.60.0/24', underlay: '10.244.1.1', mac: 'ee:ee:0a:ff:20:00' },
      says: "found this host's own VTEP MAC ee:ee:0a:ff:20:00, wanted another",
    },
  ];
  test.each(cases)('$name', ({ bad, says }) => {
    const { hosts, refused } = desire(peerB, bad, peerA);
    expect(hosts).toEqual(desire(peerA, peerB).hosts);
    expect(refused).toEqual([{ what: `peer ${bad.subnet}`, reason: expect.stringContaining(says) }]);
  });
});

test('one MAC for two subnets of one host is no contradiction', () => {
  const mac = '02:00:00:00:00:01';
  const { hosts, refused } = desire({ ...peerA, mac }, { ...peerB, underlay: peerA.underlay, mac });
  expect(hosts).toHaveLength(2);
  expect(refused).toEqual([]);
});

test('a refused peer stands in the way of no other', () => {
  const mac = 'ee:ee:0a:ff:31:00';
  const { hosts, refused } = desire(
    { ...peerA, underlay: '10.244.0.145', mac },
    { ...peerA, subnet: '10.255.48.0/25' },
    peerB,
  );
  expect(hosts.map(({ subnet }) => formatPrefix(subnet))).toEqual(['10.255.48.0/25', '10.255.49.0/24']);
  expect(refused).toHaveLength(1);
});

/** In and around a small part of the network, so that they meet. */
const anyPeer: fc.Arbitrary<Peer> = fc
  .record({
    value: fc.integer({ min: 0x0afeff00, max: 0x0aff3f00 }),
    length: fc.integer({ min: 18, max: 30 }),
    underlay: fc.constantFrom(0x0af40001, 0x0af40002, 0x0af40091, 0x0aff0001),
    mac: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
  })
  .map(({ value, length, underlay, mac }) => ({
    subnet: networkOf({ ip: { family: 4, value: BigInt(value) }, length }),
    underlay: { family: 4, value: BigInt(underlay) },
    mac: mac === undefined ? undefined : { bytes: Uint8Array.of(2, 0, 0, 0, 0, mac) },
  }));

test('hosts never overlap or share a MAC between two places, and every peer is had, refused or this host', () => {
  fc.assert(
    fc.property(fc.array(anyPeer, { maxLength: 40 }), (peers) => {
      const { hosts, refused } = describeRemoteHosts(peers, vtep);
      const selves = peers.filter(
        ({ subnet, underlay }) => formatPrefix(subnet) === '10.255.32.0/24' && formatIp(underlay) === '10.244.0.145',
      );
      expect(hosts.length + refused.length + selves.length).toBe(peers.length);
      const places = new Map<number, string>();
      for (const [i, host] of hosts.entries()) {
        expect(contains(vtep.network, host.subnet.ip)).toBe(true);
        expect(overlaps(vtep.subnet, host.subnet)).toBe(false);
        expect(hosts.slice(i + 1).some(({ subnet }) => overlaps(subnet, host.subnet))).toBe(false);
        expect(places.get(macKey(host.vtepMac)) ?? formatIp(host.underlay)).toBe(formatIp(host.underlay));
        places.set(macKey(host.vtepMac), formatIp(host.underlay));
      }
    }),
  );
});
