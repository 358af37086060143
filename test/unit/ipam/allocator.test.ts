import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp, type Ip } from '../../../src/addr/ip.ts';
import { contains, parsePrefix } from '../../../src/addr/prefix.ts';
import { candidates, mayGive, whyNot } from '../../../src/ipam/allocator.ts';
import { makeRange, type RangeSpec } from '../../../src/ipam/range.ts';
import { ip } from './scratch.ts';

const set = (...specs: RangeSpec[]) => specs.map((spec) => makeRange(spec, 'r'));
const exclude = (...texts: string[]) => texts.map((text) => parsePrefix(text, 'exclude'));

function firstOf(count: number, found: Iterable<{ ip: Ip }>): string[] {
  const texts: string[] = [];
  for (const one of found) {
    if (texts.length === count) break;
    texts.push(formatIp(one.ip));
  }
  return texts;
}

describe('candidates()', () => {
  test.each([
    {
      name: 'skips network, gateway and broadcast',
      specs: [{ subnet: '10.0.0.0/29' }],
      last: undefined,
      lasts: [2, 3, 4, 5, 6],
    },
    {
      name: 'goes on after the last, which comes last',
      specs: [{ subnet: '10.0.0.0/29' }],
      last: '10.0.0.4',
      lasts: [5, 6, 2, 3, 4],
    },
    { name: 'wraps from the end', specs: [{ subnet: '10.0.0.0/29' }], last: '10.0.0.6', lasts: [2, 3, 4, 5, 6] },
    {
      name: 'begins anew when the last is foreign',
      specs: [{ subnet: '10.0.0.0/29' }],
      last: '10.9.0.4',
      lasts: [2, 3, 4, 5, 6],
    },
    {
      name: 'never gives a broadcast inside a wished range',
      specs: [{ subnet: '10.0.0.0/29', rangeStart: '10.0.0.5', rangeEnd: '10.0.0.7' }],
      last: undefined,
      lasts: [5, 6],
    },
    {
      name: 'never gives a network address inside a wished range',
      specs: [{ subnet: '10.0.0.0/29', rangeStart: '10.0.0.0', rangeEnd: '10.0.0.2' }],
      last: undefined,
      lasts: [2],
    },
    {
      name: 'goes through the ranges in turn',
      specs: [{ subnet: '10.0.0.0/30' }, { subnet: '10.0.0.8/30' }, { subnet: '10.0.0.16/30' }],
      last: '10.0.0.10',
      lasts: [18, 2, 10],
    },
    { name: 'both addresses of a /31', specs: [{ subnet: '10.0.0.4/31' }], last: undefined, lasts: [4, 5] },
    { name: 'the address of a /32, again and again', specs: [{ subnet: '10.0.0.4/32' }], last: '10.0.0.4', lasts: [4] },
    {
      name: 'but not a gateway that was named',
      specs: [{ subnet: '10.0.0.4/31', gateway: '10.0.0.4' }],
      last: undefined,
      lasts: [5],
    },
  ])('$name', ({ specs, last, lasts }) => {
    const found = candidates(set(...specs), [], last === undefined ? undefined : ip(last));
    expect(firstOf(99, found)).toEqual(lasts.map((byte) => `10.0.0.${byte}`));
  });

  test('the last address of an IPv6 subnet is one like any other, the first is not', () => {
    expect(firstOf(9, candidates(set({ subnet: 'fd00::/126', rangeStart: 'fd00::' }), [], undefined))).toEqual([
      'fd00::2',
      'fd00::3',
    ]);
  });

  test('leaps over excluded prefixes, however large', () => {
    expect(firstOf(3, candidates(set({ subnet: 'fd00::/64' }), exclude('fd00::/65'), undefined))).toEqual([
      'fd00::8000:0:0:0',
      'fd00::8000:0:0:1',
      'fd00::8000:0:0:2',
    ]);
    expect(firstOf(9, candidates(set({ subnet: 'fd00::/64' }), exclude('fd00::/48'), undefined))).toEqual([]);
  });

  test('are what may be given, each once, in round robin order', () => {
    const wish = fc.record({
      length: fc.integer({ min: 24, max: 32 }),
      base: fc.integer({ min: 0, max: 255 }),
      last: fc.option(fc.integer({ min: 0, max: 255 }), { nil: undefined }),
      excluded: fc.array(
        fc.record({ base: fc.integer({ min: 0, max: 255 }), length: fc.integer({ min: 26, max: 32 }) }),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(wish, ({ length, base, last, excluded }) => {
        const size = 2 ** (32 - length);
        const first = base - (base % size);
        const ranges = set({ subnet: `10.0.0.${first}/${length}` });
        const barred = exclude(...excluded.map((one) => `10.0.0.${one.base}/${one.length}`));
        const found = firstOf(999, candidates(ranges, barred, last === undefined ? undefined : ip(`10.0.0.${last}`)));
        const inside = (n: number) =>
          n >= first && n < first + size && !barred.some((one) => contains(one, ip(`10.0.0.${n}`)));
        const reserved = (n: number) => size >= 4 && (n === first || n === first + 1 || n === first + size - 1);
        const may = Array.from({ length: 256 }, (_, n) => n).filter((n) => inside(n) && !reserved(n));
        const start = last !== undefined && last >= first && last < first + size ? last : -1;
        const expected = [...may.filter((n) => n > start), ...may.filter((n) => n <= start)];
        expect(found).toEqual(expected.map((n) => `10.0.0.${n}`));
        for (let n = 0; n < 256; n++)
          expect(mayGive(ranges, barred, ip(`10.0.0.${n}`)) !== undefined).toBe(may.includes(n));
      }),
    );
  });
});

describe('whyNot()', () => {
  const ranges = set({ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.200' });
  test.each([
    { name: 'one to give', text: '10.0.0.9', why: undefined },
    { name: 'the network', text: '10.0.0.0', why: 'the network address' },
    { name: 'the broadcast', text: '10.0.0.255', why: 'the broadcast address' },
    { name: 'the gateway', text: '10.0.0.1', why: 'the gateway' },
    { name: 'an excluded one', text: '10.0.0.17', why: 'excluded' },
    { name: 'one after the end', text: '10.0.0.201', why: 'outside every range' },
    { name: 'one of another subnet', text: '10.0.1.9', why: 'outside every range' },
    { name: 'one of another family', text: 'fd00::1', why: 'outside every range' },
  ])('$name: $why', ({ text, why }) => {
    expect(whyNot(ranges, exclude('10.0.0.16/30'), ip(text))).toBe(why);
  });
});
