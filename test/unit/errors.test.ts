import { expect, test } from '@jest/globals';
import { catalogue, errorText, SilkError, systemErrorName } from '../../src/errors.ts';

test('no two failures share a CNI code', () => {
  const codes = Object.values(catalogue).map((entry) => entry.cni);
  expect(new Set(codes).size).toBe(codes.length);
});

test('codes below 100 are those of the CNI specification, and 8 of its library', () => {
  const codes = Object.values(catalogue).map((entry) => entry.cni);
  expect(codes.filter((code) => code < 100).sort((a, b) => a - b)).toEqual([1, 2, 4, 5, 6, 7, 8, 11, 50, 51]);
});

test('SilkError carries code, details and cause', () => {
  const cause = new Error('inner');
  const error = new SilkError('TRY_LATER', 'Cannot lock', { details: 'held', cause });
  expect(error).toMatchObject({ name: 'SilkError', code: 'TRY_LATER', details: 'held', message: 'Cannot lock', cause });
  expect(new SilkError('TRY_LATER', 'x').details).toBeUndefined();
});

test('systemErrorName() gives the name of a file error and of nothing else', () => {
  expect(systemErrorName(Object.assign(new Error('x'), { code: 'ENOENT' }))).toBe('ENOENT');
  expect(systemErrorName(Object.assign(new Error('x'), { code: 7 }))).toBeUndefined();
  expect(systemErrorName({ code: 'ENOENT' })).toBeUndefined();
  expect(systemErrorName(new Error('x'))).toBeUndefined();
});

test('errorText() gives the text of whatever was thrown', () => {
  expect(errorText(new Error('x'))).toBe('x');
  expect(errorText('y')).toBe('y');
  expect(errorText(undefined)).toBe('undefined');
});
