import { describe, expect, test } from '@jest/globals';
import { DelegateError, formatError } from '../../../src/cni/error.ts';
import { catalogue, type ErrorCode, SilkError } from '../../../src/errors.ts';

const codes = Object.keys(catalogue) as ErrorCode[];

describe('formatError()', () => {
  test.each(codes.map((name) => ({ name })))('gives $name the number of the catalogue', ({ name }) => {
    expect(formatError(new SilkError(name, 'Cannot x: y'), '0.4.0')).toStrictEqual({
      cniVersion: '0.4.0',
      code: catalogue[name].cni,
      msg: 'Cannot x: y',
    });
  });

  test('tells details, causes a line each, and what is added, in this order', () => {
    const cause = new Error('disk\nfull', { cause: 'ENOSPC' });
    const error = new SilkError('IO_FAILURE', 'Cannot write', { details: 'two\nlines', cause });
    expect(formatError(error, '1.0.0', ['cannot undo z']).details).toBe(
      'two\nlines\ncaused by: disk full\ncaused by: ENOSPC\ncannot undo z',
    );
  });

  test('leaves out empty details', () => {
    expect(formatError(new SilkError('BAD_JSON', 'x', { details: '' }), '1.0.0')).not.toHaveProperty('details');
  });

  test('ends a circle of causes', () => {
    const error: Error & { cause?: unknown } = new Error('round');
    error.cause = new Error('square', { cause: error });
    expect(formatError(error, '1.0.0').details?.split('\n')).toEqual(Array(4).fill('caused by: square'));
  });

  test('does not repeat a cause that the message quotes', () => {
    const cause = new Error('ENOENT: no such file', { cause: new Error('deeper') });
    const error = new SilkError('IO_FAILURE', 'Cannot read /x: ENOENT: no such file', { cause });
    expect(formatError(error, '1.0.0').details).toBe('caused by: deeper');
  });

  test('passes on code, text and details of a delegate', () => {
    expect(formatError(new DelegateError(999, 'theirs', 'more'), '1.1.0')).toStrictEqual({
      cniVersion: '1.1.0',
      code: 999,
      msg: 'theirs',
      details: 'more',
    });
    expect(new DelegateError(11, 'theirs')).toMatchObject({ code: 'DELEGATE_FAILED', details: undefined });
  });

  test.each([
    { name: 'an Error', thrown: new TypeError('oops'), text: 'oops' },
    { name: 'an Error without a text', thrown: new TypeError(), text: 'TypeError' },
    { name: 'a text', thrown: 'oops', text: 'oops' },
    { name: 'undefined', thrown: undefined, text: 'undefined' },
    { name: 'null', thrown: null, text: 'null' },
    { name: 'a symbol', thrown: Symbol('oops'), text: 'Symbol(oops)' },
    { name: 'an object without a prototype', thrown: Object.create(null), text: 'a thrown object without a text' },
  ])('gives $name as UNEXPECTED without a stack', ({ thrown, text }) => {
    const object = formatError(thrown, '1.0.0');
    expect(object).toStrictEqual({ cniVersion: '1.0.0', code: 199, msg: `Cannot go on: unexpected fault: ${text}` });
    expect(JSON.stringify(object)).not.toContain('.test.ts');
  });
});
