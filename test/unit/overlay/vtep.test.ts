import { describe, expect, test } from '@jest/globals';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { formatPrefix, parsePrefix } from '../../../src/addr/prefix.ts';
import { describeVtep, type VtepWish, vtepAddress } from '../../../src/overlay/vtep.ts';
import { underlay, vtepWish } from '../../support/overlay-walk-samples.ts';

test('describeVtep() is the VTEP of the seeds', () => {
  const vtep = describeVtep(vtepWish, underlay);
  expect(vtep).toMatchObject({ name: 'silk-vtep', vni: 1, port: 4789, gbp: true, mtuBytes: 1450, underlay });
  expect(formatIp(vtep.ip)).toBe('10.255.32.0');
  expect(formatMac(vtep.mac)).toBe('ee:ee:0a:ff:20:00');
  expect(formatPrefix(vtepAddress(vtep))).toBe('10.255.32.0/16');
});

test('describeVtep() refuses the VTEP itself as its underlay', () => {
  expect(() => describeVtep(vtepWish, { ...underlay, name: vtepWish.name })).toThrow('which is the VTEP itself');
});

test('describeVtep() refuses an underlay without room for the least of packets, naming its MTU', () => {
  expect(() => describeVtep(vtepWish, { ...underlay, mtuBytes: 117 })).toThrow(
    'underlay eth0: found an MTU of 117, wanted at least 118',
  );
  expect(describeVtep(vtepWish, { ...underlay, mtuBytes: 118 }).mtuBytes).toBe(68);
});

test.each([
  { name: 'what is wished', mtuBytes: 1300, wanted: 1300 },
  { name: 'at most what the underlay has room for', mtuBytes: 1450, wanted: 1450 },
  { name: 'the underlay less 50 where nothing is wished', mtuBytes: undefined, wanted: 1450 },
])('the MTU is $name', ({ mtuBytes, wanted }) => {
  expect(describeVtep({ ...vtepWish, mtuBytes }, underlay).mtuBytes).toBe(wanted);
});

describe('describeVtep() refuses', () => {
  const cases: readonly { name: string; wish?: Partial<VtepWish>; ip?: string; says: string }[] = [
    ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/8', '240.0.0.0/8', '255.255.0.0/16', '0.0.0.0/1'].map(
      (network) => ({
        name: `the network ${network}, which no host can be in`,
        wish: { network: parsePrefix(network, 'network') },
        says: `overlay network: found ${network}, wanted addresses that hosts can have (none of 0.0.0.0/8, `,
      }),
    ),
    {
      name: 'a subnet outside the network',
      wish: { subnet: parsePrefix('10.254.1.0/24', 'subnet') },
      says: 'subnet: found 10.254.1.0/24, wanted a part of the overlay network 10.255.0.0/16',
    },
    {
      name: 'a subnet that is the whole network',
      wish: { subnet: parsePrefix('10.255.0.0/16', 'subnet') },
      says: 'subnet: found 10.255.0.0/16, wanted a part of',
    },
    {
      name: 'a network that holds the underlay address',
      ip: '10.255.7.7',
      says: 'overlay network: found 10.255.0.0/16, which holds the underlay address 10.255.7.7 of eth0',
    },
    {
      name: 'an MTU that the underlay has no room for',
      wish: { mtuBytes: 1451 },
      says: 'mtu: found 1451, wanted at most 1450 (1500 of eth0 less 50 for VXLAN)',
    },
  ];
  test.each(cases)('$name', ({ wish = {}, ip = '10.244.0.145', says }) => {
    const describeIt = () => describeVtep({ ...vtepWish, ...wish }, { ...underlay, ip: parseIp(ip, 'ip') });
    expect(describeIt).toThrow(expect.objectContaining({ code: 'BAD_CONFIG', message: expect.stringContaining(says) }));
  });
});
