import { describe, expect, test } from '@jest/globals';
import { deriveRouteTarget, formatRouteNumber } from '../../../../src/addr/route-number.ts';
import { readEvpnOptions } from '../../../../src/config/evpn-options.ts';
import { deriveDistinguisher, isOwn, ownRoute, planAnnouncement } from '../../../../src/peers/evpn/own-route.ts';
import { decodePrefixRoute, encodePrefixRoute, type PrefixRoute } from '../../../../src/peers/evpn/prefix-route.ts';
import type { PathOf } from '../../../../src/peers/evpn/read-paths.ts';
import { heard, ip, mac, number, prefix, selfOf } from './heard-route.ts';

const self = selfOf('10.255.0.0/16', '10.255.32.0/24', '10.244.0.32');
const own = ownRoute(self, number('10.244.0.32:1'));

test('ownRoute() is what other hosts take for a peer', () => {
  expect(own).toEqual(heard(32).route);
});

describe('the numbers of a route', () => {
  test.each([
    { asn: 64512, vni: 1, target: '64512:1', distinguisher: '10.244.0.32:1' },
    { asn: 64512, vni: 0xff_ffff, target: '64512:16777215', distinguisher: '10.244.0.32:65535' },
    // As FRR does.
    { asn: 4_200_000_000, vni: 70_000, target: '59904:70000', distinguisher: '10.244.0.32:4464' },
  ])('follow from AS $asn and VNI $vni', ({ asn, vni, target, distinguisher }) => {
    const options = readEvpnOptions({ asn });
    expect(formatRouteNumber(deriveRouteTarget(options, vni))).toBe(target);
    expect(formatRouteNumber(deriveDistinguisher(options, ip('10.244.0.32'), vni))).toBe(distinguisher);
  });

  test('are those that are given', () => {
    const options = readEvpnOptions({ asn: 64512, routeTarget: '1:2', routeDistinguisher: '3:4' });
    expect(formatRouteNumber(deriveRouteTarget(options, 1))).toBe('1:2');
    expect(formatRouteNumber(deriveDistinguisher(options, ip('10.244.0.32'), 1))).toBe('3:4');
  });
});

describe('planAnnouncement()', () => {
  test('announces the route where it is not there', () => {
    expect(plan()).toEqual({ add: { path: encodePrefixRoute(own), isOther: false }, withdraw: [] });
  });

  test('does nothing where it is there, whatever gobgpd has added and in whatever order', () => {
    const { nlri, attributes } = encodePrefixRoute(own);
    // Bytes come as they do from gRPC, which are no plain Uint8Array.
    const bytes = attributes.toReversed().map((attribute) => Buffer.from(attribute));
    const path = { nlri: Buffer.from(nlri), attributes: bytes, neighbour: undefined, stale: false };
    const route = decodePrefixRoute(path);
    if (route === undefined) throw new Error('no route');
    expect(planAnnouncement([{ path, route }], own, self)).toEqual({ add: undefined, withdraw: [] });
  });

  test.each<{ name: string; over: Partial<PrefixRoute> }>([
    { name: 'another MAC', over: { routerMac: mac('02:00:00:00:00:01') } },
    { name: 'another next hop', over: { nextHop: ip('10.244.0.33') } },
    { name: 'another route target', over: { routeTargets: [number('1:1')] } },
  ])('announces it anew over one with $name', ({ over }) => {
    expect(plan(local({ ...own, ...over }))).toEqual({
      add: { path: encodePrefixRoute(own), isOther: true },
      withdraw: [],
    });
  });

  test.each<{ name: string; over: Partial<PrefixRoute> }>([
    { name: 'of another subnet', over: { prefix: prefix('10.255.33.0/24') } },
    { name: 'of another address of the host', over: { distinguisher: number('10.9.9.9:1'), nextHop: ip('10.9.9.9') } },
    { name: 'of another size', over: { distinguisher: number('9:9'), prefix: prefix('10.255.32.0/23') } },
  ])('takes back what was announced $name', ({ over }) => {
    const old = local({ ...own, ...over });
    expect(plan(local(own), old)).toEqual({ add: undefined, withdraw: [old.path] });
  });

  test.each<{ name: string; over: Partial<PrefixRoute>; neighbour?: string }>([
    { name: 'a neighbour says', over: { prefix: prefix('10.255.33.0/24') }, neighbour: '10.244.0.1' },
    { name: 'is of another network', over: { routeTargets: [number('64512:2')] } },
    { name: 'an operator says', over: { distinguisher: number('9:9'), prefix: prefix('10.255.99.0/24') } },
    { name: 'leads everything to this host', over: { prefix: prefix('0.0.0.0/0') } },
    {
      name: 'leads some of the subnet elsewhere',
      over: { prefix: prefix('10.255.32.64/26'), nextHop: ip('10.244.0.9') },
    },
  ])('lets be what $name', ({ over, neighbour }) => {
    const other = local({ ...own, distinguisher: number('8:8'), ...over }, neighbour);
    expect(plan(local(own), other)).toEqual({ add: undefined, withdraw: [] });
  });
});

test('isOwn() is said of what is announced here and leads here', () => {
  expect(isOwn(local(own), self)).toBe(true);
  expect(isOwn(local(own, '10.244.0.1'), self)).toBe(false);
  expect(isOwn(local({ ...own, nextHop: ip('10.244.0.48') }), self)).toBe(false);
});

function plan(...paths: readonly PathOf<PrefixRoute>[]) {
  return planAnnouncement(paths, own, self);
}

function local(route: PrefixRoute, neighbour?: string): PathOf<PrefixRoute> {
  return { path: { ...encodePrefixRoute(route), neighbour, stale: false }, route };
}
