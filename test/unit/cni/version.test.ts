import { describe, expect, test } from '@jest/globals';
import { asSupported, atLeast, newestVersion, readVersion, supportedVersions } from '../../../src/cni/version.ts';

describe('readVersion()', () => {
  test.each(supportedVersions.map((version) => ({ name: version })))('takes $name', ({ name }) => {
    expect(readVersion({ cniVersion: name })).toBe(name);
  });

  test.each([
    { name: 'a missing cniVersion', config: {} },
    { name: 'an empty cniVersion', config: { cniVersion: '' } },
    { name: 'null', config: { cniVersion: null } },
  ])('takes $name as 0.1.0 (cni.md 0.8)', ({ config }) => {
    expect(readVersion(config)).toBe('0.1.0');
  });

  test.each([
    { name: '1.0.1' },
    { name: '1.0' },
    { name: 'v1.0.0' },
    { name: '2.0.0' },
    { name: ' 1.0.0' },
    { name: 'toString' },
  ])('refuses $name and lists both sides (cni.md 29)', ({ name }) => {
    expect(() => readVersion({ cniVersion: name })).toThrow(
      expect.objectContaining({
        code: 'INCOMPATIBLE_VERSION',
        details: `config is "${name}", plugin supports ["0.1.0","0.2.0","0.3.0","0.3.1","0.4.0","1.0.0","1.1.0"]`,
      }),
    );
  });

  test('refuses a number by name', () => {
    expect(() => readVersion({ cniVersion: 1 })).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining('cniVersion: found 1') }),
    );
  });
});

test('asSupported() is undefined for what is no supported version', () => {
  expect([asSupported('1.0.0'), asSupported('1.0.1'), asSupported(undefined)]).toEqual(['1.0.0', undefined, undefined]);
});

test('atLeast() orders the versions as they were published', () => {
  const newerThan040 = supportedVersions.filter((version) => atLeast(version, '0.4.0'));
  expect(newerThan040).toEqual(['0.4.0', '1.0.0', '1.1.0']);
});

test('newestVersion is the last of the supported ones', () => {
  expect(supportedVersions.at(-1)).toBe(newestVersion);
});
