import { expect, test } from '@jest/globals';
import { formatMac, isUnicastMac, parseMac, sameMac, tryParseMac } from '../../../src/addr/mac.ts';

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

test('sameMac() compares every byte', () => {
  const mac = parseMac('ee:ee:0a:ff:6c:b8', 'x');
  expect(sameMac(mac, parseMac('ee:ee:0a:ff:6c:b8', 'x'))).toBe(true);
  expect(sameMac(mac, parseMac('ee:ee:0a:ff:6c:b9', 'x'))).toBe(false);
});

test.each([
  { name: "a device's", mac: 'ee:ee:0a:ff:6c:b8', is: true },
  { name: "a group's", mac: '01:00:5e:00:00:01', is: false },
  { name: 'that of all', mac: 'ff:ff:ff:ff:ff:ff', is: false },
  { name: 'zeros', mac: '00:00:00:00:00:00', is: false },
])('isUnicastMac() of $name is $is', ({ mac, is }) => {
  expect(isUnicastMac(parseMac(mac, 'x'))).toBe(is);
});
