import { tryParseIp } from '../addr/ip.ts';
import { formatMac, isUnicastMac, macKey, tryParseMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { formatPrefix, type Prefix, tryParsePrefix } from '../addr/prefix.ts';
import { isUnicastIpv4 } from './address-check.ts';
import type { Fault } from './fault.ts';
import { itemFault } from './list-file.ts';
import { type PeerKeys, wantedPeer } from './peers-file.schema.ts';

/** What a list of peers means. */
export interface PeerList {
  /** As many as there are entries, in their order, where there are no faults. */
  readonly peers: readonly Peer[];
  readonly faults: readonly Fault[];
}

/** A peer that means something by itself, and where it is in the list. */
interface Entry {
  readonly index: number;
  readonly peer: Peer;
  /** The subnet as numbers: of its first address and of its last. */
  readonly first: number;
  readonly last: number;
}

/**
 * What a schema cannot see in a list of peers of the right shape: texts that are not what they should be, subnets that
 * overlap, a MAC at two places. Takes n log n steps.
 */
export function checkPeers(list: readonly PeerKeys[]): PeerList {
  const faults: Fault[] = [];
  const entries: Entry[] = [];
  for (let i = 0; i < list.length; i++) {
    const keys = list[i];
    const entry = keys && readEntry(keys, i, faults);
    if (entry !== undefined) entries.push(entry);
  }
  findOverlaps(entries, faults);
  findSharedMacs(entries, faults);
  return { peers: entries.map(({ peer }) => peer), faults };
}

/** Undefined where there is a fault. */
function readEntry(keys: PeerKeys, index: number, faults: Fault[]): Entry | undefined {
  const subnet = readSubnet(keys.subnet);
  const underlay = tryParseIp(keys.underlay);
  const mac = keys.mac === undefined ? undefined : tryParseMac(keys.mac);
  const before = faults.length;
  if (subnet === undefined) faults.push(peerFault(index, 'subnet', keys.subnet));
  if (underlay === undefined || !isUnicastIpv4(underlay)) faults.push(peerFault(index, 'underlay', keys.underlay));
  if (keys.mac !== undefined && (mac === undefined || !isUnicastMac(mac)))
    faults.push(peerFault(index, 'mac', keys.mac));
  if (subnet === undefined || underlay === undefined || faults.length > before) return undefined;
  const first = Number(subnet.ip.value);
  const peer = mac === undefined ? { subnet, underlay } : { subnet, underlay, mac };
  return { index, peer, first, last: first + 2 ** (32 - subnet.length) - 1 };
}

function readSubnet(text: string): Prefix | undefined {
  const prefix = tryParsePrefix(text);
  if (prefix === undefined || prefix.length < 1 || prefix.length > 30 || !isUnicastIpv4(prefix.ip)) return undefined;
  return Number(prefix.ip.value) % 2 ** (32 - prefix.length) === 0 ? prefix : undefined;
}

/** Sorted by their first addresses, two overlap where one begins before the last of those before it ends. */
function findOverlaps(entries: readonly Entry[], faults: Fault[]): void {
  const sorted = entries.toSorted((a, b) => a.first - b.first);
  let widest: Entry | undefined;
  for (const entry of sorted) {
    if (widest !== undefined && entry.first <= widest.last) faults.push(overlapFault(widest, entry));
    if (widest === undefined || entry.last > widest.last) widest = entry;
  }
}

/** Named is the one that comes later in the list. */
function overlapFault(a: Entry, b: Entry): Fault {
  const [earlier, later] = a.index < b.index ? [a, b] : [b, a];
  const found = formatPrefix(later.peer.subnet);
  const taken = `peers[${earlier.index}].subnet ${formatPrefix(earlier.peer.subnet)}`;
  return peerFault(later.index, 'subnet', found, `a subnet that does not overlap ${taken}`);
}

/** Two VTEPs of one MAC would need two FDB entries of it. Those that are derived differ as the subnets do. */
function findSharedMacs(entries: readonly Entry[], faults: Fault[]): void {
  if (!entries.some(({ peer }) => peer.mac !== undefined)) return;
  const seen = new Map<number, Entry>();
  for (const entry of entries) {
    const key = keyOfMac(entry);
    const other = seen.get(key);
    if (other === undefined) seen.set(key, entry);
    else if (other.peer.underlay.value !== entry.peer.underlay.value) faults.push(...sharedMacFault(other, entry));
  }
}

/** The MAC as a number; without one, that of the VTEP's address: `ee:ee` and the four bytes. */
function keyOfMac({ peer, first }: Entry): number {
  return peer.mac === undefined ? 0xeeee * 2 ** 32 + first : macKey(peer.mac);
}

/** Named is the one that has the key `mac`, the later one where both have. */
function sharedMacFault(earlier: Entry, later: Entry): Fault[] {
  const [named, other] = later.peer.mac === undefined ? [earlier, later] : [later, earlier];
  const { mac } = named.peer;
  const wanted = `another than that of peers[${other.index}], which has another underlay address`;
  return mac === undefined ? [] : [peerFault(named.index, 'mac', formatMac(mac), wanted)];
}

function peerFault(index: number, key: keyof PeerKeys, found: string, wanted: string = wantedPeer[key]): Fault {
  return itemFault('peers', index, { key, found, wanted });
}
