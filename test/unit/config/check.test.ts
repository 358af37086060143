import { describe, expect, test } from '@jest/globals';
import { check, findBadAddress, parseJson, refuse } from '../../../src/config/check.ts';
import { badValue, type Validator } from '../../../src/config/fault.ts';
import { refusal } from './refusal.ts';

const anything: Validator = () => true;

test('check() asks for the meaning only of what has the shape', () => {
  const shapeless: Validator = Object.assign(() => false, {
    errors: [
      { keyword: 'type', instancePath: '', schema: 'object', parentSchema: { description: 'y' }, data: 1, params: {} },
    ],
  });
  const meaning = () => [badValue('deep', 1, '2')];
  expect(check(anything, {}, meaning).faults).toEqual([badValue('deep', 1, '2')]);
  expect(check(anything, {}).faults).toEqual([]);
  expect(check(shapeless, 1, meaning).faults).toMatchObject([{ text: 'the whole: found 1, wanted y' }]);
});

test('refuse() throws the first fault, and nothing where there is none', () => {
  expect(refusal(() => refuse('Cannot do', []))).toBe('accepted');
  expect(refusal(() => refuse('Cannot do', [badValue('a', 1, '2'), badValue('b', 1, '2')], 'STATE_CORRUPT'))).toBe(
    'STATE_CORRUPT Cannot do: a: found 1, wanted 2',
  );
});

describe('parseJson()', () => {
  test('reads JSON', () => {
    expect(parseJson('{"a":1}', 'STATE_CORRUPT', 'Cannot read')).toEqual({ a: 1 });
  });

  test('says what it cannot read', () => {
    expect(refusal(() => parseJson('{', 'STATE_CORRUPT', 'Cannot read'))).toMatch(
      /^STATE_CORRUPT Cannot read: found .*, wanted JSON$/,
    );
  });
});

test('findBadAddress() lets an absent text be', () => {
  expect(findBadAddress('a', undefined, 'ip')).toEqual([]);
  expect(findBadAddress('a', '10.0.0.1', 'ip')).toEqual([]);
  expect(findBadAddress('a', 'x', 'ip')).toHaveLength(1);
});
