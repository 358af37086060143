import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import {
  contains,
  firstOf,
  formatPrefix,
  hostPrefix,
  lastOf,
  networkOf,
  overlaps,
  parsePrefix,
  tryParsePrefix,
} from '../../../src/addr/prefix.ts';

const prefix = (text: string) => parsePrefix(text, 'x');
const ip = (text: string) => parseIp(text, 'x');

describe('parsePrefix()', () => {
  test.each(['10.255.30.0/24', '10.255.30.7/24', '0.0.0.0/0', '10.0.0.1/32', 'fd00::/64', '::/0'])(
    'reads %s',
    (text) => {
      expect(formatPrefix(prefix(text))).toBe(text);
    },
  );

  test.each([
    '',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    'fd00::/129',
    '10.0.0.0/-1',
    '10.0.0.0/2 4',
    '/24',
    '10.0.0/24',
  ])('refuses %j, naming the field', (text) => {
    expect(() => parsePrefix(text, 'subnet')).toThrow(/^Cannot read subnet: found /);
  });
});

test.each([
  { text: '10.255.30.7/24', first: '10.255.30.0', last: '10.255.30.255' },
  { text: '10.0.0.1/32', first: '10.0.0.1', last: '10.0.0.1' },
  { text: '10.0.0.1/31', first: '10.0.0.0', last: '10.0.0.1' },
  { text: '1.2.3.4/0', first: '0.0.0.0', last: '255.255.255.255' },
  { text: 'fd00::5/126', first: 'fd00::4', last: 'fd00::7' },
])('firstOf() and lastOf() give the ends of $text', ({ text, first, last }) => {
  expect(formatIp(firstOf(prefix(text)))).toBe(first);
  expect(formatIp(lastOf(prefix(text)))).toBe(last);
});

test('networkOf() clears the host bits', () => {
  expect(formatPrefix(networkOf(prefix('10.255.30.7/24')))).toBe('10.255.30.0/24');
});

test.each([
  { name: 'inside', within: '10.0.0.0/8', address: '10.255.255.255', expected: true },
  { name: 'before', within: '10.0.0.0/8', address: '9.255.255.255', expected: false },
  { name: 'after', within: '10.0.0.0/8', address: '11.0.0.0', expected: false },
  { name: 'of another family', within: '0.0.0.0/0', address: '::1', expected: false },
  { name: 'anything in /0', within: '0.0.0.0/0', address: '8.8.8.8', expected: true },
])('contains() is $expected for an address $name', ({ within, address, expected }) => {
  expect(contains(prefix(within), ip(address))).toBe(expected);
});

test.each([
  { a: '10.0.0.0/8', b: '10.1.0.0/16', expected: true },
  { a: '10.1.0.0/16', b: '10.0.0.0/8', expected: true },
  { a: '10.1.0.0/16', b: '10.2.0.0/16', expected: false },
  { a: '10.1.0.0/16', b: '10.1.0.0/16', expected: true },
])('overlaps() of $a and $b is $expected', ({ a, b, expected }) => {
  expect(overlaps(prefix(a), prefix(b))).toBe(expected);
});

test('hostPrefix() holds one address', () => {
  expect(formatPrefix(hostPrefix(ip('10.0.0.1')))).toBe('10.0.0.1/32');
  expect(formatPrefix(hostPrefix(ip('fd00::1')))).toBe('fd00::1/128');
});

test('tryParsePrefix() gives a prefix, or nothing where the text is none', () => {
  expect(tryParsePrefix('10.255.30.7/24')).toEqual(prefix('10.255.30.7/24'));
  expect(['10.0.0.0/33', '10.0.0/8', '10.0.0.0', 'fd00::/129'].map(tryParsePrefix)).toEqual(Array(4).fill(undefined));
});
