import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac } from '../../../../src/addr/mac.ts';
import type { Peer } from '../../../../src/addr/peer.ts';
import { formatPrefix, overlaps } from '../../../../src/addr/prefix.ts';
import { type HeardRoute, judgeRoutes } from '../../../../src/peers/evpn/judge-routes.ts';
import { decodePrefixRoute, type PrefixRoute } from '../../../../src/peers/evpn/prefix-route.ts';
import { goldenRoutes } from '../../../golden/evpn-routes.ts';
import { heard, ip, mac, number, peersOf, prefix, selfOf, textsOf } from './heard-route.ts';

const self = selfOf('10.255.0.0/16', '10.255.32.0/24', '10.244.0.32');
const peer64 = '10.255.64.0/24 10.244.0.64 ee:ee:0a:ff:40:00';

describe('judgeRoutes() makes a peer of', () => {
  test('a route as silkd announces it', () => {
    expect(judged(heard(48))).toEqual({ peers: ['10.255.48.0/24 10.244.0.48 ee:ee:0a:ff:30:00'], refusals: [] });
  });

  test('a route with any MAC of one host, any part of the network, and more route targets and encapsulations', () => {
    const over = { routerMac: mac('02:00:00:00:03:03'), prefix: prefix('10.255.48.128/25'), encapsulations: [11, 8] };
    const { peers } = judged(heard(48, { ...over, routeTargets: [number('1:1'), number('64512:1')] }));
    expect(peers).toEqual(['10.255.48.128/25 10.244.0.48 02:00:00:00:03:03']);
  });

  test('each subnet of a host that has two', () => {
    const second = heard(48, { prefix: prefix('10.255.49.0/24') });
    expect(judged(heard(48), second).peers).toEqual([
      '10.255.48.0/24 10.244.0.48 ee:ee:0a:ff:30:00',
      '10.255.49.0/24 10.244.0.48 ee:ee:0a:ff:30:00',
    ]);
  });

  test('the same route by two reflectors', () => {
    expect(judged(heard(48), heard(48))).toEqual(judged(heard(48)));
  });
});

describe('judgeRoutes() refuses by itself a route with', () => {
  test.each<{ name: string; over: Partial<PrefixRoute>; reason: string }>([
    { name: 'a prefix of all', over: { prefix: prefix('0.0.0.0/0') }, reason: inNetwork('0.0.0.0/0') },
    { name: 'the whole network', over: { prefix: prefix('10.255.0.0/16') }, reason: inNetwork('10.255.0.0/16') },
    { name: 'a prefix elsewhere', over: { prefix: prefix('10.244.0.0/24') }, reason: inNetwork('10.244.0.0/24') },
    { name: 'IPv6', over: { prefix: prefix('fd00::/64') }, reason: inNetwork('fd00::/64') },
    { name: 'our subnet', over: { prefix: prefix('10.255.32.0/24') }, reason: apart('10.255.32.0/24') },
    { name: 'a part of ours', over: { prefix: prefix('10.255.32.64/26') }, reason: apart('10.255.32.64/26') },
    { name: 'what ours is a part of', over: { prefix: prefix('10.255.32.0/20') }, reason: apart('10.255.32.0/20') },
    {
      name: 'one address',
      over: { prefix: prefix('10.255.48.1/32') },
      reason: 'prefix: found 10.255.48.1/32, wanted a length of at most 30',
    },
    {
      name: 'no next hop',
      over: { nextHop: undefined },
      reason: 'next hop: found none, wanted a unicast IPv4 address',
    },
    { name: 'a next hop of all', over: { nextHop: ip('0.0.0.0') }, reason: unicast('0.0.0.0') },
    { name: 'a multicast next hop', over: { nextHop: ip('224.0.0.5') }, reason: unicast('224.0.0.5') },
    { name: 'a loopback next hop', over: { nextHop: ip('127.0.0.1') }, reason: unicast('127.0.0.1') },
    { name: 'an IPv6 next hop', over: { nextHop: ip('fd00::1') }, reason: unicast('fd00::1') },
    {
      name: 'us as the next hop',
      over: { nextHop: ip('10.244.0.32') },
      reason: 'next hop: found 10.244.0.32, wanted that of another host: this one is ours',
    },
    {
      name: 'a next hop in the overlay network',
      over: { nextHop: ip('10.255.48.1') },
      reason: 'next hop: found 10.255.48.1, wanted an address outside the overlay network',
    },
    {
      name: 'no router MAC',
      over: { routerMac: undefined },
      reason: 'router MAC: found none, wanted that of the VTEP',
    },
    {
      name: 'a MAC of zeros',
      over: { routerMac: mac('00:00:00:00:00:00') },
      reason: 'router MAC: found 00:00:00:00:00:00, wanted a unicast MAC',
    },
    {
      name: 'a multicast MAC',
      over: { routerMac: mac('01:00:5e:00:00:05') },
      reason: 'router MAC: found 01:00:5e:00:00:05, wanted a unicast MAC',
    },
    {
      name: 'our MAC',
      over: { routerMac: mac('ee:ee:0a:ff:20:00') },
      reason: 'router MAC: found ee:ee:0a:ff:20:00, wanted that of another host: this one is ours',
    },
    { name: 'another VNI', over: { vni: 2 }, reason: 'label: found 2, wanted the VNI 1' },
    { name: 'no encapsulation', over: { encapsulations: [] }, reason: 'encapsulation: found none, wanted 8 (VXLAN)' },
    { name: 'MPLS', over: { encapsulations: [10] }, reason: 'encapsulation: found 10, wanted 8 (VXLAN)' },
    {
      name: 'a gateway',
      over: { gateway: ip('10.255.48.1') },
      reason: 'gateway: found 10.255.48.1, wanted none: only next hops are followed',
    },
    {
      name: 'an Ethernet segment',
      over: { hasSegment: true },
      reason: 'Ethernet segment: found one, wanted none: only next hops are followed',
    },
  ])('$name', ({ over, reason }) => {
    const odd = heard(48, over);
    const what = `route ${formatPrefix(odd.route.prefix)} of 10.244.0.48:1`;
    // A good one beside it is followed all the same.
    expect(judged(odd, heard(64))).toEqual({ peers: [peer64], refusals: [{ what, reason }] });
  });
});

describe('judgeRoutes() passes over routes of another route target', () => {
  const other = heard(48, { routeTargets: [number('64512:2'), number('64512L:1')] });

  test('in silence where any is for us', () => {
    expect(judged(other, heard(64))).toEqual({ peers: [peer64], refusals: [] });
  });

  test('and says so once where none is', () => {
    const reason = 'found 64512:2, 64512L:1 alone, wanted one of 64512:1';
    expect(judged(other, other)).toEqual({ peers: [], refusals: [{ what: 'route targets', reason }] });
  });
});

describe('judgeRoutes() chooses between hosts that want the same', () => {
  const want = (n: number, over: Partial<PrefixRoute> = {}) =>
    heard(n, { prefix: prefix('10.255.99.0/24'), routerMac: mac('ee:ee:0a:ff:63:00'), ...over });
  const [at48, at64, at80] = [want(48), want(64), want(80)];
  const oddMac = want(80, { routerMac: mac('02:00:00:00:00:80') });

  test.each([
    { name: 'fresh before stale', routes: [{ ...at48, stale: true }, at64], held: [at48], chosen: '10.244.0.64' },
    { name: 'followed before new', routes: [at48, at64, at80], held: [at80], chosen: '10.244.0.80' },
    { name: 'the lower next hop', routes: [at80, at64], held: [], chosen: '10.244.0.64' },
    {
      name: 'the MAC that follows from the prefix',
      routes: [want(48, { routerMac: mac('02:00:00:00:00:48') }), at64],
      held: [],
      chosen: '10.244.0.64',
    },
    {
      name: 'followed before the MAC that follows from the prefix',
      routes: [oddMac, at64],
      held: [oddMac],
      chosen: '10.244.0.80',
    },
  ])('of one subnet: $name', ({ routes, held, chosen }) => {
    for (const order of [routes, routes.toReversed()]) {
      const verdict = judgeRoutes(order, self, peersOf(...held));
      expect(verdict.peers.map(({ underlay }) => formatIp(underlay))).toEqual([chosen]);
      expect(verdict.refusals).toHaveLength(routes.length - 1);
      expect(verdict.refusals[0]?.reason).toBe(
        `prefix: found 10.255.99.0/24, which the host of 10.255.99.0/24 at ${chosen} has`,
      );
    }
  });

  test('of one MAC, by the same rules', () => {
    const thief = heard(80, { routerMac: mac('ee:ee:0a:ff:30:00'), nextHop: ip('10.244.0.1') });
    const reason = 'router MAC: found ee:ee:0a:ff:30:00, which the host of 10.255.48.0/24 at 10.244.0.48 has';
    expect(judged(thief, heard(48)).refusals).toEqual([{ what: 'route 10.255.80.0/24 of 10.244.0.80:1', reason }]);
  });

  test('of a part of the subnet of another', () => {
    const part = heard(80, {
      prefix: prefix('10.255.48.64/26'),
      nextHop: ip('10.244.0.1'),
      routerMac: mac('02:00:00:00:00:99'),
    });
    const whole = heard(48);
    const held = peersOf(whole);
    expect(judgeRoutes([part, whole], self, held).peers).toEqual(held);
    expect(judgeRoutes([part, whole], self, peersOf(part)).peers).toEqual(peersOf(part));
  });
});

test('judgeRoutes() never makes a list that the kernel could not hold', () => {
  const host = fc.integer({ min: 1, max: 6 });
  const any = fc.record({
    n: host,
    hop: host,
    macOf: host,
    bits: fc.integer({ min: 20, max: 26 }),
    stale: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), fc.uniqueArray(host, { maxLength: 4 }), (drawn, heldOf) => {
      const routes = drawn.map(({ n, hop, macOf, bits, stale: isStale }) => {
        const over = {
          nextHop: ip(`10.244.0.${hop}`),
          prefix: prefix(`10.255.${n}.0/${bits}`),
          routerMac: mac(`ee:ee:0a:ff:0${macOf}:00`),
        };
        return { ...heard(n, over), stale: isStale };
      });
      const held = peersOf(...heldOf.map((n) => heard(n)));
      expectSound(judgeRoutes(routes, self, held).peers);
    }),
  );
});

function expectSound(peers: readonly Peer[]): void {
  for (const a of peers) {
    expect(overlaps(a.subnet, self.place.subnet)).toBe(false);
    for (const b of peers) {
      if (a === b) continue;
      expect(overlaps(a.subnet, b.subnet)).toBe(false);
      if (a.mac && b.mac && formatMac(a.mac) === formatMac(b.mac)) expect(a.underlay).toEqual(b.underlay);
    }
  }
}

test('judgeRoutes() follows of the recorded routes those with a router MAC in the network', () => {
  const routes = goldenRoutes.flatMap((golden) => {
    const found = decodePrefixRoute(golden);
    return found === undefined ? [] : [{ route: found, stale: false }];
  });
  const there = selfOf('10.0.0.0/10', '10.50.0.0/24', '10.244.0.32', 5000, '64512:5000');
  const { peers, refusals } = textsOf(judgeRoutes(routes, there, []));
  expect(peers).toEqual(['10.44.0.0/24 10.99.0.1 02:00:00:00:00:01', '10.1.1.0/24 10.99.0.3 02:00:00:00:03:03']);
  expect(refusals.map(({ reason }) => reason)).toEqual([
    'router MAC: found none, wanted that of the VTEP',
    'gateway: found 10.1.1.11, wanted none: only next hops are followed',
    // FRR redistributes what it is connected to, the underlay included.
    'prefix: found 10.99.0.0/24, wanted a part of the overlay network 10.0.0.0/10',
  ]);
});

function judged(...routes: readonly HeardRoute[]) {
  return textsOf(judgeRoutes(routes, self, []));
}

function inNetwork(found: string): string {
  return `prefix: found ${found}, wanted a part of the overlay network 10.255.0.0/16`;
}

function apart(found: string): string {
  return `prefix: found ${found}, wanted one apart from this host's 10.255.32.0/24`;
}

function unicast(found: string): string {
  return `next hop: found ${found}, wanted a unicast IPv4 address`;
}
