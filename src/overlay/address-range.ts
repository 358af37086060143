import { firstOf, lastOf, type Prefix } from '../addr/prefix.ts';
import type { AddressElement } from '../linux/nftables/element.ts';

/** IPv4 addresses that follow each other, as numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const lastOfAll = 2 ** 32 - 1;

/** The addresses of an IPv4 prefix. */
export function rangeOf(prefix: Prefix): AddressRange {
  return { first: Number(firstOf(prefix).value), last: Number(lastOf(prefix).value) };
}

/** How a set of ranges holds a range: its beginning, and what comes after it unless nothing does. */
export function rangeElements({ first, last }: AddressRange): AddressElement[] {
  const beginning = { key: first, isEnd: false };
  return last === lastOfAll ? [beginning] : [beginning, { key: last + 1, isEnd: true }];
}

/** The ranges that a set holds, out of its elements in any order. */
export function rangesOf(elements: readonly AddressElement[]): AddressRange[] {
  const ends = elements.filter(({ isEnd }) => isEnd).map(({ key }) => key - 1);
  return elements
    .filter(({ isEnd }) => !isEnd)
    .map(({ key }) => ({ first: key, last: Math.min(lastOfAll, ...ends.filter((end) => end >= key)) }));
}

/** What makes a set of ranges hold others too. */
export interface RangeChanges {
  readonly remove: readonly AddressRange[];
  readonly add: readonly AddressRange[];
}

/** The kernel refuses ranges that overlap: those within a wanted one go, and a wanted one within another is there already. */
export function planRanges(held: readonly AddressRange[], wanted: readonly AddressRange[]): RangeChanges {
  const missing = uncovered(held, wanted);
  const add = missing.filter(
    (range, i) => !missing.some((other, j) => isPartOf(range, other) && (j < i || !isPartOf(other, range))),
  );
  return { remove: held.filter((range) => add.some((other) => isPartOf(range, other))), add };
}

/** The wanted ranges that none of the held ones holds whole. */
export function uncovered(held: readonly AddressRange[], wanted: readonly AddressRange[]): AddressRange[] {
  return wanted.filter((range) => !held.some((other) => isPartOf(range, other)));
}

function isPartOf(part: AddressRange, whole: AddressRange): boolean {
  return part.first >= whole.first && part.last <= whole.last;
}
