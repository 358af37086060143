import { describe, expect, test } from '@jest/globals';
import type { MacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { ip, mac } from './heard-route.ts';
import { entryText, heardHost, heardMac, judge } from './segment-scene.ts';

describe('judgeEndpoints() refuses, and counts no claim of', () => {
  test.each<{ name: string; over: Partial<MacRoute>; reason: string }>([
    { name: 'another VNI', over: { labels: [43, 42] }, reason: 'label: found 43, wanted the VNI 42' },
    {
      name: 'another encapsulation',
      over: { encapsulations: [7] },
      reason: 'encapsulation: found 7, wanted 8 (VXLAN)',
    },
    { name: 'an Ethernet tag', over: { tag: 5 }, reason: 'Ethernet tag: found 5, wanted 0: a segment has no VLANs' },
    {
      name: 'an Ethernet segment',
      over: { hasSegment: true },
      reason: 'Ethernet segment: found one, wanted none: only next hops are followed',
    },
    {
      name: 'a MAC of zeros',
      over: { mac: mac('00:00:00:00:00:00') },
      reason: 'MAC: found 00:00:00:00:00:00, wanted a unicast MAC',
    },
    {
      name: 'a MAC of a group',
      over: { mac: mac('01:00:5e:00:00:01') },
      reason: 'MAC: found 01:00:5e:00:00:01, wanted a unicast MAC',
    },
    {
      name: "the gateway's MAC",
      over: { mac: mac('ee:ee:0a:00:0a:01') },
      reason: "MAC: found ee:ee:0a:00:0a:01, wanted another: this one is of the segment's own bridge",
    },
    {
      name: "the gateway's address",
      over: { ip: ip('10.0.10.1') },
      reason: "address: found 10.0.10.1, wanted another: this one is the segment's gateway",
    },
    {
      name: 'an address of a group',
      over: { ip: ip('224.0.0.1') },
      reason: 'address: found 224.0.0.1, wanted a unicast IPv4 address',
    },
    {
      name: 'no next hop',
      over: { nextHop: undefined },
      reason: 'next hop: found none, wanted a unicast IPv4 address',
    },
    {
      name: 'a next hop of IPv6',
      over: { nextHop: ip('fd00::1') },
      reason: 'next hop: found fd00::1, wanted a unicast IPv4 address',
    },
    {
      name: 'our own next hop',
      over: { nextHop: ip('10.244.0.1') },
      reason: 'next hop: found 10.244.0.1, wanted that of another host: this one is ours',
    },
  ])('$name', ({ over, reason }) => {
    const found = judge([heardMac(1, 2, over)]);
    expect(found.refusals.map((refusal) => refusal.reason)).toEqual([reason]);
    expect([found.entries, found.winners.size]).toEqual([[], 0]);
    // It keeps no other from being followed.
    expect(
      judge([heardMac(1, 2, { ...over, mobility: { isSticky: false, sequence: 9 } }), heardMac(1, 3)]).entries.map(
        entryText,
      ),
    ).toEqual([`42 10.244.0.3 ee:ee:00:00:00:01 10.0.10.11`]);
  });

  test.each([
    { name: 'no tunnel', tunnel: undefined, reason: 'label: found none, wanted the VNI 42' },
    {
      name: 'another tunnel',
      tunnel: { type: 1, label: 42, endpoint: undefined },
      reason: 'PMSI tunnel: found type 1, wanted 6 (ingress replication)',
    },
    {
      name: 'a tunnel of another VNI',
      tunnel: { type: 6, label: 43, endpoint: undefined },
      reason: 'label: found 43, wanted the VNI 42',
    },
  ])('a host with $name', ({ tunnel, reason }) => {
    const { route } = heardHost(2);
    const what = 'route of broadcasts to 10.244.0.2 of 10.244.0.2:42';
    expect(judge([{ route: { ...route, tunnel }, stale: false }])).toMatchObject({
      entries: [],
      refusals: [{ what, reason }],
    });
  });
});
