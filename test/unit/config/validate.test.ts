import { describe, expect, test } from '@jest/globals';
import { readDatastore, readIpamNetwork, readSilkCniConfig } from '../../../src/config/validate.ts';
import { details, refusal } from './refusal.ts';

const base = { cniVersion: '1.0.0', name: 'blue', type: 'silk-cni' };
const range = { subnet: '10.255.30.0/24' };

describe('readSilkCniConfig()', () => {
  test('adds silk-ipam where no ipam is named', () => {
    const config = readSilkCniConfig(base);
    expect(config.ipam).toEqual({ type: 'silk-ipam' });
    expect(config.ipamNetwork?.ipam).toEqual({ type: 'silk-ipam', lockTimeoutMs: 5000 });
    expect(config.ipamNetwork?.rangeSets).toEqual([]);
  });

  test('takes the Cloud Foundry keys unchanged', () => {
    const json = {
      ...base,
      mtu: 1400,
      dataDir: '/var/vcap/data/host-local',
      datastore: '/var/vcap/data/silk/store.json',
      subnetFile: '/var/vcap/data/subnet.env',
      daemonPort: 23954,
    };
    expect(readSilkCniConfig(json)).toMatchObject(json);
  });

  test('passes metadata on untouched', () => {
    const metadata = { app: { id: 'x' }, list: [1, null] };
    expect(readSilkCniConfig({ ...base, metadata }).metadata).toBe(metadata);
  });

  test("looks at no more than the type of another plugin's ipam", () => {
    const ipam = { type: 'dhcp', ranges: 7 };
    const config = readSilkCniConfig({ ...base, ipam });
    expect(config.ipam).toBe(ipam);
    expect(config.ipamNetwork).toBeUndefined();
  });

  test("gives silk-ipam's ranges, its own limits and those of the runtime", () => {
    const json = {
      ...base,
      ipam: { type: 'silk-ipam', ranges: [[range]], lockTimeoutMs: 7 },
      runtimeConfig: { ipRanges: [[range]] },
    };
    const network = readSilkCniConfig(json).ipamNetwork;
    expect(network?.rangeSets.flat().map((one) => one.field)).toEqual([
      'runtimeConfig.ipRanges[0][0]',
      'ipam.ranges[0][0]',
    ]);
    expect(network?.ipam.lockTimeoutMs).toBe(7);
  });

  test('lists the faults of both, and what both find once', () => {
    const json = { ...base, name: 'a/b', mtu: 1, ipam: { type: 'silk-ipam', odd: 1, dataDir: 'x' } };
    expect(details(() => readSilkCniConfig(json)).map((line) => line.split(': ')[0])).toEqual([
      'mtu',
      'name',
      'ipam.odd',
      'ipam.dataDir',
    ]);
  });

  test.each([null, 7, 'x', [], [base]])('refuses %j, which is no object', (json) => {
    expect(refusal(() => readSilkCniConfig(json))).toContain(
      'BAD_CONFIG Cannot use the configuration: the whole: found ',
    );
  });

  test('does not change what it was given', () => {
    const json = Object.freeze({ ...base });
    readSilkCniConfig(json);
    expect(json).toEqual(base);
  });
});

describe('readIpamNetwork()', () => {
  test('fills in the lock timeout and lists the range sets', () => {
    const network = readIpamNetwork({ name: 'blue', ipam: { type: 'silk-ipam', ranges: [[range]] } });
    expect(network.ipam.lockTimeoutMs).toBe(5000);
    expect(network.rangeSets).toEqual([[{ field: 'ipam.ranges[0][0]', spec: range }]]);
  });

  test.each([
    { name: 'no ranges', keys: {}, found: 'nothing' },
    { name: 'empty ranges', keys: { ranges: [] }, found: '[]' },
  ])('refuses $name', ({ keys, found }) => {
    const read = () => readIpamNetwork({ name: 'blue', ipam: { type: 'silk-ipam', ...keys } });
    expect(refusal(read)).toBe(
      `BAD_CONFIG Cannot use the configuration: ipam.ranges: found ${found}, wanted at least one range set`,
    );
  });

  test("is content with the runtime's ranges", () => {
    const json = { name: 'blue', ipam: { type: 'silk-ipam' }, runtimeConfig: { ipRanges: [[range]] } };
    expect(readIpamNetwork(json).rangeSets).toHaveLength(1);
  });
});

describe('readDatastore()', () => {
  test.each(['', '\n'])('takes %j as holding nothing', (text) => {
    expect(Object.keys(readDatastore(text, '/store.json'))).toEqual([]);
  });

  test('finds no handle that is not there, and keeps one named __proto__', () => {
    const text = '{"__proto__":{"handle":"__proto__","ip":"10.255.30.2"}}';
    const datastore = readDatastore(text, '/store.json');
    expect(datastore['constructor']).toBeUndefined();
    expect(JSON.stringify(datastore)).toBe(text);
  });

  test.each(['{"a":', 'x', '{} {}'])('refuses %j, naming the file', (text) => {
    expect(refusal(() => readDatastore(text, '/store.json'))).toMatch(
      /^STATE_CORRUPT Cannot read the datastore \/store\.json: found .*, wanted JSON$/,
    );
  });
});
