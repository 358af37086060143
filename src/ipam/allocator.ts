import { type Ip, sameIp } from '../addr/ip.ts';
import { contains, firstOf, lastOf, type Prefix } from '../addr/prefix.ts';
import { hasReservedEnds, type Range, type RangeSet } from './range.ts';

export interface Candidate {
  readonly ip: Ip;
  readonly range: Range;
}

/**
 * Every address that the set may give, each once: round robin, from the one after `last` to `last` itself.
 * Never a network, broadcast, gateway or excluded address. Starts at the first range when `last` is in none.
 */
export function* candidates(set: RangeSet, excluded: readonly Prefix[], last: Ip | undefined): Generator<Candidate> {
  const barred = barredIn(set, excluded);
  const at = last === undefined ? -1 : set.findIndex((range) => inRange(range, last));
  const home = set[at];
  if (last === undefined || home === undefined) {
    for (const range of set) yield* stretch(range, barred);
    return;
  }
  const next = { family: last.family, value: last.value + 1n };
  yield* stretch({ ...home, start: next }, barred, home);
  for (const range of [...set.slice(at + 1), ...set.slice(0, at)]) yield* stretch(range, barred);
  yield* stretch({ ...home, end: last }, barred, home);
}

/** The addresses of `part`, leaping over the barred prefixes: stepping through an excluded IPv6 /64 would never end. */
function* stretch(part: Range, barred: readonly Span[], range: Range = part): Generator<Candidate> {
  const { family } = part.start;
  for (let value = part.start.value; value <= part.end.value; value++) {
    const span = barred.find((one) => one.family === family && one.first <= value && value <= one.last);
    if (span === undefined) yield { ip: { family, value }, range };
    else value = span.last;
  }
}

interface Span {
  readonly family: number;
  readonly first: bigint;
  readonly last: bigint;
  /** What to tell who asks for such an address. */
  readonly why: string;
}

function barredIn(set: RangeSet, excluded: readonly Prefix[]): Span[] {
  const spans = set.flatMap(({ subnet, gateway }) => [
    ...(hasReservedEnds(subnet) ? reservedEnds(subnet) : []),
    ...(gateway === undefined ? [] : [spanOf(gateway, gateway, 'the gateway')]),
  ]);
  return [...spans, ...excluded.map((prefix) => spanOf(firstOf(prefix), lastOf(prefix), 'excluded'))];
}

/** IPv6 has no broadcast; its first address is the subnet routers' (RFC 4291, 2.6.1). */
function reservedEnds(subnet: Prefix): Span[] {
  const [first, last] = [firstOf(subnet), lastOf(subnet)];
  const network = spanOf(first, first, 'the network address');
  return first.family === 6 ? [network] : [network, spanOf(last, last, 'the broadcast address')];
}

function spanOf(first: Ip, last: Ip, why: string): Span {
  return { family: first.family, first: first.value, last: last.value, why };
}

/** The range of the set that may give this address, or undefined. */
export function mayGive(set: RangeSet, excluded: readonly Prefix[], ip: Ip): Range | undefined {
  return whyNot(set, excluded, ip) === undefined ? set.find((range) => inRange(range, ip)) : undefined;
}

/** Why the set never gives this address (`the gateway`, `excluded`, `outside every range`), or undefined: it may. */
export function whyNot(set: RangeSet, excluded: readonly Prefix[], ip: Ip): string | undefined {
  if (set.some(({ gateway }) => gateway !== undefined && sameIp(gateway, ip))) return 'the gateway';
  if (!set.some(({ subnet }) => contains(subnet, ip))) return 'outside every range';
  const span = barredIn(set, excluded).find(
    (one) => one.family === ip.family && one.first <= ip.value && ip.value <= one.last,
  );
  if (span !== undefined) return span.why;
  return set.some((range) => inRange(range, ip)) ? undefined : 'outside every range';
}

function inRange(range: Range, ip: Ip): boolean {
  return range.start.family === ip.family && range.start.value <= ip.value && ip.value <= range.end.value;
}
