import type { Ip } from '../../addr/ip.ts';
import { firstOf, lastOf, type Prefix } from '../../addr/prefix.ts';

/** What a choice is made of. */
export interface SubnetChoice {
  /** The first addresses of the first and of the last subnet that may be had, and their length. */
  readonly subnetMin: Ip;
  readonly subnetMax: Ip;
  readonly subnetLength: number;
  /** What is had by others, of any length. */
  readonly taken: readonly Prefix[];
  /** When each subnet was given last, as a number that grows with time; by its first address. */
  readonly lastGiven: ReadonlyMap<bigint, number>;
  /** From 0 to below 1. */
  random(): number;
}

/**
 * The subnet that a new host asks for: one that nobody ever had, by chance, so that hosts that ask at once seldom ask for the same;
 * else the one that has been free for longest. Undefined: none is free.
 */
export function chooseSubnet(choice: SubnetChoice): Prefix | undefined {
  const { lastGiven, subnetLength: length, random } = choice;
  let fresh: bigint | undefined;
  let freshCount = 0;
  let oldest: { readonly value: bigint; readonly given: number } | undefined;
  for (const value of freeSubnets(choice)) {
    const given = lastGiven.get(value);
    if (given === undefined) {
      freshCount += 1;
      // Each of n is chosen with the chance 1/n, without a list of them.
      if (random() * freshCount < 1) fresh = value;
    } else if (oldest === undefined || given < oldest.given) {
      oldest = { value, given };
    }
  }
  const value = fresh ?? oldest?.value;
  return value === undefined ? undefined : { ip: { family: 4, value }, length };
}

/** First addresses, in their order. */
function* freeSubnets({ subnetMin, subnetMax, subnetLength, taken }: SubnetChoice): Generator<bigint> {
  const size = 2n ** BigInt(32 - subnetLength);
  const spans = taken.map((prefix) => ({ first: firstOf(prefix).value, last: lastOf(prefix).value }));
  spans.sort((a, b) => (a.first < b.first ? -1 : 1));
  let at = 0;
  let end = -1n;
  for (let value = subnetMin.value; value <= subnetMax.value; value += size) {
    for (let span = spans[at]; span !== undefined && span.first < value + size; span = spans[++at]) {
      if (span.last > end) end = span.last;
    }
    if (end < value) yield value;
  }
}
