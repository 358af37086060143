import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { describeWish } from '../../../../plugins/silk-vtep/wish.ts';
import { formatPrefix } from '../../../../src/addr/prefix.ts';
import { readSilkVtepConfig } from '../../../../src/config/silk-vtep.ts';

const dir = mkdtempSync(join(tmpdir(), 'silk-wish-'));
afterAll(() => rmSync(dir, { recursive: true }));

const inline = { peers: [{ subnet: '10.255.48.0/24', underlay: '10.244.0.48' }] };
const place = { overlayNetwork: '10.255.0.0/16', subnet: '10.255.30.0/24' };

function config(keys: object) {
  return readSilkVtepConfig({ cniVersion: '1.1.0', name: 'blue', type: 'silk-vtep', ...keys });
}

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

const subnetFile = file('subnet.env', 'FLANNEL_NETWORK=10.254.0.0/15\nFLANNEL_SUBNET=10.255.31.1/24\n');

describe('describeWish()', () => {
  test('fills in what the configuration leaves open, and leaves the MTU and the underlay to be found out', async () => {
    expect(await describeWish(config({ ...place, ...inline }))).toMatchObject({
      vtep: { name: 'silk-vtep', vni: 1, port: 4789, gbp: true, mtuBytes: undefined },
      underlay: { interface: undefined, address: undefined },
      peers: [{}],
    });
  });

  test.each([
    { name: 'the configuration', keys: place, network: '10.255.0.0/16', subnet: '10.255.30.0/24' },
    { name: 'the subnet file', keys: { subnetFile }, network: '10.254.0.0/15', subnet: '10.255.31.0/24' },
    {
      name: 'the file, but for the network',
      keys: { subnetFile, overlayNetwork: '10.255.0.0/16' },
      network: '10.255.0.0/16',
      subnet: '10.255.31.0/24',
    },
    {
      name: 'the file, but for the subnet',
      keys: { subnetFile, subnet: '10.255.30.0/24' },
      network: '10.254.0.0/15',
      subnet: '10.255.30.0/24',
    },
    {
      name: 'the configuration, where the file could not tell',
      keys: { ...place, subnetFile: '/nonexistent' },
      network: '10.255.0.0/16',
      subnet: '10.255.30.0/24',
    },
  ])('has network and subnet from $name', async ({ keys, network, subnet }) => {
    const { vtep } = await describeWish(config({ ...keys, ...inline }));
    expect([vtep.network, vtep.subnet].map(formatPrefix)).toEqual([network, subnet]);
  });

  test('names the key that nobody tells', async () => {
    await expect(describeWish(config({ overlayNetwork: '10.255.0.0/16' }))).rejects.toThrow(
      'Cannot use the configuration: subnet: found nothing, wanted subnet, subnetFile or daemonPort',
    );
    await expect(describeWish(config({ subnet: '10.255.30.0/24' }))).rejects.toThrow(
      'Cannot use the configuration: overlayNetwork: found nothing, wanted an IPv4 prefix that holds 10.255.30.0/24',
    );
  });

  test.each([
    { name: 'a missing peers file: nothing known', text: undefined, count: undefined },
    { name: 'an empty list: no peers', text: '{"peers":[]}', count: 0 },
    { name: 'a list: its peers', text: JSON.stringify(inline), count: 1 },
  ])('tells three things apart: $name', async ({ text, count }) => {
    const peersFile = text === undefined ? join(dir, 'nosuch.json') : file('peers.json', text);
    expect((await describeWish(config({ ...place, peersFile }))).peers?.length).toBe(count);
  });

  test('fails on a broken peers file', async () => {
    const peersFile = file('broken.json', '{"peers":[{}]}');
    await expect(describeWish(config({ ...place, peersFile }))).rejects.toMatchObject({ code: 'PEERS_UNUSABLE' });
  });
});
