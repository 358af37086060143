import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { readSilkVtepConfig, silkVtepDefaults } from '../../../src/config/silk-vtep.ts';
import { details, refusal } from './refusal.ts';

const base = { cniVersion: '1.0.0', name: 'blue', type: 'silk-vtep' };
const peer = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };

describe('readSilkVtepConfig()', () => {
  test('fills in the defaults', () => {
    expect(readSilkVtepConfig(base)).toMatchObject(silkVtepDefaults);
    expect(Object.keys(readSilkVtepConfig(base)).sort()).toEqual(
      [...Object.keys(silkVtepDefaults), ...Object.keys(base)].sort(),
    );
  });

  test('reads what is given, as values', () => {
    const prevResult = { cniVersion: '1.0.0', more: [1] };
    const given = { subnetFile: '/s', daemonPort: 1, vni: 42, port: 8472, gbp: false, vtepName: 'v', runDir: '/r' };
    const config = readSilkVtepConfig({
      ...base,
      ...given,
      overlayNetwork: '10.255.0.0/16',
      subnet: '10.255.30.0/24',
      underlayInterface: 'eth0',
      underlayAddress: '10.244.0.30',
      peers: [{ ...peer, mac: 'ee:ee:0a:ff:30:01' }],
      mtu: 1400,
      prevResult,
    });
    expect(config).toMatchObject({
      ...given,
      overlayNetwork: parsePrefix('10.255.0.0/16', 'x'),
      subnet: parsePrefix('10.255.30.0/24', 'x'),
      underlayInterface: 'eth0',
      underlayAddress: parseIp('10.244.0.30', 'x'),
      mtu: 1400,
      prevResult,
    });
    expect(config.peers).toEqual([
      {
        subnet: parsePrefix('10.255.48.0/24', 'x'),
        underlay: parseIp('10.244.0.48', 'x'),
        mac: { bytes: Uint8Array.of(0xee, 0xee, 0x0a, 0xff, 0x30, 0x01) },
      },
    ]);
  });

  test('takes an empty list of peers for one that is given', () => {
    expect(readSilkVtepConfig({ ...base, peers: [] }).peers).toEqual([]);
    expect(readSilkVtepConfig(base).peers).toBeUndefined();
  });

  test('takes an MTU of 0 for none', () => {
    expect(readSilkVtepConfig({ ...base, mtu: 0 })).not.toHaveProperty('mtu');
  });

  test('clears the host bits of prefixes, as silk-cni does', () => {
    const { overlayNetwork, subnet } = readSilkVtepConfig({
      ...base,
      overlayNetwork: '10.255.9.9/16',
      subnet: '10.255.30.1/24',
    });
    expect([overlayNetwork, subnet]).toEqual([parsePrefix('10.255.0.0/16', 'x'), parsePrefix('10.255.30.0/24', 'x')]);
  });
});

describe('readSilkVtepConfig() refuses', () => {
  test.each([
    {
      name: 'two lists of peers',
      keys: { peers: [peer], peersFile: '/f' },
      fault: 'peersFile: found "/f", wanted no peersFile beside peers: only one of them can count',
    },
    {
      name: 'a subnet outside the overlay network',
      keys: { overlayNetwork: '10.255.0.0/16', subnet: '10.254.30.0/24' },
      fault: 'subnet: found "10.254.30.0/24", wanted a part of overlayNetwork 10.255.0.0/16',
    },
    {
      name: 'a subnet wider than the overlay network',
      keys: { overlayNetwork: '10.0.0.0/16', subnet: '10.0.0.0/8' },
      fault: 'subnet: found "10.0.0.0/8", wanted a part of overlayNetwork 10.0.0.0/16',
    },
    {
      name: 'a subnet that is the whole overlay network',
      keys: { overlayNetwork: '10.255.0.0/16', subnet: '10.255.0.0/16' },
      fault: 'subnet: found "10.255.0.0/16", wanted a part of overlayNetwork 10.255.0.0/16',
    },
    {
      name: 'an overlay network of IPv6',
      keys: { overlayNetwork: 'fd00::/16' },
      fault: 'overlayNetwork: found "fd00::/16", wanted an IPv4 prefix such as 10.255.30.0/24',
    },
    {
      name: 'a bad inline peer',
      keys: { peers: [peer, { ...peer, subnet: '10.255.48.128/25' }] },
      fault:
        'peers[1].subnet: found "10.255.48.128/25", wanted a subnet that does not overlap peers[0].subnet 10.255.48.0/24',
    },
    ...['127.0.0.1', 'fd00::1', 'x'].map((address) => ({
      name: `the underlay address ${address}`,
      keys: { underlayAddress: address },
      fault: `underlayAddress: found "${address}", wanted a unicast IPv4 address`,
    })),
  ])('$name', ({ keys, fault }) => {
    expect(refusal(() => readSilkVtepConfig({ ...base, ...keys }))).toBe(
      `BAD_CONFIG Cannot use the configuration: ${fault}`,
    );
  });

  test('everything at once, with all of it in the details', () => {
    const keys = { overlayNetwork: 'x', underlayAddress: '::1', peers: [{ ...peer, underlay: 'z' }], peersFile: '/f' };
    const paths = details(() => readSilkVtepConfig({ ...base, ...keys })).map((line) => line.split(':')[0]);
    expect(paths).toEqual(['overlayNetwork', 'underlayAddress', 'peersFile', 'peers[0].underlay']);
  });
});
