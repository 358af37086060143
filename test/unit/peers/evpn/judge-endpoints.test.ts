import { describe, expect, test } from '@jest/globals';
import { formatIp } from '../../../../src/addr/ip.ts';
import type { EndpointJudge } from '../../../../src/peers/evpn/judge-endpoints.ts';
import { encodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { type HeardSegmentRoute, ownMacRoute } from '../../../../src/peers/evpn/own-segment.ts';
import { readSegmentPaths } from '../../../../src/peers/evpn/read-paths.ts';
import { goldenRoutes } from '../../../golden/evpn-routes.ts';
import { ip, mac, number } from './heard-route.ts';
import { entryText, heardHost, heardMac, judge, keyAt, localAt, macAt, pathOf, segmentAt } from './segment-scene.ts';

const m1 = 'ee:ee:00:00:00:01';
const m2 = 'ee:ee:00:00:00:02';

interface Scenario {
  readonly name: string;
  readonly routes: readonly HeardSegmentRoute[];
  readonly over?: Partial<EndpointJudge>;
  readonly entries: readonly string[];
  readonly reasons?: readonly string[];
}

const moved = (sequence: number, isSticky = false) => ({ mobility: { isSticky, sequence } });
const stale = (heard: HeardSegmentRoute): HeardSegmentRoute => ({ ...heard, stale: true });
const alone = { ip: undefined };

describe('judgeEndpoints() follows', () => {
  test.each<Scenario>([
    { name: 'nothing where nothing is heard', routes: [], entries: [] },
    {
      name: 'hosts before what they have, by address, whatever the order',
      routes: [heardMac(2, 3), heardMac(1, 3), heardHost(3), heardMac(3, 2), heardHost(2)],
      entries: [
        '42 10.244.0.2',
        '42 10.244.0.2 ee:ee:00:00:00:03 10.0.10.13',
        '42 10.244.0.3',
        `42 10.244.0.3 ${m1} 10.0.10.11`,
        `42 10.244.0.3 ${m2} 10.0.10.12`,
      ],
    },
    {
      name: 'one entry where one route comes under two distinguishers',
      routes: [heardHost(2), heardHost(2), heardMac(1, 2), heardMac(1, 2, { distinguisher: number('1:1') })],
      entries: ['42 10.244.0.2', `42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    { name: 'a MAC alone', routes: [heardMac(1, 2, alone)], entries: [`42 10.244.0.2 ${m1}`] },
    {
      name: 'no MAC alone beside its address, as FRR sends both',
      routes: [heardMac(1, 2, alone), heardMac(1, 2)],
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    {
      name: 'a MAC with two addresses',
      routes: [heardMac(1, 2), heardMac(1, 2, { ip: ip('10.0.10.99') })],
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`, `42 10.244.0.2 ${m1} 10.0.10.99`],
    },
    {
      name: 'no IPv6 address, in silence',
      routes: [heardMac(1, 2, { ip: ip('fd00::1') }), heardMac(2, 2, { ip: ip('fd00::2') }), heardMac(2, 2)],
      entries: [`42 10.244.0.2 ${m2} 10.0.10.12`],
    },
    {
      name: 'of two labels and two route targets the first label',
      routes: [heardMac(1, 2, { labels: [42, 5000], routeTargets: [number('64512:5000'), number('64512:42')] })],
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    {
      name: 'who says no encapsulation',
      routes: [heardMac(1, 2, { encapsulations: [] })],
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    {
      name: 'no other route targets, in silence',
      routes: [heardMac(1, 2, { routeTargets: [number('1:1')] }), heardMac(2, 2, { routeTargets: [] })],
      entries: [],
    },
    {
      name: 'of two segments with one target each by its VNI',
      routes: [heardMac(1, 2), heardMac(1, 2, { labels: [43] })],
      over: { segments: [segmentAt(1), { ...segmentAt(1, 43), routeTarget: number('64512:42') }] },
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`, `43 10.244.0.2 ${m1} 10.0.10.11`],
    },
    // MAC mobility
    {
      name: 'the higher sequence number',
      routes: [heardMac(1, 2), heardMac(1, 3, {}, 1)],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'of equal ones the lower next hop',
      routes: [heardMac(1, 3, {}, 4), heardMac(1, 2, {}, 4)],
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
      reasons: [`MAC: found ${m1}, which the host at 10.244.0.2 has`],
    },
    {
      name: 'next hops as numbers',
      routes: [heardMac(1, 10), heardMac(1, 9)],
      entries: [`42 10.244.0.9 ${m1} 10.0.10.11`],
      reasons: [`MAC: found ${m1}, which the host at 10.244.0.9 has`],
    },
    {
      name: 'a fresh route before a stale one',
      routes: [stale(heardMac(1, 2)), heardMac(1, 3)],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'a stale route that has moved later',
      routes: [stale(heardMac(1, 3, {}, 2)), heardMac(1, 2, {}, 1)],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'a stale one where there is no other',
      routes: [stale(heardMac(1, 3))],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'a sticky one before all',
      routes: [heardMac(1, 2, {}, 9), heardMac(1, 3, moved(0, true))],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'an attached one before a heard one',
      routes: [heardMac(1, 2, moved(0)), heardMac(1, 3)],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.11`],
    },
    {
      name: 'a MAC with all of its addresses, to the host that has it',
      routes: [heardMac(1, 2), heardMac(1, 2, { ip: ip('10.0.10.98') }), heardMac(1, 3, { ip: ip('10.0.10.99') }, 1)],
      entries: [`42 10.244.0.3 ${m1} 10.0.10.99`],
    },
    // What is attached here
    {
      name: 'no MAC that is attached here',
      routes: [heardMac(1, 2, {}, 9)],
      over: { local: [localAt(1)] },
      entries: [],
    },
    {
      name: 'a MAC that is only heard here',
      routes: [heardMac(1, 2)],
      over: { local: [localAt(1, { isLearned: true })] },
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    {
      name: 'a MAC of another segment of this host',
      routes: [heardMac(1, 2)],
      over: { local: [localAt(1, { vni: 43, ip: undefined })] },
      entries: [`42 10.244.0.2 ${m1} 10.0.10.11`],
    },
    {
      name: 'no MAC that is heard here with the better claim',
      routes: [heardMac(1, 2, moved(0))],
      over: { local: [localAt(1, { isLearned: true })], ours: [announcedAt(1)] },
      entries: [],
    },
    {
      name: 'without its address a MAC whose address is attached here',
      routes: [heardMac(2, 2, { ip: ip('10.0.10.11') })],
      over: { local: [localAt(1)] },
      entries: [`42 10.244.0.2 ${m2}`],
      reasons: [`address: found 10.0.10.11, which ${m1} has`],
    },
    // One address
    {
      name: 'of two MACs with one address the lower one, and the other without',
      routes: [heardMac(2, 2, { ip: ip('10.0.10.11') }), heardMac(1, 3)],
      entries: [`42 10.244.0.2 ${m2}`, `42 10.244.0.3 ${m1} 10.0.10.11`],
      reasons: [`address: found 10.0.10.11, which ${m1} has`],
    },
    {
      name: 'of two MACs with one address the one that is followed already',
      routes: [heardMac(1, 3), heardMac(2, 2, { ip: ip('10.0.10.11') })],
      over: { held: [{ vni: 42, mac: macAt(2), ip: ip('10.0.10.11'), underlay: ip('10.244.0.7') }] },
      entries: [`42 10.244.0.2 ${m2} 10.0.10.11`, `42 10.244.0.3 ${m1}`],
      reasons: [`address: found 10.0.10.11, which ${m2} has`],
    },
  ])('$name', ({ routes, over, entries, reasons = [] }) => {
    const found = judge(routes, over);
    expect(found.entries.map(entryText)).toEqual(entries);
    expect(found.refusals.map(({ reason }) => reason)).toEqual(reasons);
    expect(judge(routes.toReversed(), over).entries.map(entryText)).toEqual(entries);
  });
});

test('judgeEndpoints() names the strongest claim to each MAC, also of those attached here', () => {
  const { winners } = judge([heardMac(1, 3, {}, 1), heardMac(1, 2), heardMac(2, 2, moved(0))], { local: [localAt(1)] });
  const said = [...winners].map(([key, { nextHop, ...claim }]) => [key, formatIp(nextHop), claim]);
  expect(said).toEqual([
    [keyAt(1), '10.244.0.3', { sequence: 1, isSticky: false, isLearned: false, stale: false }],
    [keyAt(2), '10.244.0.2', { sequence: 0, isSticky: false, isLearned: true, stale: false }],
  ]);
});

test('judgeEndpoints() follows the recorded routes of bagpipe, FRR and gobgp', () => {
  const paths = goldenRoutes.map((golden) => ({ ...golden, neighbour: '10.99.0.254', stale: false }));
  const routes = readSegmentPaths(paths).read.map(({ route, path }) => ({ route, stale: path.stale }));
  const segment = { ...segmentAt(1, 100), gatewayIp: undefined, gatewayMac: undefined };
  const { entries, refusals } = judge(routes, { segments: [segment] });
  expect(entries.map(entryText)).toEqual([
    '100 10.99.0.1',
    '100 10.99.0.3',
    // Its move from 10.99.0.1, which has it with an address and sequence number 0.
    '100 10.99.0.3 02:00:0a:01:01:0b',
    '100 10.99.0.3 02:00:0a:01:01:1f 10.1.1.31',
    '100 10.99.0.4',
    '100 10.99.0.4 b6:4e:ce:7e:d0:09 10.1.1.1',
  ]);
  expect(refusals).toEqual([]);
});

test('judgeEndpoints() takes 20,000 routes that contradict each other', () => {
  const routes = Array.from({ length: 20_000 }, (_, i) => {
    const its = mac(
      `ee:ee:00:00:${(i >> 9).toString(16).padStart(2, '0')}:${((i >> 1) & 255).toString(16).padStart(2, '0')}`,
    );
    // Each MAC at two hosts, all with one address: the worst that there is.
    return heardMac(1, 2 + (i % 2), { mac: its, ip: ip('10.0.10.9') });
  });
  expect(judge(routes).entries).toHaveLength(10_000);
});

/** That MAC n, which is only heard, is announced here. */
function announcedAt(n: number) {
  return pathOf(encodeMacRoute(ownMacRoute(segmentAt(1), localAt(n, { isLearned: true }), 0)));
}
