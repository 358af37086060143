import { describe, expect, test } from '@jest/globals';
import {
  deriveContainerId,
  formatCniArgPairs,
  parseCniArgPairs,
  readAttachment,
  resolveNetns,
} from '../../../../src/cli/runtime/attachment.ts';

test.each([
  { text: 'a', path: '/run/netns/a' },
  { text: '/proc/1/ns/net', path: '/proc/1/ns/net' },
  { text: '/run/netns/../netns/a', path: '/run/netns/a' },
  { text: './a', path: `${process.cwd()}/a` },
])('resolveNetns() has $text as $path', ({ text, path }) => {
  expect(resolveNetns(text)).toBe(path);
});

test("deriveContainerId() gives cnitool's name: printf /var/run/netns/testing | sha512sum", () => {
  expect(deriveContainerId('/var/run/netns/testing')).toBe('cnitool-77383ca0a0715733ca6f');
});

describe('parseCniArgPairs()', () => {
  test('reads what formatCniArgPairs() writes', () => {
    const pairs = [
      ['IP', '10.0.0.1'],
      ['IgnoreUnknown', '1'],
    ] as const;
    expect(parseCniArgPairs(formatCniArgPairs(pairs))).toEqual(pairs);
    expect(parseCniArgPairs('')).toEqual([]);
  });

  test.each(['a', 'a=', '=b', 'a=b=c', 'a=b;'])('refuses %p', (text) => {
    expect(() => parseCniArgPairs(text)).toThrow(expect.objectContaining({ code: 'BAD_ENVIRONMENT' }));
  });
});

describe('readAttachment()', () => {
  const wish = { netns: 'a', ifname: 'eth0' };

  test('derives the container ID from the path, and lets a given one win', () => {
    expect(readAttachment(wish).containerId).toBe(deriveContainerId('/run/netns/a'));
    expect(readAttachment({ ...wish, containerId: 'web-1' }).containerId).toBe('web-1');
  });

  test.each([
    { name: 'a container ID with a slash', change: { containerId: 'a/b' }, code: 'BAD_ENVIRONMENT' },
    { name: 'an interface name of 16 bytes', change: { ifname: 'a234567890123456' }, code: 'BAD_ENVIRONMENT' },
    { name: 'capability arguments that are no object', change: { capabilityArgs: '[]' }, code: 'BAD_JSON' },
  ])('refuses $name', ({ change, code }) => {
    expect(() => readAttachment({ ...wish, ...change })).toThrow(expect.objectContaining({ code }));
  });
});
