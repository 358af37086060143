import { formatIp, type Ip, parseIp } from '../addr/ip.ts';
import {
  contains,
  firstOf,
  formatPrefix,
  lastOf,
  networkOf,
  type Prefix,
  parsePrefix,
  widthOf,
} from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';

/** Addresses from `start` to `end`, both included. A /31, /32, /127, /128 has a gateway only where one was given. */
export interface Range {
  readonly subnet: Prefix;
  readonly start: Ip;
  readonly end: Ip;
  readonly gateway: Ip | undefined;
}

/** An attachment gets one address out of each set. */
export type RangeSet = readonly Range[];

export interface RangeSpec {
  readonly subnet: string;
  readonly rangeStart?: string | undefined;
  readonly rangeEnd?: string | undefined;
  readonly gateway?: string | undefined;
}

/**
 * A range by the rules of the reference `host-local`: the subnet is a network address; the gateway defaults to the first
 * address after it, the start likewise, the end to the last address (IPv4: the last before broadcast).
 * Beyond host-local, subnets of one or two addresses are allowed: every address can be given (RFC 3021, RFC 6164), so
 * there is no default gateway in them.
 * @throws SilkError BAD_CONFIG naming `field` with the key in it.
 */
export function makeRange(spec: RangeSpec, field: string): Range {
  const subnet = parseSubnet(spec.subnet, `${field}.subnet`);
  const start = parseInside(spec.rangeStart, subnet, `${field}.rangeStart`) ?? defaultStart(subnet);
  const end = parseInside(spec.rangeEnd, subnet, `${field}.rangeEnd`) ?? defaultEnd(subnet);
  if (start.value > end.value) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot use ${field}: found rangeStart ${formatIp(start)} after rangeEnd ${formatIp(end)}, wanted it before or equal`,
    );
  }
  return { subnet, start, end, gateway: parseGateway(spec.gateway, subnet, `${field}.gateway`) };
}

function parseSubnet(text: string, field: string): Prefix {
  const subnet = parsePrefix(text, field);
  if (networkOf(subnet).ip.value !== subnet.ip.value) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot read ${field}: found ${JSON.stringify(text)}, wanted the network address ${formatPrefix(networkOf(subnet))}`,
    );
  }
  return subnet;
}

function parseInside(text: string | undefined, subnet: Prefix, field: string): Ip | undefined {
  if (text === undefined) return undefined;
  const ip = parseIp(text, field);
  if (!contains(subnet, ip)) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot read ${field}: found ${JSON.stringify(text)}, wanted an address of ${formatPrefix(subnet)}`,
    );
  }
  return ip;
}

function parseGateway(text: string | undefined, subnet: Prefix, field: string): Ip | undefined {
  if (text === undefined) return hasReservedEnds(subnet) ? after(firstOf(subnet)) : undefined;
  const ip = parseIp(text, field);
  if (ip.family !== subnet.ip.family) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot read ${field}: found ${JSON.stringify(text)}, wanted an IPv${subnet.ip.family} address`,
    );
  }
  return ip;
}

function defaultStart(subnet: Prefix): Ip {
  return hasReservedEnds(subnet) ? after(firstOf(subnet)) : firstOf(subnet);
}

function defaultEnd(subnet: Prefix): Ip {
  const last = lastOf(subnet);
  return hasReservedEnds(subnet) && last.family === 4 ? { family: 4, value: last.value - 1n } : last;
}

/** Whether the subnet is large enough to set its network (and IPv4 broadcast) address apart: four addresses or more. */
export function hasReservedEnds(subnet: Prefix): boolean {
  return widthOf(subnet.ip.family) - subnet.length >= 2;
}

function after(ip: Ip): Ip {
  return { family: ip.family, value: ip.value + 1n };
}

/**
 * Checks what concerns more than one range: each set has a range and one family, and no address is in two ranges.
 * @throws SilkError BAD_CONFIG naming the ranges by their place, as in `ranges[0][1]`.
 */
export function checkRangeSets(sets: readonly RangeSet[]): void {
  sets.forEach((set, place) => {
    checkFamily(set, place);
  });
  const placed = sets.flatMap((set, i) => set.map((range, j) => ({ range, name: `ranges[${i}][${j}]` })));
  placed.forEach((one, i) => {
    const other = placed.slice(i + 1).find((later) => rangesOverlap(one.range, later.range));
    if (other === undefined) return;
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot use ${other.name}: found ${formatRange(other.range)}, wanted no overlap with ${one.name} ${formatRange(one.range)}`,
    );
  });
}

function checkFamily(set: RangeSet, place: number): void {
  const [first] = set;
  if (first === undefined) {
    throw new SilkError('BAD_CONFIG', `Cannot use ranges[${place}]: found no range, wanted at least one`);
  }
  const odd = set.find((range) => range.subnet.ip.family !== first.subnet.ip.family);
  if (odd === undefined) return;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot use ranges[${place}]: found ${formatPrefix(odd.subnet)} beside ${formatPrefix(first.subnet)}, wanted one address family in a set`,
  );
}

function rangesOverlap(a: Range, b: Range): boolean {
  return a.start.family === b.start.family && a.start.value <= b.end.value && b.start.value <= a.end.value;
}

function formatRange(range: Range): string {
  return `${formatIp(range.start)}-${formatIp(range.end)}`;
}
