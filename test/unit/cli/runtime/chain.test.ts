import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cachePath, readCache } from '../../../../src/cli/runtime/cache.ts';
import { addNetwork, checkNetwork, delNetwork, statusNetwork } from '../../../../src/cli/runtime/chain.ts';
import type { ChainCall } from '../../../../src/cli/runtime/execute.ts';
import type { CniVersion } from '../../../../src/cni/version.ts';
import { attachment, RecordingPlugins, thrownBy } from '../recording-plugins.ts';

const key = { network: 'blue', containerId: 'c1', ifname: 'eth0' };
const first = { cniVersion: '1.1.0', ips: [{ address: '10.1.2.3/24' }], custom: 'kept' };
const second = { cniVersion: '1.1.0', ips: [{ address: '10.1.2.3/24' }], routes: [{ dst: '0.0.0.0/0', mtu: 1400 }] };

function chainOf(plugins: RecordingPlugins, version: CniVersion = '1.1.0', keys = {}): ChainCall {
  plugins.add('a', { result: { ...first, cniVersion: version } });
  plugins.add('b', { result: { ...second, cniVersion: version } });
  return plugins.call([{ type: 'a' }, { type: 'b' }], version, keys);
}

describe('addNetwork()', () => {
  test('runs the plugins in order, and threads prevResult as it was printed', () => {
    using plugins = new RecordingPlugins();
    const outcome = addNetwork(chainOf(plugins), attachment);
    expect(plugins.order).toEqual(['a ADD', 'b ADD']);
    expect(plugins.stdin('a', 'ADD')).not.toHaveProperty('prevResult');
    expect(plugins.stdin('b', 'ADD')['prevResult']).toEqual(first);
    expect(outcome.json).toEqual(second);
    expect(outcome.steps.map((step) => step.plugin)).toEqual(['a', 'b']);
  });

  test('caches the last result with the configuration and the arguments', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    const wanted = { ...attachment, capabilityArgs: { mac: '02:00:00:00:00:01' } };
    addNetwork(call, wanted);
    const cached = readCache(plugins.cacheDir, key);
    expect(cached).toEqual({ ...wanted, network: 'blue', config: call.network.text, result: second });
  });

  test('converts a result of another version, for the next plugin and for the cache', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a', { result: second });
    plugins.add('b', { result: second });
    const { json } = addNetwork(plugins.call([{ type: 'a' }, { type: 'b' }], '0.4.0'), attachment);
    const older = {
      cniVersion: '0.4.0',
      ips: [{ version: '4', address: '10.1.2.3/24' }],
      routes: [{ dst: '0.0.0.0/0' }],
    };
    expect(plugins.stdin('b', 'ADD')['prevResult']).toEqual(older);
    expect(json).toEqual(older);
  });

  test('ends at the plugin that fails, and caches nothing', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    plugins.add('a', { errors: { ADD: { code: 11, msg: 'later' } } });
    expect(thrownBy(() => addNetwork(call, attachment))).toMatchObject({ code: 'TRY_LATER', cniCode: 11 });
    expect(plugins.order).toEqual(['a ADD']);
    expect(readCache(plugins.cacheDir, key)).toBeUndefined();
  });

  test('refuses a result that is none, naming the plugin', () => {
    using plugins = new RecordingPlugins();
    plugins.add('a', { result: ['x'] });
    expect(thrownBy(() => addNetwork(plugins.call([{ type: 'a' }]), attachment))).toMatchObject({
      code: 'BAD_JSON',
      place: { plugin: 'a' },
    });
  });
});

describe('delNetwork()', () => {
  test.each([
    { version: '0.3.1', prevResult: undefined },
    { version: '0.4.0', prevResult: { ...second, cniVersion: '0.4.0' } },
    { version: '1.1.0', prevResult: second },
  ] as const)('runs in reverse; prevResult in $version is $prevResult', ({ version, prevResult }) => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, version);
    addNetwork(call, attachment);
    delNetwork(call, attachment);
    expect(plugins.order.slice(2)).toEqual(['b DEL', 'a DEL']);
    expect(plugins.stdin('b', 'DEL')['prevResult']).toEqual(prevResult);
    expect(plugins.stdin('a', 'DEL')['prevResult']).toEqual(prevResult);
    expect(readCache(plugins.cacheDir, key)).toBeUndefined();
  });

  test.each(['', '{"kind":"cniCacheV1","networkName":"blue"', 'garbage'])('needs no cache: %p in its place', (text) => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    const path = cachePath(plugins.cacheDir, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    delNetwork(call, attachment);
    delNetwork(call, attachment);
    expect(plugins.order).toEqual(['b DEL', 'a DEL', 'b DEL', 'a DEL']);
    expect(plugins.stdin('a', 'DEL')).not.toHaveProperty('prevResult');
  });

  test("takes the ADD's arguments from the cache, unless they are given again", () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    const capable = plugins.call([{ type: 'a', capabilities: { mac: true } }]);
    const given = { ...attachment, cniArgs: [['A', '1']] as [string, string][], capabilityArgs: { mac: 'm' } };
    addNetwork(capable, given);
    delNetwork(capable, attachment);
    expect(plugins.env('a', 'DEL')).toContain('CNI_ARGS=A=1');
    expect(plugins.stdin('a', 'DEL')['runtimeConfig']).toEqual({ mac: 'm' });
    addNetwork(call, given);
    delNetwork(call, { ...attachment, cniArgs: [['A', '2']] });
    expect(plugins.env('a', 'DEL')).toContain('CNI_ARGS=A=2');
  });

  test('keeps the cache entry when a plugin fails', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    addNetwork(call, attachment);
    plugins.add('a', { errors: { DEL: { code: 11, msg: 'later' } } });
    expect(() => delNetwork(call, attachment)).toThrow('a (plugin 1 of 2): later');
    expect(readCache(plugins.cacheDir, key)).toBeDefined();
  });
});

describe('checkNetwork()', () => {
  test('runs in order, each with the cached result', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    addNetwork(call, attachment);
    checkNetwork(call, attachment);
    expect(plugins.order.slice(2)).toEqual(['a CHECK', 'b CHECK']);
    expect(plugins.stdin('a', 'CHECK')['prevResult']).toEqual(second);
  });

  test('asks nobody with disableCheck', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, '1.0.0', { disableCheck: true });
    expect(checkNetwork(call, attachment).skipped).toContain('disableCheck');
    expect(plugins.order).toEqual([]);
  });

  test.each([
    { name: 'before 0.4.0', version: '0.3.1', code: 'INCOMPATIBLE_VERSION' },
    { name: 'without a cached result', version: '1.0.0', code: 'BAD_ENVIRONMENT' },
  ] as const)('refuses $name', ({ version, code }) => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, version);
    expect(thrownBy(() => checkNetwork(call, attachment))).toMatchObject({ code });
    expect(plugins.order).toEqual([]);
  });
});

describe('statusNetwork()', () => {
  test('asks every plugin, and gives the first that is not ready', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    expect(statusNetwork(call).steps).toHaveLength(2);
    plugins.add('a', { errors: { STATUS: { code: 50, msg: 'full' } } });
    expect(thrownBy(() => statusNetwork(call))).toMatchObject({ code: 'NOT_READY', cniCode: 50 });
  });

  test('asks those that know 1.1.0, where the list allows it, and names the others', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, '1.0.0', { cniVersions: ['1.0.0', '1.1.0'] });
    plugins.add('b', { versions: ['0.4.0', '1.0.0'] });
    expect(statusNetwork(call)).toMatchObject({ steps: [{ plugin: 'a' }], notAsked: ['b'] });
    expect(plugins.stdin('a', 'STATUS')).toMatchObject({ cniVersion: '1.1.0' });
  });

  test('asks nobody before 1.1.0, and says so', () => {
    using plugins = new RecordingPlugins();
    expect(statusNetwork(chainOf(plugins, '1.0.0')).skipped).toBe('version 1.0.0 has no STATUS');
    expect(plugins.order).toEqual([]);
  });
});
