import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadNetwork, readConfDir } from '../../../../src/cli/runtime/conf-dir.ts';
import { RecordingPlugins, thrownBy } from '../recording-plugins.ts';

const list = (name: string, type: string) => ({ name, cniVersion: '1.0.0', plugins: [{ type }] });

describe('loadNetwork()', () => {
  test('takes the first file of that name: lists before single plugins, each sorted', () => {
    using dir = new RecordingPlugins();
    dir.writeConf('20-b.conflist', list('blue', 'second'));
    dir.writeConf('10-a.conflist', list('blue', 'first'));
    dir.writeConf('00-c.conf', { name: 'blue', type: 'single' });
    expect(loadNetwork(dir.confDir, 'blue').plugins[0]?.type).toBe('first');
  });

  test.each(['x.conf', 'x.json'])('wraps a lone plugin of %s', (file) => {
    using dir = new RecordingPlugins();
    dir.writeConf(file, { name: 'red', cniVersion: '0.4.0', type: 'ptp' });
    expect(loadNetwork(dir.confDir, 'red')).toMatchObject({ versions: ['0.4.0'], plugins: [{ type: 'ptp' }] });
  });

  test('takes no file of another ending', () => {
    using dir = new RecordingPlugins();
    dir.writeConf('blue.conflist.bak', list('blue', 'a'));
    expect(readConfDir(dir.confDir)).toEqual({ networks: [], faults: [] });
  });

  test('adds the plugins of the folder that has the name of the network', () => {
    using dir = new RecordingPlugins();
    dir.writeConf('a.conflist', list('blue', 'a'));
    mkdirSync(join(dir.confDir, 'blue'));
    writeFileSync(join(dir.confDir, 'blue/10.conf'), '{"type":"b"}');
    expect(loadNetwork(dir.confDir, 'blue').plugins.map((plugin) => plugin.type)).toEqual(['a', 'b']);
  });

  test('finds a network although another file is broken', () => {
    using dir = new RecordingPlugins();
    dir.writeConf('00-broken.conflist', '{"name":');
    dir.writeConf('10.conflist', list('blue', 'a'));
    expect(loadNetwork(dir.confDir, 'blue').name).toBe('blue');
  });

  test('names the networks that there are, and the broken files, when there is none of that name', () => {
    using dir = new RecordingPlugins();
    dir.writeConf('00-broken.conflist', '{"name":');
    dir.writeConf('10.conflist', list('blue', 'a'));
    expect(thrownBy(() => loadNetwork(dir.confDir, 'green'))).toMatchObject({
      code: 'BAD_CONFIG',
      message: `Cannot find network "green" in ${dir.confDir}: found blue`,
      details: expect.stringContaining('00-broken.conflist'),
    });
  });

  test('says that a directory without networks has none', () => {
    expect(() => loadNetwork('/nonexistent', 'green')).toThrow('found no networks');
  });
});
