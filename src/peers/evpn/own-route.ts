import type { Ip } from '../../addr/ip.ts';
import { sameIp } from '../../addr/ip.ts';
import { sameMac, vtepMac } from '../../addr/mac.ts';
import { firstOf, overlaps } from '../../addr/prefix.ts';
import { deriveRouteTarget, lowBits, type RouteNumber, sameRouteNumber } from '../../addr/route-number.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import type { Place } from '../network-source.ts';
import type { TablePath, WirePath } from './gobgp.ts';
import { hexOf, pathText } from './path-text.ts';
import { encodePrefixNlri, encodePrefixRoute, type PrefixRoute } from './prefix-route.ts';
import type { PathOf } from './read-paths.ts';
import { isMeantFor, type Self } from './refuse-route.ts';
import { vxlanEncapsulation } from './route-attributes.ts';
import type { MissingRoute } from './told-routes.ts';

/** What gobgpd has to be told about the routes that are announced here. */
export interface Announcement {
  /** Ours, where gobgpd has it not, or another of the same key. */
  readonly add: MissingRoute | undefined;
  /** Those that this host announced when its configuration was another. */
  readonly withdraw: readonly WirePath[];
}

/** What a configuration says of a network; what it does not follows. */
interface Identity {
  readonly routeDistinguisher?: RouteNumber | undefined;
}

/** The route distinguisher: no other host has the address, and no other network on this one the VNI. */
export function deriveDistinguisher({ routeDistinguisher }: Identity, underlayIp: Ip, vni: number): RouteNumber {
  return routeDistinguisher ?? distinguisherOf(underlayIp, vni);
}

/** What it is where nothing else is configured. */
export function distinguisherOf(underlayIp: Ip, vni: number): RouteNumber {
  return { kind: 1, administrator: Number(underlayIp.value), assigned: vni % lowBits };
}

/** The route that says where this host's subnet is. */
export function ownRoute({ place, underlayIp, routeTarget }: Self, distinguisher: RouteNumber): PrefixRoute {
  return {
    type: 5,
    distinguisher,
    hasSegment: false,
    prefix: place.subnet,
    gateway: { family: 4, value: 0n },
    vni: place.vni,
    nextHop: underlayIp,
    routeTargets: [routeTarget],
    encapsulations: [vxlanEncapsulation],
    routerMac: vtepMac(firstOf(place.subnet)),
  };
}

/** The host as it looks at routes, and what it announces. */
export function describeSelf(options: EvpnOptions, place: Place, underlayIp: Ip): { self: Self; own: PrefixRoute } {
  const self = { place, underlayIp, routeTarget: deriveRouteTarget(options, place.vni) };
  return { self, own: ownRoute(self, deriveDistinguisher(options, underlayIp, place.vni)) };
}

/** Whether it is announced here, and leads here: no news to this host. */
export function isOwn({ path, route }: PathOf<PrefixRoute>, self: Self): boolean {
  return path.neighbour === undefined && route.nextHop !== undefined && sameIp(route.nextHop, self.underlayIp);
}

/** What has to be told so that the own route, and no other of this host's, is announced here. */
export function planAnnouncement(paths: readonly PathOf<PrefixRoute>[], own: PrefixRoute, self: Self): Announcement {
  const key = hexOf(encodePrefixNlri(own));
  const said = listAnnounced(paths, own, self);
  const there = paths.find(({ path }) => path.neighbour === undefined && hexOf(path.nlri) === key);
  const isThere = there?.route.nextHop !== undefined && textOf(there.route) === textOf(own);
  const left = said.filter(({ nlri }) => hexOf(nlri) !== key);
  const add = { path: encodePrefixRoute(own), isOther: there !== undefined };
  return { add: isThere ? undefined : add, withdraw: left };
}

/**
 * What this host says here, now or of an earlier configuration. What an operator says under another distinguisher, such as a default
 * route, is let be.
 */
export function listAnnounced(paths: readonly PathOf<PrefixRoute>[], own: PrefixRoute, self: Self): TablePath[] {
  const ours = paths.filter(({ path, route }) => {
    if (path.neighbour !== undefined || !isMeantFor(route, self)) return false;
    return sameRouteNumber(route.distinguisher, own.distinguisher) || wasOwn(route, own);
  });
  return ours.map(({ path }) => path);
}

/** Under another distinguisher: the MAC follows from the prefix, as nobody else's does, and the prefix is the host's. */
function wasOwn({ prefix, routerMac }: PrefixRoute, own: PrefixRoute): boolean {
  return routerMac !== undefined && sameMac(routerMac, vtepMac(firstOf(prefix))) && overlaps(prefix, own.prefix);
}

/** gobgpd may add attributes and order them anew: what is read of them is compared. */
function textOf(route: PrefixRoute): string {
  return pathText(encodePrefixRoute(route));
}
