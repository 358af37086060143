import { describe, expect, test } from '@jest/globals';
import { formatPrefix } from '../../../../src/addr/prefix.ts';
import { deviceWish, ownSubnet } from '../../../../src/cli/peer/device-wish.ts';
import { ip, prefix, sightOf, underlay, vtepOf } from '../fake-overlay.ts';

const peers = (subnet: string, at: string) => [{ subnet: prefix(subnet), underlay: ip(at) }];

describe('ownSubnet()', () => {
  test.each([
    { name: 'is the entry of the host itself', list: peers('10.255.32.0/22', '10.244.0.32'), subnet: '10.255.32.0/22' },
    { name: "is the VTEP's address alone without one", list: [], subnet: '10.255.32.0/32' },
    { name: 'is not that of another host', list: peers('10.255.32.0/22', '10.244.0.33'), subnet: '10.255.32.0/32' },
    { name: 'is not another of this host', list: peers('10.255.36.0/22', '10.244.0.32'), subnet: '10.255.32.0/32' },
  ])('$name', ({ list, subnet }) => {
    expect(formatPrefix(ownSubnet(ip('10.255.32.0'), underlay.ip, list))).toBe(subnet);
  });
});

describe('deviceWish()', () => {
  const sight = sightOf(vtepOf());

  test('asks for the device as it is', () => {
    expect(deviceWish(sight, underlay, [])).toEqual({
      vtep: {
        name: 'silk-vtep',
        vni: 1,
        port: 4789,
        gbp: true,
        network: prefix('10.255.0.0/16'),
        subnet: prefix('10.255.32.0/32'),
        mtuBytes: 1450,
      },
      underlay: { interface: 'eth0', address: underlay.ip },
      peers: [],
    });
  });

  test('lets the MTU be found out where the underlay has no room for it any more', () => {
    expect(deviceWish(sight, { ...underlay, mtuBytes: 1400 }, []).vtep.mtuBytes).toBeUndefined();
  });

  test.each([
    { name: 'none', addresses: [], found: 'found none' },
    { name: 'two', addresses: [...sight.addresses, ...sight.addresses], found: 'found 10.255.32.0, 10.255.32.0' },
  ])('refuses a device with $name for an address', ({ addresses, found }) => {
    expect(() => deviceWish({ ...sight, addresses }, underlay, [])).toThrow(found);
  });
});
