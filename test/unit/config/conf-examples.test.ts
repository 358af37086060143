import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { endpointsFile } from '../../../src/config/endpoints-file.ts';
import { checkListText } from '../../../src/config/list-file.ts';
import { peersFile } from '../../../src/config/peers-file.ts';
import { readSilkBridgeConfig } from '../../../src/config/silk-bridge.ts';
import { readSilkVtepConfig } from '../../../src/config/silk-vtep.ts';
import { readSilkdConfig } from '../../../src/config/silkd.ts';
import { readConflist, readIpamNetwork, readSilkCniConfig } from '../../../src/config/validate.ts';

const folder = join(__dirname, '../../../conf-examples');
const files = readdirSync(folder).filter((file) => file !== 'README.md');
const settings = [
  'cloud-foundry-networker.json',
  'containerd.toml',
  'containers.conf',
  'docker-daemon.json',
  'docker-silkd.conf',
  'peers.json',
  'endpoints.json',
];
const networks = files.filter((file) => !settings.includes(file) && !file.startsWith('silkd'));
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** Cloud Foundry's, whose programs speak no other version. */
const garden = 'cloud-foundry-garden.conflist';

interface Example {
  readonly name: string;
  readonly cniVersion?: string;
  readonly plugins: readonly ExamplePlugin[];
}

interface ExamplePlugin {
  readonly type: string;
  readonly ipam?: { readonly type: string };
  /** The configuration of a plugin that this one calls, with a name of its own. */
  readonly delegate?: ExamplePlugin;
}

describe('conf-examples', () => {
  test(`${garden} says the version of Cloud Foundry's programs`, () => {
    const json = parse(garden);
    expect(json).toMatchObject({ cniVersion: '0.3.1', plugins: [{ delegate: { cniVersion: '0.3.1' } }, {}] });
    expect(readConflist(json, garden)).toEqual(json);
  });

  test.each(networks.filter((file) => file !== garden))('%s is a network that libcni old and new can read', (file) => {
    const json = parse(file);
    if (file.endsWith('.conf')) return expect(json).toMatchObject({ cniVersion: '1.0.0' });
    expect(json).toMatchObject({ cniVersion: '1.0.0', cniVersions: ['0.4.0', '1.0.0', '1.1.0'] });
    expect(readConflist(json, file)).toEqual(json);
  });

  test.each(networks)('%s holds plugins of ours, and they accept it', (file) => {
    const { name, cniVersion, plugins } = toList(parse(file));
    let ours = 0;
    for (const plugin of plugins) {
      const json = { name, cniVersion, ...plugin };
      if (plugin.type === 'silk-cni') readSilkCniConfig(json);
      else if (plugin.type === 'silk-vtep') readSilkVtepConfig(json);
      else if (plugin.type === 'silk-bridge') readSilkBridgeConfig(json);
      else if (plugin.ipam?.type === 'silk-ipam') readIpamNetwork(json);
      else continue;
      ours += 1;
    }
    expect(ours).toBeGreaterThan(0);
  });

  test('peers.json is a peers file', () => {
    expect(checkListText(peersFile, readFileSync(join(folder, 'peers.json'), 'utf8')).items).toHaveLength(3);
  });

  test('endpoints.json is an endpoints file', () => {
    expect(checkListText(endpointsFile, readFileSync(join(folder, 'endpoints.json'), 'utf8')).items).toHaveLength(2);
  });

  test.each([
    ['silkd-static.json', 'static'],
    ['silkd-etcd.json', 'etcd'],
    ['silkd-evpn.json', 'evpn'],
    ['silkd-segments.json', 'none'],
  ])('%s is a configuration of silkd', (file, kind) => {
    expect(readSilkdConfig(parse(file)).source.kind).toBe(kind);
  });

  test('are all in the README, each in one row that says what it is for', () => {
    const rows = readme.split('\n').flatMap((line) => /^\| `([^`]+)` +\| \S.{20,} *\|$/.exec(line)?.[1] ?? []);
    expect(rows.toSorted()).toEqual(files.toSorted());
  });
});

function parse(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function toList(json: unknown): Example {
  const list = json as Example & { readonly type: string };
  if (!('plugins' in list)) return { ...(list as Example), plugins: [list] };
  return { ...list, plugins: list.plugins.map((plugin) => plugin.delegate ?? plugin) };
}
