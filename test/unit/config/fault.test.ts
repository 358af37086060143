import { describe, expect, test } from '@jest/globals';
import { badValue, type Fault, faultError, findFaults, formatKey } from '../../../src/config/fault.ts';
import { validateSilkCni } from '../../../src/config/generated/silk-cni.ts';

const base = { name: 'blue', type: 'silk-cni', ipam: { type: 'dhcp' } };

describe('findFaults()', () => {
  test('finds nothing where all is as wanted', () => {
    expect(findFaults(validateSilkCni, base)).toEqual([]);
  });

  test('finds every fault, and each once', () => {
    const faults = findFaults(validateSilkCni, { ...base, mtu: 'big', daemonPort: 0, dataDir: 'x', odd: 1 });
    expect(faults.map((fault) => [fault.code, fault.text.split(':')[0]])).toEqual([
      ['UNSUPPORTED_FIELD', 'odd'],
      ['BAD_CONFIG', 'mtu'],
      ['BAD_CONFIG', 'daemonPort'],
      ['BAD_CONFIG', 'dataDir'],
    ]);
  });

  test('does not remember the faults of the call before', () => {
    findFaults(validateSilkCni, { ...base, mtu: 'big' });
    expect(findFaults(validateSilkCni, base)).toEqual([]);
  });
});

describe('faultError()', () => {
  const faults = Array.from({ length: 23 }, (_, i): Fault => badValue(`key${i}`, i, 'none'));
  const [first, ...rest] = faults;

  test('names the first in its message and all in its details', () => {
    const error = faultError('Cannot read', [first ?? badValue('', 0, ''), ...rest.slice(0, 1)]);
    expect(error.message).toBe('Cannot read: key0: found 0, wanted none');
    expect(error.details).toBe('key0: found 0, wanted none\nkey1: found 1, wanted none');
  });

  test('counts those after the twentieth', () => {
    const lines = faultError('Cannot read', [first ?? badValue('', 0, ''), ...rest]).details?.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines?.at(-1)).toBe('and 3 more');
  });

  test('takes the code of the first fault, or the one given', () => {
    const fault: Fault = { code: 'UNSUPPORTED_FIELD', text: 'x' };
    expect(faultError('Cannot read', [fault, ...rest]).code).toBe('UNSUPPORTED_FIELD');
    expect(faultError('Cannot read', [fault], 'STATE_CORRUPT').code).toBe('STATE_CORRUPT');
  });
});

describe('badValue()', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

  test.each([
    { name: 'nothing', value: undefined, found: 'nothing' },
    { name: 'null', value: null, found: 'null' },
    { name: 'control characters', value: 'a\n\0', found: '"a\\n\\u0000"' },
    { name: '80 characters', value: 'x'.repeat(78), found: `"${'x'.repeat(78)}"` },
    { name: '81 characters', value: 'x'.repeat(79), found: `"${'x'.repeat(76)}...` },
    { name: 'half a pair at the cut', value: `${'x'.repeat(75)}😀😀😀`, found: `"${'x'.repeat(75)}\ufffd...` },
  ])('shows $name', ({ value, found }) => {
    expect(badValue('key', value, 'w').text).toBe(`key: found ${found}, wanted w`);
  });

  test.each([
    { name: 'a list', value: deep },
    { name: 'an object', value: { deep } },
  ])('shows in 80 characters $name that is nested too deep to print', ({ value }) => {
    expect(badValue('key', value, 'w').text.length).toBeLessThan(110);
  });
});

describe('formatKey()', () => {
  test.each([
    { key: 'mtu', text: 'mtu' },
    { key: '__proto__', text: '__proto__' },
    { key: '0', text: '["0"]' },
    { key: 'a.b', text: '["a.b"]' },
    { key: 'a\nb', text: '["a\\nb"]' },
    { key: '', text: '[""]' },
    { key: 'k'.repeat(200), text: `["${'k'.repeat(76)}...]` },
  ])('shows $key', ({ key, text }) => {
    expect(formatKey(key)).toBe(text);
  });
});
