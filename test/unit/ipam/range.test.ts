import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp } from '../../../src/addr/ip.ts';
import { contains, formatPrefix, networkOf } from '../../../src/addr/prefix.ts';
import { checkRangeSets, makeRange, type RangeSpec } from '../../../src/ipam/range.ts';
import { failureOf } from './scratch.ts';

function describeRange(spec: RangeSpec): string {
  const { start, end, gateway } = makeRange(spec, 'ranges[0][0]');
  return `${formatIp(start)} ${formatIp(end)} ${gateway === undefined ? 'none' : formatIp(gateway)}`;
}

describe('makeRange()', () => {
  test.each([
    { name: 'IPv4 by host-local', spec: { subnet: '10.255.30.0/24' }, found: '10.255.30.1 10.255.30.254 10.255.30.1' },
    {
      name: 'IPv6 has no broadcast',
      spec: { subnet: 'fd00::/64' },
      found: 'fd00::1 fd00::ffff:ffff:ffff:ffff fd00::1',
    },
    { name: 'a /30', spec: { subnet: '10.0.0.4/30' }, found: '10.0.0.5 10.0.0.6 10.0.0.5' },
    { name: 'a /31 has no gateway', spec: { subnet: '10.0.0.4/31' }, found: '10.0.0.4 10.0.0.5 none' },
    { name: 'a /32 has no gateway', spec: { subnet: '10.0.0.4/32' }, found: '10.0.0.4 10.0.0.4 none' },
    { name: 'a /127 has no gateway', spec: { subnet: 'fd00::4/127' }, found: 'fd00::4 fd00::5 none' },
    { name: 'a /128 has no gateway', spec: { subnet: 'fd00::4/128' }, found: 'fd00::4 fd00::4 none' },
    {
      name: 'all that is given',
      spec: { subnet: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.11', gateway: '10.0.0.254' },
      found: '10.0.0.9 10.0.0.11 10.0.0.254',
    },
    {
      name: 'a gateway in a /31 that is given',
      spec: { subnet: '10.0.0.4/31', gateway: '10.0.0.4' },
      found: '10.0.0.4 10.0.0.5 10.0.0.4',
    },
  ])('$name', ({ spec, found }) => {
    expect(describeRange(spec)).toBe(found);
  });

  test.each([
    { name: 'no prefix', spec: { subnet: '10.0.0.0' }, field: 'subnet', says: '"10.0.0.0"' },
    {
      name: 'host bits',
      spec: { subnet: '10.0.0.1/24' },
      field: 'subnet',
      says: 'wanted the network address 10.0.0.0/24',
    },
    { name: 'no address', spec: { subnet: '10.0.0.0/24', rangeStart: 'x' }, field: 'rangeStart', says: '"x"' },
    {
      name: 'a start outside',
      spec: { subnet: '10.0.0.0/24', rangeStart: '10.0.1.1' },
      field: 'rangeStart',
      says: 'wanted an address of 10.0.0.0/24',
    },
    {
      name: 'an end outside',
      spec: { subnet: '10.0.0.0/24', rangeEnd: '10.0.1.1' },
      field: 'rangeEnd',
      says: 'wanted an address of 10.0.0.0/24',
    },
    {
      name: 'a gateway of the other family',
      spec: { subnet: '10.0.0.0/24', gateway: 'fd00::1' },
      field: 'gateway',
      says: 'wanted an IPv4 address',
    },
  ])('$name is refused naming the key', ({ spec, field, says }) => {
    const failure = failureOf(() => makeRange(spec, 'ranges[0][1]'));
    expect(failure.code).toBe('BAD_CONFIG');
    expect(failure.message).toContain(`ranges[0][1].${field}: found`);
    expect(failure.message).toContain(says);
  });

  test('a start after the end is refused', () => {
    const spec = { subnet: '10.0.0.0/24', rangeStart: '10.0.0.9', rangeEnd: '10.0.0.8' };
    expect(failureOf(() => makeRange(spec, 'r')).message).toContain('rangeStart 10.0.0.9 after rangeEnd 10.0.0.8');
  });

  test('start, end and the default gateway are in the subnet, whatever it is', () => {
    const networks = fc.oneof(
      fc.record({
        family: fc.constant<4>(4),
        value: fc.bigInt(0n, 2n ** 32n - 1n),
        length: fc.integer({ min: 0, max: 32 }),
      }),
      fc.record({
        family: fc.constant<6>(6),
        value: fc.bigInt(2n ** 120n, 2n ** 128n - 1n),
        length: fc.integer({ min: 0, max: 128 }),
      }),
    );
    fc.assert(
      fc.property(networks, ({ family, value, length }) => {
        const subnet = networkOf({ ip: { family, value }, length });
        const range = makeRange({ subnet: formatPrefix(subnet) }, 'r');
        expect(range.start.value <= range.end.value).toBe(true);
        for (const ip of [range.start, range.end, range.gateway ?? range.start])
          expect(contains(subnet, ip)).toBe(true);
      }),
    );
  });
});

describe('checkRangeSets()', () => {
  const set = (...specs: RangeSpec[]) => specs.map((spec) => makeRange(spec, 'r'));

  test('accepts what host-local accepts', () => {
    checkRangeSets([
      set({ subnet: '10.0.0.0/24', rangeEnd: '10.0.0.9' }, { subnet: '10.0.0.0/24', rangeStart: '10.0.0.10' }),
      set({ subnet: 'fd00::/64' }),
      set({ subnet: '9.0.0.0/24' }),
    ]);
  });

  test.each([
    { name: 'a set without range', sets: [[]], says: 'ranges[0]: found no range' },
    {
      name: 'two families in a set',
      sets: [set({ subnet: '10.0.0.0/24' }, { subnet: 'fd00::/64' })],
      says: 'one address family',
    },
    {
      name: 'an overlap in a set',
      sets: [set({ subnet: '10.0.0.0/24' }, { subnet: '10.0.0.0/25' })],
      says: 'ranges[0][1]: found',
    },
    {
      name: 'an overlap of sets',
      sets: [set({ subnet: '10.0.0.0/8' }), set({ subnet: '10.9.0.0/24' })],
      says: 'ranges[1][0]: found',
    },
  ])('$name is refused', ({ sets, says }) => {
    const failure = failureOf(() => checkRangeSets(sets));
    expect([failure.code, failure.message]).toEqual(['BAD_CONFIG', expect.stringContaining(says)]);
  });
});
