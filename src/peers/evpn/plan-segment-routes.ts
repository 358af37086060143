import { formatIp } from '../../addr/ip.ts';
import { formatMac } from '../../addr/mac.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import { type AnnouncedMac, claimMac, groupByMac, type LocalMac } from './claim-macs.ts';
import type { WirePath } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';
import type { LeastSequence } from './least-sequences.ts';
import { decodeMoves, type MacClaim, type MacClaims, macInSegment } from './mac-mobility.ts';
import { encodeMacNlri, encodeMacRoute } from './mac-route.ts';
import { encodeMulticastNlri, encodeMulticastRoute } from './multicast-route.ts';
import { macsOf, type OwnSegment, ownMacRoute, ownMulticastRoute } from './own-segment.ts';
import { hexOf, pathText } from './path-text.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';

/** What is known when it is planned what to announce. */
export interface SegmentSituation {
  readonly segments: readonly OwnSegment[];
  /** All that is attached here. */
  readonly local: readonly LocalEndpoint[];
  /** What the plan before said; undefined: there was none. */
  readonly announced: Announced | undefined;
  /** What was said of MACs before a restart, by macInSegment(). */
  readonly saidBefore: ReadonlyMap<string, AnnouncedMac>;
  /** Of other hosts, as judgeEndpoints() found them. */
  readonly winners: MacClaims;
  /** What gobgpd has of this host, as sortSegmentPaths() found it. */
  readonly ours: readonly PathOf<SegmentRoute>[];
  readonly least: LeastSequence;
  /** Whether a neighbour has sent all that it has. */
  readonly isComplete: boolean;
}

/** What to tell gobgpd, and what to remember for the next plan. */
export interface SegmentRoutePlan {
  /** In this order: endpoints before the segments that they are in. */
  readonly add: readonly WirePath[];
  /** gobgpd was told these before and has made others of them, by a policy: to be told seldom. */
  readonly again: readonly WirePath[];
  /** After all that is added. */
  readonly withdraw: readonly WirePath[];
  /** To be kept once gobgpd has been told. */
  readonly announced: Announced;
  /** Attached here, and not announced as another host has announced its MAC since. */
  readonly beaten: readonly LocalEndpoint[];
  readonly problems: readonly Refusal[];
}

/** What has been announced. */
export interface Announced {
  /** By macInSegment(). */
  readonly macs: ReadonlyMap<string, AnnouncedMac>;
  /** What gobgpd was told, by key. */
  readonly told: ReadonlyMap<string, string>;
}

/** What has to be told so that all that is attached here, and nothing else of this host's, is announced. */
export function planSegmentRoutes(situation: SegmentSituation): SegmentRoutePlan {
  const { segments, local, announced, winners, isComplete, least } = situation;
  const before = recall(situation);
  const there = new Map(situation.ours.map(({ route }) => [keyOf(route), route]));
  const found = macsOf(situation.ours);
  const groups = groupByMac(local, segments);
  const macs = new Map<string, AnnouncedMac>();
  const wanted: SegmentRoute[] = [];
  const beaten: LocalEndpoint[] = [];
  const problems: Refusal[] = [];
  for (const [key, group] of groups) {
    const winner = winners.get(key);
    const claimed = claimMac(group, { said: before.get(key), winner, isThere: found.has(key), isComplete });
    const said = countOn(group, claimed, { least, there });
    macs.set(key, said);
    if (!said.isBeaten) wanted.push(...routesOf(group, said));
    else if (!group.isLearned && winner !== undefined) {
      beaten.push(...group.endpoints);
      problems.push(describeBeaten(group, winner));
    }
  }
  wanted.push(...segments.map(ownMulticastRoute));
  const { told, ...paths } = compare(wanted, situation.ours, announced?.told ?? new Map());
  return { ...paths, announced: { macs, told }, beaten, problems };
}

/** What was announced before; after a restart that is what is remembered, and of all else what gobgpd has. */
function recall(situation: SegmentSituation): ReadonlyMap<string, AnnouncedMac> {
  const { announced, saidBefore, ours } = situation;
  return withSequences(announced?.macs ?? new Map([...listTold(situation), ...saidBefore]), ours);
}

function listTold({ ours, local }: SegmentSituation): ReadonlyMap<string, AnnouncedMac> {
  const attachments = Map.groupBy(local, ({ vni, mac }) => macInSegment(vni, mac));
  const found = new Map<string, AnnouncedMac>();
  for (const { route } of ours) {
    if (route.type !== 2) continue;
    const key = macInSegment(route.labels[0], route.mac);
    const sequence = Math.max(route.mobility?.sequence ?? 0, found.get(key)?.sequence ?? 0);
    // What has moved was attached here: that it is heard here is news.
    const its = attachments.get(key)?.filter(({ isLearned }) => !isLearned || sequence === 0) ?? [];
    found.set(key, {
      attachments: its.map(({ attachment }) => attachment),
      sequence,
      isBeaten: false,
      isSettled: true,
    });
  }
  return found;
}

/**
 * With what gobgpd has made of sequence numbers: it counts on by itself where another host announces the MAC, in whatever segment, and
 * takes no lower number after that.
 */
function withSequences(
  macs: ReadonlyMap<string, AnnouncedMac>,
  ours: readonly PathOf<SegmentRoute>[],
): ReadonlyMap<string, AnnouncedMac> {
  const raised = new Map(macs);
  for (const { route } of ours) {
    const key = route.type === 2 ? macInSegment(route.labels[0], route.mac) : '';
    const [said, found] = [raised.get(key), route.mobility?.sequence ?? 0];
    if (said !== undefined && found > said.sequence) raised.set(key, { ...said, sequence: found });
  }
  return raised;
}

interface Told extends Pick<SegmentSituation, 'least'> {
  /** What gobgpd has of this host, by keyOf(). */
  readonly there: ReadonlyMap<string, SegmentRoute>;
}

/** With a sequence number that gobgpd takes as it is. What it has stays as it is there, but for what others would read otherwise. */
function countOn(group: LocalMac, said: AnnouncedMac, { least, there }: Told): AnnouncedMac {
  const { segment, mac, isLearned } = group;
  const sequence = least({ vni: segment.vni, mac, isLearned });
  if (said.isBeaten || sequence <= said.sequence) return said;
  const found = routesOf(group, said).map((route) => there.get(keyOf(route)));
  const isThere = found.every(
    (one) => one !== undefined && sequenceOf(one) >= said.sequence && saysHow(one, isLearned),
  );
  return { ...said, sequence: isThere ? Math.max(...found.map(sequenceOf)) : sequence };
}

/** Whether others read of a route that the MAC is attached, or only heard, as it is. */
function saysHow({ mobility }: SegmentRoute, isLearned: boolean): boolean {
  return isLearned || !decodeMoves(mobility).isLearned;
}

/** With each of its addresses; the MAC alone where none is known. */
function routesOf({ segment, mac, endpoints, isLearned }: LocalMac, { sequence }: AnnouncedMac): SegmentRoute[] {
  const addresses = endpoints.map(({ ip }) => ip).filter((ip) => ip !== undefined);
  const ips = addresses.length > 0 ? addresses : [undefined];
  return ips.map((ip) => ownMacRoute(segment, { mac, ip, isLearned }, sequence));
}

function describeBeaten({ segment, mac }: LocalMac, { nextHop, sequence, isSticky }: MacClaim): Refusal {
  const found = `found it at ${formatIp(nextHop)} too, ${isSticky ? 'never to move' : `with sequence number ${sequence}`}`;
  const reason = `${found}, wanted it on one host: it is not announced here`;
  return { what: `endpoint ${formatMac(mac)} of VNI ${segment.vni}`, reason };
}

interface Difference extends Pick<SegmentRoutePlan, 'add' | 'again' | 'withdraw'>, Pick<Announced, 'told'> {}

function compare(
  wanted: readonly SegmentRoute[],
  ours: readonly PathOf<SegmentRoute>[],
  toldBefore: ReadonlyMap<string, string>,
): Difference {
  const there = new Map(ours.map((one) => [keyOf(one.route), one.route]));
  const told = new Map<string, string>();
  const add: WirePath[] = [];
  const again: WirePath[] = [];
  for (const route of wanted) {
    const [key, path] = [keyOf(route), encode(route)];
    const [text, found] = [pathText(path), there.get(key)];
    // gobgpd takes no lower number while it has that: it is told once it has taken it back.
    if (told.has(key) || sequenceOf(found) > sequenceOf(route)) continue;
    told.set(key, text);
    const wasTold = toldBefore.get(key) === text;
    if (found !== undefined && saysSame(found, text)) continue;
    if (found !== undefined && wasTold) again.push(path);
    else add.push(path);
  }
  const left = ours.filter(({ route }) => !told.has(keyOf(route)));
  const withdraw = left.toSorted((a, b) => a.route.type - b.route.type).map(({ path }) => path);
  return { add, again, withdraw, told };
}

function sequenceOf(route: SegmentRoute | undefined): number {
  return route?.mobility?.sequence ?? 0;
}

/** Whether gobgpd has what it was to be told. */
function saysSame(found: SegmentRoute, text: string): boolean {
  return isEncodable(found) && pathText(encode(found)) === text;
}

function encode(route: SegmentRoute): WirePath {
  return route.type === 2 ? encodeMacRoute(route) : encodeMulticastRoute(route);
}

/** Of a route that gobgpd has: an operator may have told it anything under our distinguisher. */
function isEncodable(route: SegmentRoute): boolean {
  const leads = route.nextHop !== undefined && (route.tunnel === undefined || route.tunnel.endpoint !== undefined);
  return leads && !(route.type === 2 && route.hasSegment);
}

/** Labels and Ethernet segment are no part of a key. */
function keyOf(route: SegmentRoute): string {
  if (route.type === 2) return hexOf(encodeMacNlri({ ...route, hasSegment: false, labels: [0] }));
  return hexOf(encodeMulticastNlri(route));
}
