import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../src/config/fault.ts';
import { locateFaults } from '../../../src/config/json-lines.ts';

const fault = (at?: string): Fault => ({ code: 'BAD_CONFIG', text: 'x', ...(at !== undefined && { at }) });
const lineOf = (text: string, at?: string) => locateFaults(text, [fault(at)])[0]?.text;

describe('locateFaults() finds the line of', () => {
  const text = '\n{\n"a": [\n1,\n{"b/c": 2,\n"~": 3}]}';
  test.each([
    { name: 'the whole', at: '', line: 2 },
    { name: 'a fault that is nowhere', at: undefined, line: 2 },
    { name: 'a list', at: '/a', line: 3 },
    { name: 'one of a list', at: '/a/0', line: 4 },
    { name: 'a key with a slash', at: '/a/1/b~1c', line: 5 },
    { name: 'a key with a tilde', at: '/a/1/~0', line: 6 },
    { name: 'what is missing: where it should be', at: '/a/1/none/a', line: 5 },
    { name: 'what is below what is missing', at: '/none/a', line: 2 },
    { name: 'what is beyond the list', at: '/a/7', line: 3 },
  ])('$name', ({ at, line }) => {
    expect(lineOf(text, at)).toBe(`line ${line}: x`);
  });

  test.each([
    { name: 'lines that end in CR LF', text: '{\r\n"a":\r\n1}' },
    { name: 'escapes in a key', text: '{\n"\\u0061":\n1}' },
  ])('a value among $name', ({ text: other }) => {
    expect(lineOf(other, '/a')).toBe('line 3: x');
  });
});

test('locateFaults() lets those be that nobody will list: each takes a walk through the text', () => {
  const found = locateFaults(
    '[]',
    Array.from({ length: 21 }, () => fault('')),
  );
  expect(found.map(({ text }) => text)).toEqual([...Array(20).fill('line 1: x'), 'x']);
});

describe('locateFaults() says where a text is no JSON:', () => {
  test.each([
    ['{"a":tru}', 'line 1: found "tru", wanted JSON'],
    ['{\n"a" 1}', 'line 2: found "1", wanted ":"'],
    ['{a:1}', 'line 1: found "a", wanted JSON'],
    ['{1:1}', 'line 1: found "1", wanted a key in double quotes'],
    ['[1\n2]', 'line 2: found "2", wanted ","'],
    ['[1,\n]', 'line 2: found "]", wanted a JSON value'],
    ['[01]', 'line 1: found "1", wanted ","'],
    ['["\\x"]', 'line 1: found "\\"\\\\x\\"", wanted an escape of JSON'],
    ['["\\u12"]', 'line 1: found "\\"\\\\u12\\"", wanted four hexadecimal digits after \\u'],
    ['["\t"]', 'line 1: found "\\"\\t\\"", wanted no control character in a text'],
    ['[1.]', 'line 1: found "1.", wanted a JSON number'],
    ['[1', 'line 1: found the end of the file, wanted "]"'],
    ['[] []', 'line 1: found "[", wanted the end of the file'],
  ])('%j', (text, expected) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(locateFaults(text, [fault()]).map((one) => one.text)).toEqual([expected]);
  });
});
