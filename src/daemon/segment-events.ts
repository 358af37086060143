import { sameIp } from '../addr/ip.ts';
import { isUnicastMac, type Mac, macKey, sameMac } from '../addr/mac.ts';
import type { KernelEvent } from '../linux/rtnetlink/event.ts';
import type { FdbEntry } from '../linux/rtnetlink/fdb.ts';
import { NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import { isMarked } from '../overlay/find-segment.ts';
import { type HeldSegment, isLearned } from '../overlay/held-segment.ts';
import { isPlainFdb } from '../overlay/plan.ts';
import { ipKey } from '../overlay/remote-host.ts';
import { endpointProtocol } from '../overlay/step.ts';

/** A segment as an event is judged by it. */
export interface WatchedSegment {
  /** The names of its devices. */
  readonly bridge: string;
  readonly vxlan: string;
  /** As it was seen last; undefined: it has not been made yet. */
  readonly sight: SegmentWatch | undefined;
}

/** What was seen of a segment. */
export interface SegmentWatch {
  readonly bridgeIndex: number;
  readonly linkIndex: number;
  /** The bridge's, by index. */
  readonly ports: ReadonlySet<number>;
  readonly held: HeldSegment;
}

/** A network namespace as an event in it is judged. */
export interface WatchedPlace {
  /** Of the sockets that converge: what they asked for is no news. */
  readonly ownPorts: ReadonlySet<number>;
  /** Those in it. */
  readonly segments: readonly WatchedSegment[];
  /** Where packets leave, where that is here; its index is undefined where it is not known. */
  readonly underlay: { readonly index: number | undefined } | undefined;
}

type Event<Name extends KernelEvent['object']> = Extract<KernelEvent, { object: Name }>;

/** Whether an event is of a segment, what is attached to it, what it leads to, or the underlay, and is not as we hold it. */
export function isSegmentNews(event: KernelEvent, place: WatchedPlace): boolean {
  if (place.ownPorts.has(event.port)) return false;
  const sights = place.segments.flatMap(({ sight }) => sight ?? []);
  switch (event.object) {
    case 'link':
      if (isUnderlay(place, event.link.index) || isBridgeOfAny(event.link)) return true;
      return place.segments.some((segment) => isLinkOf(event.link, segment));
    case 'address':
      return (
        isUnderlay(place, event.address.linkIndex) ||
        sights.some(({ bridgeIndex }) => bridgeIndex === event.address.linkIndex)
      );
    case 'route':
      return place.underlay !== undefined && event.route.destination.length === 0;
    case 'neighbour':
      return sights.some((sight) => isNeighbourNews(event, sight));
    case 'fdb':
      return sights.some((sight) => event.entry.linkIndex === sight.linkIndex && isSelfNews(event, sight.held));
    case 'bridgeFdb':
      return isBridgeNews(event, sights);
  }
}

/** Where it is not known yet, any link or address may be the one. */
function isUnderlay({ underlay }: WatchedPlace, index: number): boolean {
  return underlay !== undefined && (underlay.index === undefined || underlay.index === index);
}

/** One that nobody keeps is told of. */
function isBridgeOfAny(link: Event<'link'>['link']): boolean {
  return link.kind === 'bridge' && isMarked(link);
}

function isLinkOf({ name, index, masterIndex }: Event<'link'>['link'], { bridge, vxlan, sight }: WatchedSegment) {
  if (name === bridge || name === vxlan) return true;
  if (sight === undefined) return false;
  const { bridgeIndex, linkIndex, ports } = sight;
  return index === bridgeIndex || index === linkIndex || ports.has(index) || masterIndex === bridgeIndex;
}

/** Who talks to the gateway is a neighbour of the bridge that comes and goes: only those that we set are looked at. */
function isNeighbourNews({ gone, neighbour }: Event<'neighbour'>, { bridgeIndex, linkIndex, held }: SegmentWatch) {
  const { ip, mac, state, protocol, external, router } = neighbour;
  if (neighbour.linkIndex !== bridgeIndex && neighbour.linkIndex !== linkIndex) return false;
  const { bridge, vxlan } = held.neighbours;
  const known = (neighbour.linkIndex === bridgeIndex ? bridge : vxlan).get(ipKey(ip));
  if (known === undefined || known.protocol !== endpointProtocol) return !gone && protocol === endpointProtocol;
  if (gone || state !== known.state || protocol !== known.protocol || !isSame(mac, known.mac)) return true;
  return external !== known.external || router !== known.router;
}

function isSame(a: Mac | undefined, b: Mac | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameMac(a, b);
}

function isSelfNews({ gone, entry }: Event<'fdb'>, { self, floods }: HeldSegment): boolean {
  const known = isUnicastMac(entry.mac)
    ? self.get(macKey(entry.mac))
    : floods.find((one) => sameMac(one.mac, entry.mac) && isSameDestination(one, entry));
  if (gone || known === undefined) return gone === (known !== undefined);
  return (
    !isPlainFdb(entry) ||
    entry.state !== known.state ||
    entry.external !== known.external ||
    !isSameDestination(entry, known)
  );
}

function isSameDestination({ destination: a }: FdbEntry, { destination: b }: FdbEntry): boolean {
  return a === undefined || b === undefined ? a === b : sameIp(a, b);
}

/** What a bridge learns from frames says nothing of what is attached. */
function isBridgeNews({ gone, entry }: Event<'bridgeFdb'>, sights: readonly SegmentWatch[]): boolean {
  const { linkIndex, mac, state, external } = entry;
  const behind = sights.find((sight) => sight.linkIndex === linkIndex);
  if (behind !== undefined) {
    const known = behind.held.master.get(macKey(mac));
    if (gone || known === undefined) return gone === (known !== undefined);
    return external !== known.external;
  }
  if (isLearned(entry)) return false;
  const known = sights.map(({ held }) => held.local.get(macKey(mac))).find((one) => one?.linkIndex === linkIndex);
  // The port may be one that has only just become a port, of which nothing is known yet. Permanent is each port's own MAC.
  const isOurs = sights.some(({ ports }) => ports.has(linkIndex)) || (state & NUD_PERMANENT) === 0;
  if (gone || known === undefined) return isOurs && gone === (known !== undefined);
  return known.state !== state;
}
