import { formatIp, sameIp } from '../../addr/ip.ts';
import { formatMac, type Mac, macKey, sameMac, vtepMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import { firstOf, formatPrefix } from '../../addr/prefix.ts';
import { formatRouteNumber } from '../../addr/route-number.ts';
import type { PrefixRoute } from './prefix-route.ts';
import { isMeantFor, refuseRoute, type Self } from './refuse-route.ts';
import { TakenSubnets } from './taken-subnets.ts';

/** A route that another host announces, and how much it is worth. */
export interface HeardRoute {
  readonly route: PrefixRoute;
  /** Kept over the restart of who sent it. */
  readonly stale: boolean;
}

/** A route that is not followed. */
export interface Refusal {
  /** `route 10.255.48.0/24 of 10.244.0.48:1` */
  readonly what: string;
  readonly reason: string;
}

/** What routes come to. */
export interface Verdict {
  readonly peers: readonly Peer[];
  readonly refusals: readonly Refusal[];
}

interface FullPeer extends Peer {
  readonly mac: Mac;
}

/** A peer, and the route that leads to it. */
interface Candidate {
  readonly route: PrefixRoute;
  readonly peer: FullPeer;
  /** Lower is better. */
  readonly rank: number;
}

/**
 * The peers that routes lead to. A route is refused by itself, or because a better one has its addresses or its MAC: one that is not
 * stale is better than one that is; then one that is followed already, so that nobody takes what another has; then one whose MAC
 * follows from its prefix, as ours do; then the lower next hop, for all hosts to choose alike.
 * @param held the peers that are followed already.
 */
export function judgeRoutes(routes: readonly HeardRoute[], self: Self, held: readonly Peer[]): Verdict {
  const refusals: Refusal[] = [];
  const heldAt = new Map(held.map((peer) => [subnetKey(peer), withMac(peer)]));
  const candidates: Candidate[] = [];
  let others = 0;
  for (const heard of routes) {
    if (!isMeantFor(heard.route, self)) {
      others++;
      continue;
    }
    const candidate = toCandidate(heard, self, heldAt);
    if ('reason' in candidate) refusals.push(candidate);
    else candidates.push(candidate);
  }
  if (others > 0 && others === routes.length) refusals.push(otherTargets(routes, self));
  return { peers: chooseAmong(candidates, refusals), refusals };
}

const [ofStale, ofNew, ofOtherMac] = [4, 2, 1];

function toCandidate(
  { route, stale }: HeardRoute,
  self: Self,
  held: ReadonlyMap<number, FullPeer>,
): Candidate | Refusal {
  const usable = refuseRoute(route, self);
  if (typeof usable === 'string') return { what: nameOf(route), reason: usable };
  const { nextHop, routerMac } = usable;
  const peer = { subnet: route.prefix, underlay: nextHop, mac: routerMac };
  const heldHere = held.get(subnetKey(peer));
  const isHeld = heldHere !== undefined && isSame(heldHere, peer);
  const isOtherMac = !sameMac(routerMac, vtepMac(firstOf(route.prefix)));
  const rank = (stale ? ofStale : 0) + (isHeld ? 0 : ofNew) + (isOtherMac ? ofOtherMac : 0);
  return { route, peer, rank };
}

/** In one word, because a network that is shared with others has many of these, and there is nothing wrong with them. */
function otherTargets(routes: readonly HeardRoute[], { routeTarget }: Self): Refusal {
  const targets = new Set(routes.flatMap(({ route }) => route.routeTargets.map(formatRouteNumber)));
  const found = [...targets].sort().slice(0, 5).join(', ') || 'none';
  const reason = `found ${found} alone, wanted one of ${formatRouteNumber(routeTarget)}`;
  return { what: 'route targets', reason };
}

function chooseAmong(candidates: readonly Candidate[], refusals: Refusal[]): Peer[] {
  const peers: Peer[] = [];
  const subnets = new TakenSubnets<Candidate>(candidates.map(({ peer }) => peer.subnet.length));
  const macs = new Map<number, Candidate>();
  for (const candidate of candidates.toSorted(compare)) {
    const { peer, route } = candidate;
    const subnetOwner = subnets.ownerOf(peer.subnet);
    const macOwner = macs.get(macKey(peer.mac));
    if (subnetOwner !== undefined && isSame(subnetOwner.peer, peer)) continue;
    const reason = findRival(candidate, subnetOwner, macOwner);
    if (reason === undefined) {
      subnets.add(peer.subnet, candidate);
      macs.set(macKey(peer.mac), candidate);
      peers.push(peer);
    } else {
      refusals.push({ what: nameOf(route), reason });
    }
  }
  return peers;
}

/** A VTEP's MAC can lead to one address only; one host may have several subnets. */
function findRival({ peer }: Candidate, subnetOwner?: Candidate, macOwner?: Candidate): string | undefined {
  if (subnetOwner !== undefined) {
    return `prefix: found ${formatPrefix(peer.subnet)}, which ${describe(subnetOwner.peer)} has`;
  }
  if (macOwner === undefined || sameIp(macOwner.peer.underlay, peer.underlay)) return undefined;
  return `router MAC: found ${formatMac(peer.mac)}, which ${describe(macOwner.peer)} has`;
}

function describe({ subnet, underlay }: Peer): string {
  return `the host of ${formatPrefix(subnet)} at ${formatIp(underlay)}`;
}

function compare(a: Candidate, b: Candidate): number {
  return (
    a.rank - b.rank ||
    Number(a.peer.underlay.value) - Number(b.peer.underlay.value) ||
    subnetKey(a.peer) - subnetKey(b.peer) ||
    macKey(a.peer.mac) - macKey(b.peer.mac)
  );
}

function withMac(peer: Peer): FullPeer {
  return { subnet: peer.subnet, underlay: peer.underlay, mac: peer.mac ?? vtepMac(firstOf(peer.subnet)) };
}

function nameOf({ prefix, distinguisher }: PrefixRoute): string {
  return `route ${formatPrefix(prefix)} of ${formatRouteNumber(distinguisher)}`;
}

function subnetKey({ subnet }: Peer): number {
  return Number(subnet.ip.value) * 64 + subnet.length;
}

function isSame(a: FullPeer, b: FullPeer): boolean {
  return subnetKey(a) === subnetKey(b) && sameIp(a.underlay, b.underlay) && sameMac(a.mac, b.mac);
}
