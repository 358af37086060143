import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { describeSegment, type SegmentWish } from '../../../src/overlay/segment.ts';
import { sampleSegment, sampleUnderlay, sampleWish } from '../../support/segment-samples.ts';

describe('describeSegment()', () => {
  test("has one MAC for a gateway on every host, and the host's own without", () => {
    const here = sampleSegment().bridge;
    const there = describeSegment(sampleWish, { ...sampleUnderlay, ip: parseIp('10.244.0.48', 'ip') }).bridge;
    expect([here, there].map(({ mac }) => formatMac(mac))).toEqual(['ee:ee:0a:00:0a:01', 'ee:ee:0a:00:0a:01']);
    expect(formatMac(sampleSegment({ gateway: undefined }).bridge.mac)).toBe('aa:aa:0a:f4:00:91');
  });

  test('floods nothing unless broadcasts are replicated, and has one of the two answer ARP', () => {
    expect(sampleSegment().vxlan).toMatchObject({
      proxy: true,
      mtuBytes: 1450,
      settings: { learning: false, flood: false, mcastFlood: false, bcastFlood: true, neighSuppress: false },
    });
    expect(sampleSegment({ arpSuppression: 'neigh_suppress', replicate: true }).vxlan).toMatchObject({
      proxy: false,
      settings: { learning: false, flood: true, mcastFlood: true, bcastFlood: true, neighSuppress: true },
    });
  });

  const refused: readonly { name: string; over: Partial<SegmentWish>; found: string }[] = [
    { name: 'one name for both devices', over: { vxlan: 'br0' }, found: 'names of bridge, VXLAN device and underlay' },
    { name: "the underlay's name", over: { bridge: 'eth0' }, found: 'names of bridge, VXLAN device and underlay' },
    {
      name: 'a gateway whose network holds the underlay',
      over: { gateway: parsePrefix('10.0.10.1/8', 'gateway') },
      found: 'gateway: found 10.0.10.1/8, whose network holds the underlay address 10.244.0.145',
    },
    { name: 'an MTU that does not fit', over: { mtuBytes: 1451 }, found: 'mtu: found 1451, wanted at most 1450' },
  ];

  test.each(refused)('refuses $name', ({ over, found }) => {
    expect(() => sampleSegment(over)).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
    expect(() => sampleSegment(over)).toThrow(found);
  });
});
