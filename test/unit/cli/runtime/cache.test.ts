import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cachePath, listCache, readCache, removeCache, writeCache } from '../../../../src/cli/runtime/cache.ts';
import { attachment, RecordingPlugins, thrownBy } from '../recording-plugins.ts';

const entry = {
  ...attachment,
  network: 'blue',
  cniArgs: [['IP', '10.1.2.3']] as [string, string][],
  capabilityArgs: { mac: '02:00:00:00:00:01' },
  config: '{"name":"blue"}',
  result: { cniVersion: '1.0.0', ips: [{ address: '10.1.2.3/24' }] },
};

/** The same attachment with the names and order of libcni's `cachedInfo` (libcni/api.go); composed by hand from that source. */
const libcniText =
  '{"kind":"cniCacheV1","containerId":"c1","config":"eyJuYW1lIjoiYmx1ZSJ9","ifName":"eth0","networkName":"blue",' +
  '"netns":"/run/netns/a","cniArgs":[["IP","10.1.2.3"]],"capabilityArgs":{"mac":"02:00:00:00:00:01"},' +
  '"result":{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24"}]}}';

describe('writeCache()', () => {
  test("writes libcni's format at libcni's place, readable by its owner only", () => {
    using dir = new RecordingPlugins();
    writeCache(dir.cacheDir, entry);
    const path = join(dir.cacheDir, 'results/blue-c1-eth0');
    expect(readFileSync(path, 'utf8')).toBe(libcniText);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('leaves nothing but the entry, and leaves out what is empty', () => {
    using dir = new RecordingPlugins();
    writeCache(dir.cacheDir, { ...entry, netns: '', cniArgs: [], capabilityArgs: {} });
    expect(readdirSync(dir.cacheDir, { recursive: true }).sort()).toEqual(['results', 'results/blue-c1-eth0']);
    const text = readFileSync(cachePath(dir.cacheDir, entry), 'utf8');
    for (const key of ['netns', 'cniArgs', 'capabilityArgs']) expect(text).not.toContain(key);
  });
});

describe('readCache()', () => {
  test("reads libcni's own file", () => {
    using dir = new RecordingPlugins();
    put(dir, 'blue-c1-eth0', libcniText);
    expect(readCache(dir.cacheDir, entry)).toEqual(entry);
  });

  test('reads a bare result, as libcni before 0.8 left it', () => {
    using dir = new RecordingPlugins();
    put(dir, 'blue-c1-eth0', JSON.stringify(entry.result));
    expect(readCache(dir.cacheDir, entry)).toMatchObject({ result: entry.result, cniArgs: [], config: '' });
  });

  test('is undefined where there is no entry', () => {
    expect(readCache('/nonexistent', entry)).toBeUndefined();
  });

  test.each(['', '{', '[]', '{"kind":"cniCacheV2"}', '{"kind":"cniCacheV1"}', libcniText.replace('V1', 'V2')])(
    'refuses a file of %p',
    (text) => {
      using dir = new RecordingPlugins();
      put(dir, 'blue-c1-eth0', text);
      expect(thrownBy(() => readCache(dir.cacheDir, entry))).toMatchObject({ code: 'STATE_CORRUPT' });
    },
  );
});

test('listCache() gives the entries of one network, and passes over what it cannot read', () => {
  using dir = new RecordingPlugins();
  writeCache(dir.cacheDir, entry);
  writeCache(dir.cacheDir, { ...entry, containerId: 'c2' });
  writeCache(dir.cacheDir, { ...entry, network: 'blue-2' });
  put(dir, 'blue-c3-eth0', '');
  expect(listCache(dir.cacheDir, 'blue').map((one) => one.containerId)).toEqual(['c1', 'c2']);
});

test('removeCache() removes one entry, and may be repeated', () => {
  using dir = new RecordingPlugins();
  writeCache(dir.cacheDir, entry);
  removeCache(dir.cacheDir, entry);
  removeCache(dir.cacheDir, entry);
  expect(readCache(dir.cacheDir, entry)).toBeUndefined();
});

function put(dir: RecordingPlugins, name: string, text: string): void {
  mkdirSync(join(dir.cacheDir, 'results'), { recursive: true });
  writeFileSync(join(dir.cacheDir, 'results', name), text);
}
