import { describe, expect, test } from '@jest/globals';
import {
  optionalAddress,
  optionalCount,
  optionalList,
  optionalText,
  optionalTexts,
  placeOf,
  present,
  requiredPrefix,
  requiredText,
  without,
} from '../../../src/cni/field.ts';

const place = (value: unknown) => ({ path: 'here', object: { key: value } });

test.each([
  { name: 'requiredText()', read: requiredText, good: 'x', bad: ['', 1, null, undefined, {}] },
  { name: 'optionalText()', read: optionalText, good: 'x', bad: [1, false, []] },
  { name: 'optionalCount()', read: optionalCount, good: 0, bad: ['1', 1.5, -1, 1e300, true] },
  { name: 'optionalTexts()', read: optionalTexts, good: ['a', ''], bad: ['a', [1], {}] },
  {
    name: 'requiredPrefix()',
    read: requiredPrefix,
    good: '10.0.0.1/8',
    bad: ['10.0.0.1', '10.0.0.1/33', 7, undefined],
  },
  { name: 'optionalAddress()', read: optionalAddress, good: 'fe80::1', bad: ['10.0.0.1/8', '010.0.0.1', 7] },
])('$name reads its type and names the field that has another', ({ read, good, bad }) => {
  expect(read(place(good), 'key')).toEqual(good);
  for (const value of bad) {
    expect(() => read(place(value), 'key')).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining('here.key') }),
    );
  }
});

test.each([
  { name: 'optionalText()', read: optionalText, absent: ['', null, undefined] },
  { name: 'optionalCount()', read: optionalCount, absent: [null, undefined] },
  { name: 'optionalTexts()', read: optionalTexts, absent: [null, undefined] },
  { name: 'optionalAddress()', read: optionalAddress, absent: ['', null, undefined] },
])('$name is undefined where there is no value', ({ read, absent }) => {
  expect(absent.map((value) => read(place(value), 'key'))).toEqual(absent.map(() => undefined));
});

test('optionalList() gives each member its place', () => {
  expect(optionalList(place(['a', 'b']), 'key', (value, path) => `${path}=${value}`)).toEqual([
    'here.key[0]=a',
    'here.key[1]=b',
  ]);
});

test('requiredPrefix() and optionalAddress() give the canonical text', () => {
  expect(requiredPrefix(place('FD00:0::0A/64'), 'key')).toBe('fd00::a/64');
  expect(optionalAddress(place('FD00:0::0A'), 'key')).toBe('fd00::a');
});

describe('placeOf()', () => {
  test.each([
    { name: 'a list', value: [] },
    { name: 'null', value: null },
    { name: 'a text', value: 'x' },
  ])('refuses $name', ({ value }) => {
    expect(() => placeOf(value, 'here')).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
  });
});

test('without() leaves a key __proto__ an ordinary key', () => {
  const copy = without(JSON.parse('{"a":1,"b":2,"__proto__":{"c":3}}'), ['a']);
  expect(JSON.stringify(copy)).toBe('{"b":2,"__proto__":{"c":3}}');
  expect('c' in copy).toBe(false);
});

test('present() drops what is undefined and keeps the rest', () => {
  expect(Object.entries(present({ a: undefined, b: 0, c: '' }))).toEqual([
    ['b', 0],
    ['c', ''],
  ]);
});
