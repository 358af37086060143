import { describe, expect, test } from '@jest/globals';
import { readSilkVtepConfig } from '../../../src/config/silk-vtep.ts';
import { refusal } from './refusal.ts';

const base = { cniVersion: '1.0.0', name: 'blue', type: 'silk-vtep' };
const path = 'an absolute path';
const port = 'an integer from 1 to 65535';
const vni = 'an integer from 1 to 16777215';
const link = '1 to 15 ASCII characters without "/", ":", "%" or white space';
const mtu = 'an integer from 68 (the least for IPv4) to 65535, or 0 to find it out';
const offered =
  'overlayNetwork, subnet, subnetFile, daemonPort, vni, port, gbp, vtepName, underlayInterface, underlayAddress, peers, ' +
  'peersFile, mtu, runDir, name, type, cniVersion, cniVersions';

const good = [
  ['vni', 1],
  ['vni', 16777215],
  ['port', 1],
  ['port', 65535],
  ['gbp', false],
  ['vtepName', 'v'],
  ['vtepName', 'silk-vtep.12345'],
  ['underlayInterface', 'eth0.100@x'],
  ['peersFile', '/etc/silk/peers.json'],
  ['runDir', '/run/silk'],
  ['mtu', 68],
  ['args', { cni: { labels: [] } }],
  ['prevResult', { ips: [] }],
  ['capabilities', {}],
  ['disableCheck', true],
  ['disableGC', false],
  ['loadOnlyInlinedPlugins', true],
  ['cni.dev/valid-attachments', []],
] as const;

const bad = [
  ['vni', 0, vni],
  ['vni', 16777216, vni],
  ['vni', '1', vni],
  ['port', 0, port],
  ['port', 65536, port],
  ['daemonPort', 0, port],
  ['gbp', 1, 'true or false'],
  ['gbp', null, 'true or false'],
  ['vtepName', '', link],
  ['vtepName', '.', link],
  ['vtepName', '..', link],
  ['vtepName', 'silk-vtep.123456', link],
  ['vtepName', 'a/b', link],
  ['vtepName', 'a b', link],
  ['vtepName', 'a:b', link],
  ['vtepName', 'silk%d', link],
  ['vtepName', 'é', link],
  ['vtepName', 'a\n', link],
  ['underlayInterface', 'a\tb', link],
  ['peersFile', 'peers.json', path],
  ['runDir', '', path],
  ['mtu', 67, mtu],
  ['overlayNetwork', 10, 'an IPv4 prefix such as 10.255.30.0/24'],
  ['peers', {}, 'a list of peers'],
] as const;

describe('the schema of silk-vtep', () => {
  test.each(good)('takes %s: %j', (key, value) => {
    expect(refusal(() => readSilkVtepConfig({ ...base, [key]: value }))).toBe('accepted');
  });

  test.each(bad)('refuses %s: %j', (key, value, wanted) => {
    expect(refusal(() => readSilkVtepConfig({ ...base, [key]: value }))).toBe(
      `BAD_CONFIG Cannot use the configuration: ${key}: found ${JSON.stringify(value)}, wanted ${wanted}`,
    );
  });

  test.each(['vlan', 'dataDir', 'Peers'])('refuses the key %s, which it does not know', (key) => {
    expect(refusal(() => readSilkVtepConfig({ ...base, [key]: {} }))).toBe(
      `UNSUPPORTED_FIELD Cannot use the configuration: ${key}: found {}, which is not a key of silk-vtep (wanted one of ${offered})`,
    );
  });

  test.each(['name', 'type'])('refuses a configuration without %s', (key) => {
    expect(refusal(() => readSilkVtepConfig({ ...base, [key]: undefined }))).toContain(
      `: ${key}: found nothing, wanted `,
    );
  });
});
