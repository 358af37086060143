import { expect, test } from '@jest/globals';
import { formatMac, macFromBytes, parseMac, sameMac, tryParseMac } from '../../../src/addr/mac.ts';

test('parseMac() takes either case, formatMac() gives lower case', () => {
  expect(formatMac(parseMac('EE:ee:0A:ff:6c:B8', 'mac'))).toBe('ee:ee:0a:ff:6c:b8');
});

test.each(['', 'ee:ee:0a:ff:6c', 'ee:ee:0a:ff:6c:b8:00', 'ee-ee-0a-ff-6c-b8', 'ee:ee:0a:ff:6c:g8', 'e:ee:0a:ff:6c:b8'])(
  'parseMac() refuses %j, naming the field',
  (text) => {
    expect(() => parseMac(text, 'peers[3].mac')).toThrow(`Cannot read peers[3].mac: found ${JSON.stringify(text)}`);
  },
);

test('tryParseMac() gives a MAC, or nothing where the text is none', () => {
  expect(tryParseMac('ee:ee:0a:ff:6c:b8')).toEqual(parseMac('ee:ee:0a:ff:6c:b8', 'x'));
  expect(tryParseMac('ee:ee:0a:ff:6c')).toBeUndefined();
});

test('macFromBytes() copies, and refuses any other length', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);
  const mac = macFromBytes(bytes);
  bytes[0] = 9;
  expect(formatMac(mac)).toBe('01:02:03:04:05:06');
  expect(() => macFromBytes(Uint8Array.of(1))).toThrow('6 bytes, found 1');
});

test('sameMac() compares every byte', () => {
  const mac = parseMac('ee:ee:0a:ff:6c:b8', 'x');
  expect(sameMac(mac, parseMac('ee:ee:0a:ff:6c:b8', 'x'))).toBe(true);
  expect(sameMac(mac, parseMac('ee:ee:0a:ff:6c:b9', 'x'))).toBe(false);
});
