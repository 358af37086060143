import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIp } from '../../../../src/addr/ip.ts';
import { formatPrefix, overlaps, parsePrefix } from '../../../../src/addr/prefix.ts';
import { chooseSubnet, type SubnetChoice } from '../../../../src/peers/etcd/choose-subnet.ts';

function choose(more: Partial<SubnetChoice>): string | undefined {
  const subnet = chooseSubnet({
    subnetMin: parseIp('10.0.1.0', 'x'),
    subnetMax: parseIp('10.0.4.0', 'x'),
    subnetLength: 24,
    taken: [],
    lastGiven: new Map(),
    random: () => 0,
    ...more,
  });
  return subnet && formatPrefix(subnet);
}

function taken(...texts: readonly string[]): SubnetChoice['taken'] {
  return texts.map((text) => parsePrefix(text, 'x'));
}

function given(...texts: readonly string[]): SubnetChoice['lastGiven'] {
  return new Map(texts.map((text, i) => [parseIp(text, 'x').value, i]));
}

describe('chooseSubnet()', () => {
  test('takes one that nobody ever had, by chance, each with the same', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 3000; i++) {
      const subnet = choose({ random: Math.random, taken: taken('10.0.2.0/24') }) ?? '';
      counts.set(subnet, (counts.get(subnet) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['10.0.1.0/24', '10.0.3.0/24', '10.0.4.0/24']);
    expect(Math.min(...counts.values())).toBeGreaterThan(850);
  });

  test('takes the one that has been free for longest where each has been given', () => {
    expect(choose({ lastGiven: given('10.0.3.0', '10.0.1.0', '10.0.4.0', '10.0.2.0') })).toBe('10.0.3.0/24');
    expect(choose({ lastGiven: given('10.0.3.0', '10.0.1.0', '10.0.4.0') })).toBe('10.0.2.0/24');
  });

  test('none overlaps what is taken, of whatever length', () => {
    const length25 = taken('10.0.0.0/23', '10.0.2.128/25', '10.0.4.0/24', '192.168.0.0/16');
    expect(choose({ taken: length25 })).toBe('10.0.3.0/24');
    expect(choose({ taken: taken('10.0.0.0/16') })).toBeUndefined();
  });

  test('whatever is taken, what is chosen is free, and there is one as long as one is free', () => {
    const prefix = fc.record({ third: fc.integer({ min: 0, max: 6 }), length: fc.integer({ min: 22, max: 26 }) });
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 4 })), (prefixes, used) => {
        const list = taken(...prefixes.map(({ third, length }) => `10.0.${third}.0/${length}`));
        const chosen = choose({ taken: list, lastGiven: given(...used.map((third) => `10.0.${third}.0`)) });
        const all = taken('10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24', '10.0.4.0/24');
        const free = all.filter((subnet) => !list.some((other) => overlaps(subnet, other))).map(formatPrefix);
        if (chosen === undefined) expect(free).toEqual([]);
        else expect(free).toContain(chosen);
      }),
    );
  });
});
