import { type Endpoint, isEndpoint, type SegmentEntry, type SegmentHost } from '../../addr/endpoint.ts';
import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatMac, type Mac, macKey, sameMac } from '../../addr/mac.ts';
import { formatRouteNumber } from '../../addr/route-number.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import type { Refusal } from './judge-routes.ts';
import { compareClaims, decodeMoves, type MacClaim, type MacClaims, macInSegment } from './mac-mobility.ts';
import type { MacRoute } from './mac-route.ts';
import type { HeardSegmentRoute, OwnSegment } from './own-segment.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';
import { refuseSegmentRoute } from './refuse-segment-route.ts';

/** By what routes are judged. */
export interface EndpointJudge {
  readonly segments: readonly OwnSegment[];
  /** All that is attached here: it is not looked for elsewhere. */
  readonly local: readonly LocalEndpoint[];
  /** What gobgpd has of this host. */
  readonly ours: readonly PathOf<SegmentRoute>[];
  /** What is followed already. */
  readonly held: readonly SegmentEntry[];
}

/** What routes of other hosts come to. */
export interface EndpointVerdict {
  /** By VNI, then host: that it has a part of the segment first, then its endpoints, by MAC and address. */
  readonly entries: readonly SegmentEntry[];
  readonly refusals: readonly Refusal[];
  /** The strongest claim to each MAC, whether it is followed or not. */
  readonly winners: MacClaims;
}

/** A route that says where a MAC is. */
interface HeardMac {
  readonly route: MacRoute;
  readonly key: string;
  readonly claim: MacClaim;
  readonly endpoint: Endpoint;
}

/** Routes that can be followed, each by itself. */
interface Sifted {
  readonly hosts: readonly SegmentHost[];
  readonly macs: readonly HeardMac[];
  readonly refusals: Refusal[];
}

/**
 * The entries that routes lead to. A MAC is followed to the host with the strongest claim, but not where it is attached here. Of two
 * MACs with one address the one that is followed already has it, else the lower one; the other is followed without.
 */
export function judgeEndpoints(routes: readonly HeardSegmentRoute[], judge: EndpointJudge): EndpointVerdict {
  const { hosts, macs, refusals } = sift(routes, judge.segments);
  const winners = chooseWinners(macs);
  const here = listKeptHere(judge, winners);
  const followed = macs.filter(({ key, claim }) => {
    const winner = winners.get(key);
    return winner !== undefined && sameIp(winner.nextHop, claim.nextHop) && !here.has(key);
  });
  refusals.push(...macs.flatMap((one) => refuseRival(one, winners.get(one.key))));
  const endpoints = chooseAddresses(followed, judge, refusals);
  return { entries: [...hosts, ...endpoints].sort(compareEntries), refusals, winners };
}

/** Routes that are meant for others, and those of IPv6 addresses, are passed over in silence. */
function sift(routes: readonly HeardSegmentRoute[], segments: readonly OwnSegment[]): Sifted {
  const byTarget = Map.groupBy(segments, ({ routeTarget }) => formatRouteNumber(routeTarget));
  const hosts = new Map<string, SegmentHost>();
  const macs: HeardMac[] = [];
  const refusals: Refusal[] = [];
  for (const { route, stale } of routes) {
    const meant = route.routeTargets.flatMap((target) => byTarget.get(formatRouteNumber(target)) ?? []);
    if (meant.length === 0 || (route.type === 2 && route.ip?.family === 6)) continue;
    const usable = refuseSegmentRoute(route, meant);
    if (typeof usable === 'string') {
      refusals.push({ what: nameOf(route), reason: usable });
      continue;
    }
    const { vni } = usable.segment;
    if (route.type === 2) macs.push(toHeardMac({ route, stale }, vni, usable.nextHop));
    else hosts.set(`${vni} ${usable.nextHop.value}`, { vni, underlay: usable.nextHop });
  }
  return { hosts: [...hosts.values()], macs, refusals };
}

function toHeardMac({ route, stale }: { route: MacRoute; stale: boolean }, vni: number, nextHop: Ip): HeardMac {
  const { mac, ip, mobility } = route;
  const claim = { ...decodeMoves(mobility), stale, nextHop };
  return { route, key: macInSegment(vni, mac), claim, endpoint: { vni, mac, ip, underlay: nextHop } };
}

function chooseWinners(macs: readonly HeardMac[]): Map<string, MacClaim> {
  const winners = new Map<string, MacClaim>();
  for (const { key, claim } of macs) {
    const best = winners.get(key);
    if (best === undefined || compareClaims(claim, best) < 0) winners.set(key, claim);
  }
  return winners;
}

/** A MAC that is at two hosts has not moved where both say that it has moved as often: one of them should not have it. */
function refuseRival({ route, claim, endpoint }: HeardMac, winner: MacClaim | undefined): Refusal[] {
  if (winner === undefined || sameIp(winner.nextHop, claim.nextHop)) return [];
  // What is kept over a restart may have moved since, and what is heard on a LAN may be heard on all its hosts.
  if (winner.sequence !== claim.sequence || claim.stale || claim.isLearned) return [];
  const reason = `MAC: found ${formatMac(endpoint.mac)}, which the host at ${formatIp(winner.nextHop)} has`;
  return [{ what: nameOf(route), reason }];
}

/** The MACs that are attached here, whoever else announces them, and those heard on a LAN and announced here with the best claim. */
function listKeptHere({ segments, local, ours }: EndpointJudge, winners: MacClaims): Set<string> {
  const nextHops = new Map(segments.map(({ vni, underlayIp }) => [vni, underlayIp]));
  const strongest = new Set<string>();
  for (const { route } of ours) {
    if (route.type !== 2) continue;
    const [nextHop, key] = [nextHops.get(route.labels[0]), macInSegment(route.labels[0], route.mac)];
    const winner = winners.get(key);
    const claim = nextHop && { ...decodeMoves(route.mobility), stale: false, nextHop };
    if (claim !== undefined && winner !== undefined && compareClaims(claim, winner) < 0) strongest.add(key);
  }
  const kept = local.map(({ vni, mac, isLearned }) => ({ key: macInSegment(vni, mac), isLearned }));
  return new Set(kept.filter(({ key, isLearned }) => !isLearned || strongest.has(key)).map(({ key }) => key));
}

function chooseAddresses(followed: readonly HeardMac[], judge: EndpointJudge, refusals: Refusal[]): Endpoint[] {
  const owners = new Map<string, Mac>();
  const attached = judge.local.filter(({ isLearned }) => !isLearned);
  for (const { vni, ip, mac } of attached) if (ip !== undefined) owners.set(addressKey(vni, ip), mac);
  const held = new Set(judge.held.filter(isEndpoint).map(endpointKey));
  const rank = new Map(followed.map((one) => [one, held.has(endpointKey(one.endpoint)) ? 0 : 1]));
  const found = new Map<string, Endpoint>();
  const addressed = new Set<string>();
  for (const one of followed.toSorted((a, b) => compareRanks(a, b, rank))) {
    const { endpoint, key, route } = one;
    if (endpoint.ip === undefined) continue;
    const address = addressKey(endpoint.vni, endpoint.ip);
    const owner = owners.get(address) ?? endpoint.mac;
    if (sameMac(owner, endpoint.mac)) {
      owners.set(address, owner);
      addressed.add(key);
      found.set(endpointKey(endpoint), endpoint);
    } else {
      refusals.push({
        what: nameOf(route),
        reason: `address: found ${formatIp(endpoint.ip)}, which ${formatMac(owner)} has`,
      });
    }
  }
  for (const { endpoint, key } of followed) {
    if (!addressed.has(key)) found.set(key, { ...endpoint, ip: undefined });
  }
  return [...found.values()];
}

function compareRanks(a: HeardMac, b: HeardMac, rank: ReadonlyMap<HeardMac, number>): number {
  return (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || macKey(a.endpoint.mac) - macKey(b.endpoint.mac);
}

function addressKey(vni: number, ip: Ip): string {
  return `${vni} ${ip.value}`;
}

function endpointKey({ vni, mac, ip }: Endpoint): string {
  return `${macInSegment(vni, mac)} ${ip?.value}`;
}

function nameOf(route: SegmentRoute): string {
  const of = `of ${formatRouteNumber(route.distinguisher)}`;
  if (route.type === 3) return `route of broadcasts to ${formatIp(route.originator)} ${of}`;
  return `route ${formatMac(route.mac)}${route.ip === undefined ? '' : ` ${formatIp(route.ip)}`} ${of}`;
}

/** A host before its endpoints; a MAC alone before its addresses. */
function compareEntries(a: SegmentEntry, b: SegmentEntry): number {
  return (
    a.vni - b.vni ||
    Number(a.underlay.value - b.underlay.value) ||
    rankOf(a.mac && macKey(a.mac)) - rankOf(b.mac && macKey(b.mac)) ||
    rankOf(a.ip && Number(a.ip.value)) - rankOf(b.ip && Number(b.ip.value))
  );
}

function rankOf(value: number | undefined): number {
  return value ?? -1;
}
