import { describe, expect, test } from '@jest/globals';
import { memberText } from '../../../src/cni/member-text.ts';

describe('memberText()', () => {
  test.each([
    { name: 'a number as it is written', text: '{"a":1.0e3,"k":12345678901234567890}', value: '12345678901234567890' },
    { name: 'a text with marks in it', text: '{"k":"}],{\\"k\\":[\\\\"}', value: '"}],{\\"k\\":[\\\\"' },
    { name: 'an object', text: '{"k":{"k":[{}],"b":"x"},"z":0}', value: '{"k":[{}],"b":"x"}' },
    { name: 'a list', text: '{"k":[1,[2,{"k":3}]]}', value: '[1,[2,{"k":3}]]' },
    { name: 'null', text: '{"k":null}', value: 'null' },
    { name: 'white space inside, and none around', text: ' {\n"k" :\t{ "a" : 1 }\n, "b":2 }\n', value: '{ "a" : 1 }' },
    { name: 'the last of several', text: '{"k":1,"k":2}', value: '2' },
    { name: 'one whose key is written with an escape', text: '{"\\u006b":1}', value: '1' },
    { name: 'nothing of a key that is only further inside', text: '{"a":{"k":1},"b":["k"]}', value: undefined },
    { name: 'nothing of a value that reads like the key', text: '{"a":"k","b":1}', value: undefined },
    { name: 'nothing of an empty object', text: '{}', value: undefined },
  ])('gives $name', ({ text, value }) => {
    expect(memberText(text, 'k')).toBe(value);
  });

  test('gives what JSON.parse gives, for every key of a made-up object', () => {
    const values = [0, -1.5, '"', '\\', '{', '],', true, null, [], {}, [[{ a: '"}' }]], { 'a"b': { '': ':' } }];
    const object = Object.fromEntries(values.map((value, i) => [`k${i}"\\:`, value]));
    for (const text of [JSON.stringify(object), JSON.stringify(object, null, 2)]) {
      for (const [key, value] of Object.entries(object)) {
        expect(JSON.parse(memberText(text, key) ?? '')).toEqual(value);
      }
    }
  });

  test('is quick where the object is large', () => {
    const peers = Array.from({ length: 20_000 }, (_, i) => ({ subnet: `10.0.0.${i}`, underlay: 'x' }));
    const text = JSON.stringify({ peers, k: { a: 1 } });
    const startMs = performance.now();
    expect(memberText(text, 'k')).toBe('{"a":1}');
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
