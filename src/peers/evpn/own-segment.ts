import { type Ip, sameIp } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import { type RouteNumber, sameRouteNumber } from '../../addr/route-number.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import { decodeMoves, encodeMoves, type MacClaim, macInSegment } from './mac-mobility.ts';
import type { MacRoute } from './mac-route.ts';
import type { MulticastRoute } from './multicast-route.ts';
import { distinguisherOf } from './own-route.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';
import { ingressReplication, type RouteAttributes, vxlanEncapsulation } from './route-attributes.ts';

/** A segment of this host: how routes of it are known, and what its own ones say. */
export interface OwnSegment {
  readonly vni: number;
  /** Of the routes that are meant for it. */
  readonly routeTarget: RouteNumber;
  /** Of the routes of this host. */
  readonly distinguisher: RouteNumber;
  /** This host's address on the underlay. */
  readonly underlayIp: Ip;
  /** The address that the segment's bridge has on each host, where it has one. */
  readonly gatewayIp?: Ip | undefined;
  /** The MAC of the bridge here. */
  readonly gatewayMac?: Mac | undefined;
}

/** A route that another host announces. */
export interface HeardSegmentRoute {
  readonly route: SegmentRoute;
  /** Kept over the restart of who sent it. */
  readonly stale: boolean;
}

/** A table, by who has said what is in it. */
export interface SegmentPaths {
  /** Announced by this host's silkd, now or with another configuration. */
  readonly ours: readonly PathOf<SegmentRoute>[];
  /** What is news to this host. */
  readonly heard: readonly HeardSegmentRoute[];
}

/** What an operator says here of this host is neither. */
export function sortSegmentPaths(
  paths: readonly PathOf<SegmentRoute>[],
  segments: readonly OwnSegment[],
): SegmentPaths {
  const ours: PathOf<SegmentRoute>[] = [];
  const heard: HeardSegmentRoute[] = [];
  for (const one of paths) {
    const { path, route } = one;
    if (path.neighbour !== undefined) heard.push({ route, stale: path.stale });
    else if (isOurs(route, segments)) ours.push(one);
    else if (!segments.some(({ underlayIp }) => route.nextHop !== undefined && sameIp(route.nextHop, underlayIp))) {
      heard.push({ route, stale: path.stale });
    }
  }
  return { ours, heard };
}

/** Of those that gobgpd was told here: it has the distinguisher of a segment, or one that follows from its own next hop and VNI. */
function isOurs(route: SegmentRoute, segments: readonly OwnSegment[]): boolean {
  const { nextHop, distinguisher } = route;
  if (segments.some((segment) => sameRouteNumber(segment.distinguisher, distinguisher))) return true;
  const vni = vniOf(route);
  if (nextHop === undefined || vni === undefined) return false;
  return sameRouteNumber(distinguisher, distinguisherOf(nextHop, vni));
}

/** The MACs that routes say where they are, by macInSegment(). */
export function macsOf(paths: readonly PathOf<SegmentRoute>[]): ReadonlySet<string> {
  return new Set(paths.flatMap(({ route }) => (route.type === 2 ? [macInSegment(route.labels[0], route.mac)] : [])));
}

/** Undefined: it says none. */
export function vniOf(route: SegmentRoute): number | undefined {
  return route.type === 2 ? route.labels[0] : route.tunnel?.label;
}

/** The route that says where an endpoint of this host is. */
export function ownMacRoute(
  segment: OwnSegment,
  { mac, ip, isLearned }: Pick<LocalEndpoint, 'mac' | 'ip' | 'isLearned'>,
  sequence: number,
): MacRoute {
  const mobility = encodeMoves({ sequence, isLearned });
  const its = { mac, ip, labels: [segment.vni] as const };
  return { type: 2, hasSegment: false, tag: 0, ...its, ...attributesOf(segment), mobility };
}

/** The route that says that this host has a part of the segment. */
export function ownMulticastRoute(segment: OwnSegment): MulticastRoute {
  const { underlayIp, vni } = segment;
  const tunnel = { type: ingressReplication, label: vni, endpoint: underlayIp };
  return { type: 3, tag: 0, originator: underlayIp, ...attributesOf(segment), tunnel };
}

function attributesOf(segment: OwnSegment): RouteAttributes & Pick<OwnSegment, 'distinguisher'> {
  return {
    distinguisher: segment.distinguisher,
    nextHop: segment.underlayIp,
    routeTargets: [segment.routeTarget],
    encapsulations: [vxlanEncapsulation],
    routerMac: undefined,
  };
}

/** What this host says of a MAC that it announces, as others read it. */
export function ownClaim({ underlayIp }: OwnSegment, moves: Pick<MacClaim, 'sequence' | 'isLearned'>): MacClaim {
  return { ...decodeMoves(encodeMoves(moves)), stale: false, nextHop: underlayIp };
}
