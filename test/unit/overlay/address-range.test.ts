import { describe, expect, test } from '@jest/globals';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import {
  type AddressRange,
  planRanges,
  rangeElements,
  rangeOf,
  rangesOf,
  uncovered,
} from '../../../src/overlay/address-range.ts';

function ranges(...texts: readonly string[]): AddressRange[] {
  return texts.map((text) => rangeOf(parsePrefix(text, 'prefix')));
}

const sets = [
  { name: 'none', prefixes: [] },
  { name: 'one', prefixes: ['10.255.0.0/16'] },
  { name: 'neighbours', prefixes: ['10.254.0.0/16', '10.255.0.0/16', '11.0.0.0/8'] },
  { name: 'the first and the last', prefixes: ['0.0.0.0/8', '255.0.0.0/8'] },
  { name: 'all', prefixes: ['0.0.0.0/0'] },
  { name: 'single addresses', prefixes: ['10.0.0.1/32', '255.255.255.255/32'] },
];

test.each(sets)('rangesOf() reads what rangeElements() writes, in any order: $name', ({ prefixes }) => {
  const wanted = ranges(...prefixes);
  const elements = wanted.flatMap(rangeElements);
  expect(rangesOf(elements)).toEqual(wanted);
  expect(rangesOf([...elements].reverse())).toEqual([...wanted].reverse());
});

test('rangesOf() passes over the end with which nft opens a set', () => {
  expect(rangesOf([{ key: 0, isEnd: true }, ...ranges('10.255.0.0/16').flatMap(rangeElements)])).toEqual(
    ranges('10.255.0.0/16'),
  );
});

const plans = [
  { name: 'nothing held', held: [], wanted: ['10.255.0.0/16'], remove: [], add: ['10.255.0.0/16'] },
  { name: 'held already', held: ['10.255.0.0/16'], wanted: ['10.255.0.0/16'], remove: [], add: [] },
  { name: 'within a held one', held: ['10.0.0.0/8'], wanted: ['10.255.0.0/16'], remove: [], add: [] },
  {
    name: 'around held ones',
    held: ['10.255.30.0/24', '10.255.31.0/24', '10.1.0.0/16'],
    wanted: ['10.255.0.0/16'],
    remove: ['10.255.30.0/24', '10.255.31.0/24'],
    add: ['10.255.0.0/16'],
  },
  {
    name: 'wanted ones within each other, and twice',
    held: [],
    wanted: ['10.255.30.0/24', '10.255.0.0/16', '10.255.0.0/16', '192.0.2.0/24'],
    remove: [],
    add: ['10.255.0.0/16', '192.0.2.0/24'],
  },
  { name: 'everything', held: ['10.0.0.0/8'], wanted: ['0.0.0.0/0'], remove: ['10.0.0.0/8'], add: ['0.0.0.0/0'] },
];

describe('planRanges()', () => {
  test.each(plans)('makes no overlap and loses nothing: $name', ({ held, wanted, remove, add }) => {
    expect(planRanges(ranges(...held), ranges(...wanted))).toEqual({ remove: ranges(...remove), add: ranges(...add) });
  });
});

test('uncovered() names what no single range holds whole', () => {
  const held = ranges('10.254.0.0/16', '10.255.30.0/24');
  expect(uncovered(held, ranges('10.254.7.0/24', '10.255.0.0/16', '0.0.0.0/0'))).toEqual(
    ranges('10.255.0.0/16', '0.0.0.0/0'),
  );
});
