import { type Endpoint, isEndpoint, type SegmentEntry } from '../../addr/endpoint.ts';
import { type Ip, sameIp } from '../../addr/ip.ts';
import { type Mac, macKey, sameMac } from '../../addr/mac.ts';
import type { WithdrawGuardOptions } from '../../config/etcd-options.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import type { Hearing } from './judge-neighbours.ts';
import type { Refusal } from './judge-routes.ts';
import { type KeptHosts, KnownHosts } from './known-hosts.ts';

/** What a host has of a segment. */
interface SegmentPart {
  readonly vni: number;
  readonly underlay: Ip;
  /** Whether it says that it has a part of the segment: after that, it has said all that it has. */
  readonly isSaid: boolean;
  /** In the order of their MACs and addresses. */
  readonly endpoints: readonly Endpoint[];
}

/** What routes lead to now, and what is known besides. */
export interface EntriesReading {
  readonly entries: readonly SegmentEntry[];
  readonly hearing: Hearing;
  /** Of a clock that nobody sets. */
  readonly nowMs: number;
  /** What is announced here: nobody else has it. */
  readonly own: readonly LocalEndpoint[];
}

const kept: KeptHosts<SegmentPart> = {
  noun: 'hosts of segments',
  keyOf: ({ vni, underlay }) => ipKeyOf(vni, underlay),
  // What others have of its endpoints is theirs; it stays where broadcasts go.
  replacedBy: () => () => false,
  isSame: isSamePart,
};

/**
 * The entries that count. An endpoint goes at once where its host goes on to say that it has a part of the segment; all that a host
 * has goes, or is held, as a peer of the routed network.
 */
export class KnownSegments {
  readonly #graceMs: number;
  readonly #remembered: readonly SegmentEntry[] | undefined;
  readonly #known: KnownHosts<SegmentPart>;
  #parts: readonly SegmentPart[] = [];
  #entries: readonly SegmentEntry[] | undefined;

  /** @param remembered what was known before a restart; undefined: nothing. */
  constructor(limits: WithdrawGuardOptions, remembered: readonly SegmentEntry[] | undefined) {
    this.#graceMs = limits.graceSeconds * 1000;
    this.#remembered = remembered;
    this.#known = new KnownHosts(kept, limits, toParts(remembered ?? []));
  }

  /** The same list while it says the same. Undefined: nothing is known yet. */
  get entries(): readonly SegmentEntry[] | undefined {
    return this.#entries ?? this.#remembered;
  }

  /** As that of KnownHosts. */
  isDue(nowMs: number): boolean {
    return this.#known.isDue(nowMs);
  }

  /** Takes what routes lead to now. Returns what is held back. */
  take({ entries, hearing, nowMs, own }: EntriesReading): Refusal[] {
    const taken = new TakenAddresses(entries, own);
    const before = new Map(this.#known.followed.map((part) => [kept.keyOf(part), part]));
    const hasDoubt = !hearing.isComplete || hearing.upForMs < this.#graceMs;
    const parts = toParts(entries).map((part) => {
      const isWhole = hearing.isComplete && (part.isSaid || !hasDoubt);
      return isWhole ? part : joined(part, before.get(kept.keyOf(part)), taken);
    });
    const held = this.#known.take(parts, hearing, nowMs);
    const { list } = this.#known;
    if (list !== undefined) this.#flatten(list.map((part) => withoutTaken(part, taken)));
    return held;
  }

  #flatten(parts: readonly SegmentPart[]): void {
    const isSameAt = (part: SegmentPart, other: SegmentPart | undefined) => {
      if (other === undefined || part === other) return part === other;
      return kept.keyOf(part) === kept.keyOf(other) && isSamePart(part, other);
    };
    const isSameList = parts.length === this.#parts.length && parts.every((part, i) => isSameAt(part, this.#parts[i]));
    if (this.#entries !== undefined && isSameList) return;
    this.#parts = parts;
    this.#entries = parts.flatMap<SegmentEntry>(({ vni, underlay, isSaid, endpoints }) => {
      return isSaid ? [{ vni, underlay }, ...endpoints] : endpoints;
    });
  }
}

/** Who has MACs and addresses by what is said now: no other can have them for having been known before. */
class TakenAddresses {
  readonly #byMac = new Map<bigint, { readonly underlay: Ip | undefined; readonly hasIp: boolean }>();
  readonly #byIp = new Map<bigint, Mac>();

  /** Of two, `entries` count. */
  constructor(entries: readonly SegmentEntry[], own: readonly LocalEndpoint[]) {
    for (const { vni, mac, ip } of own) this.#add(vni, { mac, ip, underlay: undefined });
    for (const one of entries) if (isEndpoint(one)) this.#add(one.vni, one);
  }

  #add(vni: number, { mac, ip, underlay }: Pick<Endpoint, 'mac' | 'ip'> & { readonly underlay: Ip | undefined }): void {
    const key = macKeyOf(vni, mac);
    this.#byMac.set(key, { underlay, hasIp: ip !== undefined || (this.#byMac.get(key)?.hasIp ?? false) });
    if (ip !== undefined) this.#byIp.set(ipKeyOf(vni, ip), mac);
  }

  leaves({ vni, mac, ip, underlay }: Endpoint): boolean {
    const owner = this.#byMac.get(macKeyOf(vni, mac));
    if (owner !== undefined) {
      if (owner.underlay === undefined || !sameIp(owner.underlay, underlay)) return false;
      // A MAC alone says nothing where it is known with an address.
      if (ip === undefined) return !owner.hasIp;
    }
    const other = ip && this.#byIp.get(ipKeyOf(vni, ip));
    return other === undefined || sameMac(other, mac);
  }
}

/** The part with what it had before and nobody has now. */
function joined(part: SegmentPart, before: SegmentPart | undefined, taken: TakenAddresses): SegmentPart {
  if (before === undefined) return part;
  const said = new Set(part.endpoints.map(textOf));
  const rest = before.endpoints.filter((one) => !said.has(textOf(one)) && taken.leaves(one));
  return { ...part, isSaid: part.isSaid || before.isSaid, endpoints: inOrder([...part.endpoints, ...rest]) };
}

function withoutTaken(part: SegmentPart, taken: TakenAddresses): SegmentPart {
  const endpoints = part.endpoints.filter((one) => taken.leaves(one));
  return endpoints.length === part.endpoints.length ? part : { ...part, endpoints };
}

function toParts(entries: readonly SegmentEntry[]): SegmentPart[] {
  const parts = new Map<bigint, { vni: number; underlay: Ip; isSaid: boolean; endpoints: Endpoint[] }>();
  for (const entry of entries) {
    const { vni, underlay } = entry;
    const key = ipKeyOf(vni, underlay);
    const part = parts.get(key) ?? { vni, underlay, isSaid: false, endpoints: [] };
    parts.set(key, part);
    if (isEndpoint(entry)) part.endpoints.push(entry);
    else part.isSaid = true;
  }
  return [...parts.values()].map((part) => ({ ...part, endpoints: inOrder(part.endpoints) }));
}

function inOrder(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return endpoints.toSorted(
    (a, b) => macKey(a.mac) - macKey(b.mac) || Number(a.ip?.value ?? 0n) - Number(b.ip?.value ?? 0n),
  );
}

/** Of two of one segment and host. */
function isSamePart(a: SegmentPart, b: SegmentPart): boolean {
  if (a.isSaid !== b.isSaid || a.endpoints.length !== b.endpoints.length) return false;
  return a.endpoints.every((one, i) => textOf(one) === textOf(b.endpoints[i]));
}

/** Of an endpoint of one host. */
function textOf(one: Endpoint | undefined): string {
  return one === undefined ? '' : `${macKey(one.mac)} ${one.ip?.value}`;
}

function macKeyOf(vni: number, mac: Mac): bigint {
  return (BigInt(vni) << 48n) | BigInt(macKey(mac));
}

function ipKeyOf(vni: number, ip: Ip): bigint {
  return (BigInt(vni) << 32n) | ip.value;
}
