import { describe, expect, test } from '@jest/globals';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac } from '../../../../src/addr/mac.ts';
import { formatRouteNumber, type RouteNumber } from '../../../../src/addr/route-number.ts';
import type { WirePath } from '../../../../src/peers/evpn/gobgp.ts';
import { decodeMacRoute, encodeMacRoute, type MacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import {
  decodeMulticastRoute,
  encodeMulticastRoute,
  type MulticastRoute,
} from '../../../../src/peers/evpn/multicast-route.ts';
import type { RouteAttributes } from '../../../../src/peers/evpn/route-attributes.ts';
import { WireFault } from '../../../../src/peers/evpn/wire.ts';
import { goldenRoutes, type SaidOfSegmentRoute } from '../../../golden/evpn-routes.ts';
import { hex } from '../../../golden/vectors.ts';
import { ip, mac, number } from './heard-route.ts';

const recorded = goldenRoutes.filter(({ saysOfSegment }) => saysOfSegment !== undefined);

test('of each kind that others send one is recorded', () => {
  const kinds = recorded.map(({ nlri, saysOfSegment }) => {
    const { mac: its, ip: address, labels, mobility } = saysOfSegment ?? {};
    if (its === undefined) return `type ${nlri[0]}`;
    return `type ${nlri[0]}, ${address ? 'IP' : 'no IP'}, ${labels?.length} label${mobility ? ', moved' : ''}`;
  });
  expect([...new Set(kinds)].sort()).toEqual([
    'type 2, IP, 1 label',
    'type 2, IP, 2 label',
    'type 2, no IP, 1 label',
    'type 2, no IP, 1 label, moved',
    'type 3',
  ]);
});

describe('decodeMacRoute() and decodeMulticastRoute() read what gobgpd reads in', () => {
  test.each(recorded)('$name', (golden) => {
    const [macRoute, multicast] = [decodeMacRoute(golden), decodeMulticastRoute(golden)];
    expect([macRoute && saidOfMac(macRoute), multicast && saidOfMulticast(multicast)].filter(Boolean)).toEqual([
      golden.saysOfSegment,
    ]);
    expect(macRoute?.hasSegment ?? false).toBe(false);
  });
});

test.each(goldenRoutes.filter(({ says }) => says !== undefined))('both pass over $name', (golden) => {
  expect([decodeMacRoute(golden), decodeMulticastRoute(golden)]).toEqual([undefined, undefined]);
});

describe('encodeMacRoute() and encodeMulticastRoute() write what others do for', () => {
  test.each(recorded.filter(({ command }) => command !== undefined))('$command', (golden) => {
    const written = encode(golden.saysOfSegment);
    expect(hex(written.nlri)).toBe(hex(golden.nlri));
    // gobgp says of the origin that it is not known, and adds the path of ASes when it sends the route.
    const [, ...others] = golden.attributes.map(hex);
    expect(written.attributes.map(hex)).toEqual(['40010100', '400200', ...others]);
  });

  test.each(recorded.filter(({ command }) => command === undefined))('$name, in another order', (golden) => {
    const written = encode(golden.saysOfSegment);
    expect(hex(written.nlri)).toBe(hex(golden.nlri));
    expect(meaningOf(written.attributes)).toEqual(meaningOf(golden.attributes));
  });

  test('a MAC that never moves, with an IPv6 address, in a VLAN, by a next hop of IPv6; read again', () => {
    const says = { tag: 7, ip: 'fd00::1', nextHop: 'fd00::2', mobility: { isSticky: true, sequence: 0xffff_ffff } };
    const route = toMacRoute({ ...someMac, ...says });
    expect(decodeMacRoute(encodeMacRoute(route))).toEqual(route);
  });

  test('an originator and a tunnel of IPv6, read again', () => {
    const route = toMulticast({
      ...someMulticast,
      originator: 'fd00::1',
      tunnel: { type: 6, label: 0xff_ffff, endpoint: 'fd00::1' },
    });
    expect(decodeMulticastRoute(encodeMulticastRoute(route))).toEqual(route);
  });
});

test('decodeMacRoute() tells that a MAC is at an Ethernet segment', () => {
  const { nlri, attributes } = encodeMacRoute(toMacRoute(someMac));
  expect(decodeMacRoute({ nlri: nlri.with(12, 1), attributes })?.hasSegment).toBe(true);
});

test('decodeMulticastRoute() passes over what a tunnel of another type leads to', () => {
  const { nlri } = encodeMulticastRoute(toMulticast(someMulticast));
  const tunnel = Uint8Array.of(0xc0, 22, 7, 0, 1, 0, 0, 42, 1, 2);
  expect(decodeMulticastRoute({ nlri, attributes: [tunnel] })?.tunnel).toEqual({ type: 1, label: 42 });
});

describe('WireFault is thrown for', () => {
  test.each([
    { name: 'a MAC of 47 bits', at: 24, byte: 47 },
    { name: 'an address of 33 bits', at: 31, byte: 33 },
    { name: 'a byte too few', at: 1, byte: 36 },
    { name: 'a distinguisher of kind 3', at: 3, byte: 3 },
  ])('a MAC route with $name', ({ at, byte }) => {
    const { nlri } = encodeMacRoute(toMacRoute(someMac));
    expect(() => decodeMacRoute({ nlri: nlri.with(at, byte), attributes: [] })).toThrow(WireFault);
  });

  test('bytes after the labels, and after an originator', () => {
    const path = encodeMacRoute(toMacRoute({ ...someMac, labels: [1, 2] }));
    const longer = Uint8Array.of(...path.nlri, 0).with(1, 41);
    expect(() => decodeMacRoute({ ...path, nlri: longer })).toThrow('1 bytes after two labels');
    const multicast = encodeMulticastRoute(toMulticast(someMulticast));
    const longest = Uint8Array.of(...multicast.nlri, 0).with(1, 18);
    expect(() => decodeMulticastRoute({ ...multicast, nlri: longest })).toThrow('1 bytes after the address');
  });

  test('a tunnel endpoint of five bytes', () => {
    const { nlri } = encodeMulticastRoute(toMulticast(someMulticast));
    const tunnel = Uint8Array.of(0xc0, 22, 10, 0, 6, 0, 0, 42, 1, 2, 3, 4, 5);
    expect(() => decodeMulticastRoute({ nlri, attributes: [tunnel] })).toThrow(WireFault);
  });
});

test.each<{ name: string; route: () => unknown }>([
  { name: 'a label of more than 24 bits', route: () => encode({ ...someMac, labels: [2 ** 24] }) },
  { name: 'a MAC of an Ethernet segment', route: () => encodeMacRoute({ ...toMacRoute(someMac), hasSegment: true }) },
  {
    name: 'a sequence of 33 bits',
    route: () => encode({ ...someMac, mobility: { isSticky: false, sequence: 2 ** 32 } }),
  },
  {
    name: 'a tunnel that leads nowhere',
    route: () => {
      const tunnel = { type: 1, label: 1, endpoint: undefined };
      return encodeMulticastRoute({ ...toMulticast(someMulticast), tunnel });
    },
  },
])('$name is refused, not written', ({ route }) => {
  expect(route).toThrow(RangeError);
});

const someMac: SaidOfSegmentRoute = {
  mac: 'ee:ee:0a:00:0a:0b',
  ip: '10.0.10.11',
  labels: [42],
  tag: 0,
  distinguisher: '10.244.0.32:42',
  nextHop: '10.244.0.32',
  routeTargets: ['64512:42'],
  encapsulations: [8],
};

const someMulticast: SaidOfSegmentRoute = {
  originator: '10.244.0.32',
  tag: 0,
  distinguisher: '10.244.0.32:42',
  nextHop: '10.244.0.32',
  routeTargets: ['64512:42'],
  encapsulations: [8],
  tunnel: { type: 6, label: 42, endpoint: '10.244.0.32' },
};

function saidOfMac(route: MacRoute): SaidOfSegmentRoute {
  const { ip: address, labels, tag } = route;
  return { mac: formatMac(route.mac), ...(address && { ip: formatIp(address) }), labels, tag, ...saidOfBoth(route) };
}

function saidOfMulticast(route: MulticastRoute): SaidOfSegmentRoute {
  return { originator: formatIp(route.originator), tag: route.tag, ...saidOfBoth(route) };
}

function saidOfBoth(route: MacRoute | MulticastRoute): Omit<SaidOfSegmentRoute, 'tag'> {
  const { mobility, routerMac, tunnel } = route;
  return {
    distinguisher: formatRouteNumber(route.distinguisher),
    nextHop: route.nextHop === undefined ? 'none' : formatIp(route.nextHop),
    routeTargets: route.routeTargets.map(formatRouteNumber),
    encapsulations: route.encapsulations,
    ...(routerMac && { routerMac: formatMac(routerMac) }),
    ...(mobility && { mobility }),
    ...(tunnel && {
      tunnel: { ...tunnel, endpoint: tunnel.endpoint === undefined ? 'none' : formatIp(tunnel.endpoint) },
    }),
  };
}

function encode(says: SaidOfSegmentRoute | undefined): WirePath {
  if (says === undefined) throw new Error('no route of types 2 and 3');
  return says.mac === undefined ? encodeMulticastRoute(toMulticast(says)) : encodeMacRoute(toMacRoute(says));
}

function toMacRoute(says: SaidOfSegmentRoute): MacRoute {
  const { ip: address, labels = [0], mac: its = '' } = says;
  const ofIts = { mac: mac(its), ip: address === undefined ? undefined : ip(address), labels };
  return { type: 2, hasSegment: false, tag: says.tag, ...ofIts, ...ofBoth(says) };
}

function toMulticast(says: SaidOfSegmentRoute): MulticastRoute {
  return { type: 3, tag: says.tag, originator: ip(says.originator ?? ''), ...ofBoth(says) };
}

function ofBoth({ tunnel, ...says }: SaidOfSegmentRoute): RouteAttributes & { distinguisher: RouteNumber } {
  return {
    distinguisher: number(says.distinguisher),
    nextHop: ip(says.nextHop),
    routeTargets: says.routeTargets.map(number),
    encapsulations: says.encapsulations,
    routerMac: says.routerMac === undefined ? undefined : mac(says.routerMac),
    mobility: says.mobility,
    tunnel: tunnel && { ...tunnel, endpoint: ip(tunnel.endpoint) },
  };
}

/** FRR writes the length of some attributes in two bytes, and orders communities in its own way. */
function meaningOf(attributes: readonly Uint8Array[]): string[] {
  const found = attributes.flatMap((bytes) => {
    const [flags = 0, type = 0] = bytes;
    const value = bytes.subarray((flags & 0x10) === 0 ? 3 : 4);
    // What only a neighbour adds: the local preference. A path through no AS says nothing.
    if (type === 5 || type === 2) return [];
    if (type === 16) return hex(value).match(/.{16}/g) ?? [];
    return [`${type} ${hex(value)}`];
  });
  return found.sort();
}
