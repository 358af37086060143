import { describe, expect, test } from '@jest/globals';
import { parseNetwork, parseSingle } from '../../../../src/cli/runtime/conflist.ts';

const none = () => [];
const plugins = [{ type: 'silk-cni' }];

function parse(keys: object) {
  return parseNetwork(JSON.stringify({ name: 'blue', plugins, ...keys }), 'a.conflist', none);
}

describe('parseNetwork()', () => {
  test.each([
    { name: 'neither key means 0.1.0', keys: {}, versions: ['0.1.0'] },
    { name: 'cniVersion alone', keys: { cniVersion: '0.4.0' }, versions: ['0.4.0'] },
    {
      name: 'both keys together, oldest first',
      keys: { cniVersion: '1.0.0', cniVersions: ['1.1.0', '0.4.0'] },
      versions: ['0.4.0', '1.0.0', '1.1.0'],
    },
    {
      name: 'versions of the future are passed over',
      keys: { cniVersion: '1.0.0', cniVersions: ['1.2.0', '9.0.0'] },
      versions: ['1.0.0'],
    },
  ])('reads the versions: $name', ({ keys, versions }) => {
    expect(parse(keys).versions).toEqual(versions);
  });

  test('refuses a network of versions that are not spoken here, naming them', () => {
    expect(() => parse({ cniVersion: '2.0.0' })).toThrow(
      expect.objectContaining({ code: 'INCOMPATIBLE_VERSION', message: expect.stringContaining('2.0.0') }),
    );
  });

  test.each([
    { value: true, expected: true },
    { value: 'TRUE', expected: true },
    { value: 'false', expected: false },
    { value: undefined, expected: false },
  ])('reads disableCheck and disableGC $value as $expected', ({ value, expected }) => {
    const network = parse({ disableCheck: value, disableGC: value });
    expect([network.disableCheck, network.disableGc]).toEqual([expected, expected]);
  });

  test('refuses a switch that is neither true nor false', () => {
    expect(() => parse({ disableGC: 'maybe' })).toThrow(/disableGC: found "maybe", wanted true or false/);
  });

  test('keeps of the capabilities those that are true', () => {
    const network = parse({ plugins: [{ type: 'a', capabilities: { ips: true, mac: false } }] });
    expect(network.plugins[0]?.capabilities).toEqual(['ips']);
  });

  test.each([
    { name: 'added after the inlined ones', keys: {}, types: ['silk-cni', 'tuning'] },
    { name: 'left out with loadOnlyInlinedPlugins', keys: { loadOnlyInlinedPlugins: true }, types: ['silk-cni'] },
  ])('plugins of the folder are $name', ({ keys, types }) => {
    const text = JSON.stringify({ name: 'blue', plugins, ...keys });
    const network = parseNetwork(text, 'a', (name) => (name === 'blue' ? ['{"type":"tuning"}'] : []));
    expect(network.plugins.map((plugin) => plugin.type)).toEqual(types);
  });

  test.each([
    { name: 'no plugins', keys: { plugins: [] } },
    { name: 'a plugin without a type', keys: { plugins: [{}] } },
    { name: 'a type with a slash', keys: { plugins: [{ type: '../x' }] } },
    { name: 'a name with a slash', keys: { name: 'a/b' } },
  ])('refuses $name', ({ keys }) => {
    expect(() => parse(keys)).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
  });
});

test('parseSingle() wraps one plugin as a list of one, which the cache can keep', () => {
  const network = parseSingle('{"name":"red","cniVersion":"0.4.0","type":"ptp","mtu":1400}', 'red.conf');
  expect(network).toMatchObject({ name: 'red', versions: ['0.4.0'], plugins: [{ type: 'ptp', json: { mtu: 1400 } }] });
  expect(parseNetwork(network.text, 'the cache', none)).toEqual(network);
});
