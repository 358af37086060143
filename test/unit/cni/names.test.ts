import { describe, expect, test } from '@jest/globals';
import { isIdentifier, isIfname, isPluginType } from '../../../src/cni/names.ts';

describe('isIdentifier()', () => {
  test.each([{ name: 'a' }, { name: '0' }, { name: 'a..b' }, { name: 'k8s.pod_1-x' }, { name: `a${'b'.repeat(400)}` }])(
    'takes $name',
    ({ name }) => {
      expect(isIdentifier(name)).toBe(true);
    },
  );

  test.each([
    { name: '' },
    { name: '.' },
    { name: '..' },
    { name: '-a' },
    { name: '_a' },
    { name: 'a/b' },
    { name: 'a b' },
    { name: 'a\n' },
    { name: 'ä' },
    { name: 'a\0' },
  ])('refuses $name', ({ name }) => {
    expect(isIdentifier(name)).toBe(false);
  });
});

describe('isIfname()', () => {
  test.each(['eth%d', 'a%b', 'a\x01b', 'a\x7f', 'a\ufffd'].map((name) => ({ name })))(
    'refuses $name, which would become another name',
    ({ name }) => {
      expect(isIfname(name)).toBe(false);
    },
  );

  test.each([
    { name: 'eth0' },
    { name: 'a.b' },
    { name: '...' },
    { name: 'fifteen-bytes15' },
    { name: 'üüüüüüü' },
    { name: '-' },
  ])('takes $name', ({ name }) => {
    expect(isIfname(name)).toBe(true);
  });

  test.each([
    { name: '' },
    { name: '.' },
    { name: '..' },
    { name: 'sixteen-bytes-16' },
    { name: 'üüüüüüüü' },
    { name: 'a/b' },
    { name: 'a:b' },
    { name: 'a b' },
    { name: 'a\t' },
    { name: 'a\u00a0b' },
    { name: 'a\u0085b' },
    { name: 'a\u2003b' },
  ])('refuses $name', ({ name }) => {
    expect(isIfname(name)).toBe(false);
  });
});

describe('isPluginType()', () => {
  test.each([{ name: 'host-local' }, { name: 'a b' }, { name: '...' }])('takes $name', ({ name }) => {
    expect(isPluginType(name)).toBe(true);
  });

  test.each([
    { name: '' },
    { name: '.' },
    { name: '..' },
    { name: '../ptp' },
    { name: '/bin/sh' },
    { name: 'a\\b' },
    { name: 'a\0' },
  ])('refuses $name', ({ name }) => {
    expect(isPluginType(name)).toBe(false);
  });
});
