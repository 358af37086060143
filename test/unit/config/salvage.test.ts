import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { filePath, pluginType } from '../../../src/config/network.schema.ts';
import { salvageIpamConfig, salvageSilkCniConfig } from '../../../src/config/salvage.ts';
import { silkIpamSchema } from '../../../src/config/silk-ipam.schema.ts';

const nothing = { ipam: { type: 'silk-ipam', lockTimeoutMs: 5000 } };

describe('salvageSilkCniConfig()', () => {
  test('takes what is usable out of a configuration that is not', () => {
    const json = {
      mtu: 'big',
      dataDir: '/data',
      datastore: '/store.json',
      nonsense: {},
      ipam: { type: 'silk-ipam', dataDir: '/ipam', ranges: 'gone', lockTimeoutMs: 100 },
    };
    expect(salvageSilkCniConfig(json)).toEqual({
      dataDir: '/data',
      datastore: '/store.json',
      ipam: { type: 'silk-ipam', dataDir: '/ipam', lockTimeoutMs: 100 },
    });
  });

  test("keeps another plugin's type", () => {
    expect(salvageSilkCniConfig({ ipam: { type: 'dhcp' } }).ipam.type).toBe('dhcp');
  });

  test.each([
    { name: 'no object', json: 7 },
    { name: 'null', json: null },
    { name: 'a list', json: [] },
    { name: 'relative paths', json: { dataDir: 'data', datastore: './x', ipam: { dataDir: '../y' } } },
    { name: 'a NUL', json: { dataDir: '/a\0', ipam: { dataDir: '/\0' } } },
    { name: 'wrong types', json: { dataDir: ['/a'], datastore: 1, ipam: { type: {}, lockTimeoutMs: '1' } } },
    { name: 'a path as type', json: { ipam: { type: '../../bin/sh' } } },
    { name: 'a timeout out of bounds', json: { ipam: { lockTimeoutMs: 60001 } } },
    { name: 'ipam null', json: { ipam: null } },
    { name: 'inherited values', json: Object.create({ dataDir: '/a', ipam: { type: 'x' } }) },
  ])('leaves out $name', ({ json }) => {
    expect(salvageSilkCniConfig(json)).toEqual(nothing);
  });

  test('never throws', () => {
    const key = fc.constantFrom('dataDir', 'datastore', 'ipam', 'type', 'lockTimeoutMs', '__proto__');
    const json = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(key, fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue()))),
    );
    fc.assert(fc.property(json, (value) => salvageSilkCniConfig(value).ipam.type !== ''));
  });
});

describe('salvageIpamConfig()', () => {
  test('reads only the ipam object', () => {
    expect(salvageIpamConfig({ dataDir: '/silk', ipam: { dataDir: '/ipam' } })).toEqual({
      type: 'silk-ipam',
      dataDir: '/ipam',
      lockTimeoutMs: 5000,
    });
  });

  test('takes a value exactly where the schema does', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('/a', '/', '.', '..', '...', 'a\\b', 'a\0', '/\0', 'a\n', '/\n'),
    );
    const { minimum, maximum } = silkIpamSchema.properties.ipam.properties.lockTimeoutMs;
    fc.assert(
      fc.property(text, fc.integer({ min: -1, max: 60002 }), (value, lockTimeoutMs) => {
        const found = salvageIpamConfig({ ipam: { type: value, dataDir: value, lockTimeoutMs } });
        expect(found.type === value).toBe(matches(pluginType.pattern, value));
        expect(found.dataDir === value).toBe(matches(filePath.pattern, value));
        expect(found.lockTimeoutMs === lockTimeoutMs).toBe(
          lockTimeoutMs === 5000 || (lockTimeoutMs >= minimum && lockTimeoutMs <= maximum),
        );
      }),
    );
  });
});

function matches(pattern: string | undefined, value: string): boolean {
  return new RegExp(pattern ?? '', 'u').test(value);
}
