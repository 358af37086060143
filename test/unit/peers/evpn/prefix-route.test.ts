import { describe, expect, test } from '@jest/globals';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac } from '../../../../src/addr/mac.ts';
import { formatPrefix } from '../../../../src/addr/prefix.ts';
import { formatRouteNumber } from '../../../../src/addr/route-number.ts';
import { decodePrefixRoute, encodePrefixRoute, type PrefixRoute } from '../../../../src/peers/evpn/prefix-route.ts';
import { WireFault } from '../../../../src/peers/evpn/wire.ts';
import { goldenRoutes, type SaidOfRoute } from '../../../golden/evpn-routes.ts';
import { hex } from '../../../golden/vectors.ts';
import { ip, mac, number, prefix } from './heard-route.ts';

const prefixRoutes = goldenRoutes.filter(({ says }) => says !== undefined);

test('the recorded routes are of three types, and five of them of type 5', () => {
  expect([...new Set(goldenRoutes.map(({ nlri }) => nlri[0]))].sort()).toEqual([2, 3, 5]);
  expect(prefixRoutes).toHaveLength(5);
});

describe('decodePrefixRoute() reads what gobgpd reads in', () => {
  test.each(prefixRoutes)('$name', (golden) => {
    const route = decodePrefixRoute(golden);
    expect(route && said(route)).toEqual(golden.says);
    expect(route?.hasSegment).toBe(false);
  });

  test('IPv6', () => {
    const sixteen = (first: number) => [first, ...new Array(14).fill(0), 1];
    const label = [0, 0, 7];
    const nlri = [
      5,
      58,
      0,
      0,
      0xfc,
      0,
      0,
      0,
      0,
      1,
      ...new Array(14).fill(0),
      128,
      ...sixteen(0xfd),
      ...sixteen(0),
      ...label,
    ];
    const route = decodePrefixRoute({ nlri: Uint8Array.from(nlri), attributes: [] });
    expect(route && formatPrefix(route.prefix)).toBe('fd00::1/128');
    expect(route).toMatchObject({ vni: 7, nextHop: undefined, routerMac: undefined });
  });
});

test.each(goldenRoutes.filter(({ says }) => says === undefined))('decodePrefixRoute() passes over $name', (golden) => {
  expect(decodePrefixRoute(golden)).toBeUndefined();
});

describe('encodePrefixRoute() writes what gobgpd writes for', () => {
  // What it adds: the origin that it has for what it was told, and the local preference. FRR orders communities another way.
  test.each(prefixRoutes.filter(({ name }) => name.includes('10.99.0.1:')))('$name', ({ nlri, attributes, says }) => {
    const written = encodePrefixRoute(toRoute(says));
    expect(hex(written.nlri)).toBe(hex(nlri));
    const [, path, , communities, reach] = attributes.map(hex);
    expect(written.attributes.map(hex)).toEqual(['40010100', path, communities, reach]);
  });

  test('an AS of four bytes and a route target that is an address, read again', () => {
    const route = toRoute({ ...someRoute, distinguisher: '4200000000:9', routeTargets: ['10.0.0.1:3', '64512L:2'] });
    expect(decodePrefixRoute(encodePrefixRoute(route))).toEqual(route);
  });
});

test.each([
  { name: 'a VNI of more than 24 bits', over: { vni: 2 ** 24 } },
  { name: 'a number that is no integer', over: { vni: 1.5 } },
  { name: 'no next hop', over: { nextHop: undefined } },
])('encodePrefixRoute() refuses $name', ({ over }) => {
  expect(() => encodePrefixRoute({ ...toRoute(someRoute), ...over })).toThrow(RangeError);
});

describe('decodePrefixRoute() throws WireFault for', () => {
  test.each([
    { name: 'a prefix of 33 bits', at: 24, byte: 33 },
    { name: 'a distinguisher of kind 3', at: 3, byte: 3 },
    { name: 'another length', at: 1, byte: 33 },
  ])('$name', ({ at, byte }) => {
    const { nlri } = encodePrefixRoute(toRoute(someRoute));
    expect(() => decodePrefixRoute({ nlri: nlri.with(at, byte), attributes: [] })).toThrow(WireFault);
  });
});

const someRoute: SaidOfRoute = {
  prefix: '10.255.32.0/24',
  distinguisher: '10.244.0.32:1',
  gateway: '0.0.0.0',
  vni: 1,
  nextHop: '10.244.0.32',
  routeTargets: ['64512:1'],
  encapsulations: [8],
  routerMac: 'ee:ee:0a:ff:20:00',
};

function said(route: PrefixRoute): SaidOfRoute {
  return {
    prefix: formatPrefix(route.prefix),
    distinguisher: formatRouteNumber(route.distinguisher),
    gateway: formatIp(route.gateway),
    vni: route.vni,
    nextHop: route.nextHop === undefined ? 'none' : formatIp(route.nextHop),
    routeTargets: route.routeTargets.map(formatRouteNumber),
    encapsulations: route.encapsulations,
    ...(route.routerMac && { routerMac: formatMac(route.routerMac) }),
  };
}

function toRoute(says: SaidOfRoute | undefined): PrefixRoute {
  if (says === undefined) throw new Error('no route of type 5');
  return {
    type: 5,
    distinguisher: number(says.distinguisher),
    hasSegment: false,
    prefix: prefix(says.prefix),
    gateway: ip(says.gateway),
    vni: says.vni,
    nextHop: ip(says.nextHop),
    routeTargets: says.routeTargets.map(number),
    encapsulations: says.encapsulations,
    routerMac: says.routerMac === undefined ? undefined : mac(says.routerMac),
  };
}
