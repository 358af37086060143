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

/** A peer, and what it is known by. */
interface Candidate {
  readonly what: string;
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
  const heldNames = new Set(held.map((peer) => nameOf(withMac(peer))));
  const candidates: Candidate[] = [];
  let others = 0;
  for (const heard of routes) {
    if (!isMeantFor(heard.route, self)) {
      others++;
      continue;
    }
    const candidate = toCandidate(heard, self, heldNames);
    if ('reason' in candidate) refusals.push(candidate);
    else candidates.push(candidate);
  }
  if (others > 0 && others === routes.length) refusals.push(otherTargets(routes, self));
  return { peers: chooseAmong(candidates, refusals), refusals };
}

const [ofStale, ofNew, ofOtherMac] = [4, 2, 1];

function toCandidate({ route, stale }: HeardRoute, self: Self, held: ReadonlySet<string>): Candidate | Refusal {
  const what = `route ${formatPrefix(route.prefix)} of ${formatRouteNumber(route.distinguisher)}`;
  const usable = refuseRoute(route, self);
  if (typeof usable === 'string') return { what, reason: usable };
  const { nextHop, routerMac } = usable;
  const peer = { subnet: route.prefix, underlay: nextHop, mac: routerMac };
  const isOtherMac = !sameMac(routerMac, vtepMac(firstOf(route.prefix)));
  const rank = (stale ? ofStale : 0) + (held.has(nameOf(peer)) ? 0 : ofNew) + (isOtherMac ? ofOtherMac : 0);
  return { what, peer, rank };
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
  const subnets = new TakenSubnets<Candidate>();
  const macs = new Map<number, Candidate>();
  for (const candidate of candidates.toSorted(compare)) {
    const { peer, what } = candidate;
    const subnetOwner = subnets.ownerOf(peer.subnet);
    const macOwner = macs.get(macKey(peer.mac));
    if (subnetOwner !== undefined && nameOf(subnetOwner.peer) === nameOf(peer)) continue;
    const reason = findRival(candidate, subnetOwner, macOwner);
    if (reason === undefined) {
      subnets.add(peer.subnet, candidate);
      macs.set(macKey(peer.mac), candidate);
      peers.push(peer);
    } else {
      refusals.push({ what, reason });
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
    Number(a.peer.underlay.value - b.peer.underlay.value) ||
    Number(a.peer.subnet.ip.value - b.peer.subnet.ip.value) ||
    a.peer.subnet.length - b.peer.subnet.length ||
    macKey(a.peer.mac) - macKey(b.peer.mac)
  );
}

function withMac(peer: Peer): FullPeer {
  return { subnet: peer.subnet, underlay: peer.underlay, mac: peer.mac ?? vtepMac(firstOf(peer.subnet)) };
}

/** Two of the same name are the same in all. */
function nameOf({ subnet, underlay, mac }: FullPeer): string {
  return `${subnet.ip.value}/${subnet.length} ${underlay.value} ${macKey(mac)}`;
}
