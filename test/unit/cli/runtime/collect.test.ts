import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listCache, writeCache } from '../../../../src/cli/runtime/cache.ts';
import { collectNetwork, planCollect } from '../../../../src/cli/runtime/collect.ts';
import type { ChainCall } from '../../../../src/cli/runtime/execute.ts';
import { attachment, RecordingPlugins, thrownBy } from '../recording-plugins.ts';

/** A chain of two with three attachments in the cache: `alive`, `dead` and `unknown` (of no known namespace). */
function prepare(plugins: RecordingPlugins, call: ChainCall): void {
  const alive = join(plugins.dir, 'alive');
  writeFileSync(alive, '');
  const netns = { alive, dead: join(plugins.dir, 'dead'), unknown: '' };
  for (const [containerId, path] of Object.entries(netns)) {
    writeCache(plugins.cacheDir, { ...attachment, containerId, netns: path, network: 'blue', config: '', result: {} });
  }
  expect(call.network.plugins).toHaveLength(2);
}

function chainOf(plugins: RecordingPlugins, version: '1.0.0' | '1.1.0' = '1.1.0', keys = {}): ChainCall {
  plugins.add('a');
  plugins.add('b');
  const call = plugins.call([{ type: 'a' }, { type: 'b' }], version, keys);
  prepare(plugins, call);
  return call;
}

describe('planCollect()', () => {
  test('keeps what the cache has whose namespace exists, or was never known', () => {
    using plugins = new RecordingPlugins();
    const plan = planCollect(chainOf(plugins));
    expect(plan.keep.map((one) => one.containerId)).toEqual(['alive', 'unknown']);
    expect(plan.stale.map((one) => one.containerId)).toEqual(['dead']);
  });

  test('keeps what is named and nothing else', () => {
    using plugins = new RecordingPlugins();
    const keep = [
      { containerId: 'dead', ifname: 'eth0' },
      { containerId: 'alive', ifname: 'eth1' },
    ];
    const plan = planCollect(chainOf(plugins), keep);
    expect(plan.keep).toEqual(keep);
    expect(plan.stale.map((one) => one.containerId)).toEqual(['alive', 'unknown']);
  });
});

describe('collectNetwork()', () => {
  test('deletes the stale first, then gives every plugin the list under both names', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    collectNetwork(call, planCollect(call));
    expect(plugins.order).toEqual(['b DEL', 'a DEL', 'a GC', 'b GC']);
    const list = [
      { containerID: 'alive', ifname: 'eth0' },
      { containerID: 'unknown', ifname: 'eth0' },
    ];
    expect(plugins.stdin('b', 'GC')).toEqual({
      type: 'b',
      name: 'blue',
      cniVersion: '1.1.0',
      'cni.dev/valid-attachments': list,
      'cni.dev/attachments': list,
    });
    expect(listCache(plugins.cacheDir, 'blue').map((one) => one.containerId)).toEqual(['alive', 'unknown']);
  });

  test('gives an empty list as a list, which means: nothing stays', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    collectNetwork(call, planCollect(call, []));
    expect(plugins.stdin('a', 'GC')).toMatchObject({ 'cni.dev/valid-attachments': [], 'cni.dev/attachments': [] });
  });

  test('before 1.1.0 deletes the stale alone', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, '1.0.0');
    collectNetwork(call, planCollect(call));
    expect(plugins.order).toEqual(['b DEL', 'a DEL']);
  });

  test('gives it, at 1.1.0, to the plugins that have it, where one is too old and the list allows the version', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, '1.0.0', { cniVersion: '1.0.0', cniVersions: ['1.0.0', '1.1.0'] });
    plugins.add('b', { versions: ['0.4.0', '1.0.0'] });
    expect(collectNetwork(call, planCollect(call)).notAsked).toEqual(['b']);
    expect(plugins.order).toEqual(['b DEL', 'a DEL', 'a VERSION', 'b VERSION', 'a GC']);
    expect(plugins.stdin('a', 'DEL')).toMatchObject({ cniVersion: '1.0.0' });
    expect(plugins.stdin('a', 'GC')).toMatchObject({ cniVersion: '1.1.0' });
  });

  test('does nothing with disableGC', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins, '1.1.0', { disableGC: true });
    expect(collectNetwork(call, planCollect(call)).skipped).toContain('disableGC');
    expect(plugins.order).toEqual([]);
  });

  test('goes on after a failure, and lists all of them at the end', () => {
    using plugins = new RecordingPlugins();
    const call = chainOf(plugins);
    plugins.add('a', { errors: { GC: { code: 5, msg: 'no disk' }, DEL: { code: 5, msg: 'no disk' } } });
    expect(thrownBy(() => collectNetwork(call, planCollect(call)))).toMatchObject({
      code: 'TRY_LATER',
      details: [
        'DEL of dead/eth0: Cannot finish DEL: a (plugin 1 of 2): no disk',
        'GC: Cannot finish GC: a (plugin 1 of 2): no disk',
      ].join('\n'),
    });
    expect(plugins.order).toEqual(['b DEL', 'a DEL', 'a GC', 'b GC']);
  });
});
