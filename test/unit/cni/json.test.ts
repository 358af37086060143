import { describe, expect, test } from '@jest/globals';
import { isJsonObject, parseJsonObject } from '../../../src/cni/json.ts';

describe('parseJsonObject()', () => {
  test.each([
    { name: 'no newline at the end', text: '{"a":1}' },
    { name: 'white space around', text: ' \r\n\t{"a":1}\n\n' },
    { name: 'a repeated key, the last one counting', text: '{"a":2,"a":1}' },
  ])('reads an object with $name', ({ text }) => {
    expect(parseJsonObject(text, 'stdin')).toEqual({ a: 1 });
  });

  test.each([
    { name: 'nothing', text: '', found: 'found nothing' },
    { name: 'white space', text: ' \n', found: 'found nothing' },
    { name: 'null', text: 'null', found: 'found null' },
    { name: 'a list', text: '[{}]', found: 'found a list' },
    { name: 'a text', text: '"x"', found: 'found a string' },
    { name: 'two objects', text: '{}{}', found: 'found no JSON' },
    { name: 'half an object', text: '{"a":', found: 'found no JSON' },
    { name: 'a byte order mark', text: '\u{feff}{}', found: 'found a byte order mark' },
    { name: 'a NUL after it', text: '{}\0', found: 'found no JSON' },
  ])('refuses $name', ({ text, found }) => {
    expect(() => parseJsonObject(text, 'stdin')).toThrow(
      expect.objectContaining({ code: 'BAD_JSON', message: expect.stringContaining(`Cannot read stdin: ${found}`) }),
    );
  });

  test('keeps a key __proto__ as an ordinary key', () => {
    const object = parseJsonObject('{"__proto__":{"polluted":true}}', 'stdin');
    expect(Object.getPrototypeOf(object)).toBe(Object.getPrototypeOf({}));
    expect(Object.keys(object)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

test('isJsonObject() takes neither lists nor null', () => {
  expect([{}, [], null, 'x', undefined].map(isJsonObject)).toEqual([true, false, false, false, false]);
});
