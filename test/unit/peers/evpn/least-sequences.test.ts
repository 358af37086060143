import { expect, test } from '@jest/globals';
import { type LeastSequence, leastSequence } from '../../../../src/peers/evpn/least-sequences.ts';
import { encodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { ownMacRoute } from '../../../../src/peers/evpn/own-segment.ts';
import { planSegmentRoutes, type SegmentSituation } from '../../../../src/peers/evpn/plan-segment-routes.ts';
import { type PathOf, readSegmentPaths, type SegmentRoute } from '../../../../src/peers/evpn/read-paths.ts';
import { ip } from './heard-route.ts';
import { keyAt, localAt, macAt, pathOf, pathTexts, segmentAt } from './segment-scene.ts';

const m1 = 'ee:ee:00:00:00:01 10.0.10.11';
const multicast = 'broadcasts of 42';
const learned = { isLearned: true };

function routeOf(vni: number, sequence: number, neighbour?: string): PathOf<SegmentRoute>[] {
  const path = encodeMacRoute(ownMacRoute(segmentAt(neighbour === undefined ? 5 : 9, vni), localAt(1), sequence));
  return [...readSegmentPaths([{ ...path, neighbour, stale: false }]).read];
}

test.each([
  { name: 'nobody else has', paths: [], least: 0 },
  { name: 'another host has, never moved', paths: routeOf(43, 0, 'n'), least: 0, attached: 1 },
  { name: 'another host has, moved, in whatever segment', paths: routeOf(7, 3, 'n'), least: 4 },
  { name: 'this host has in another segment', paths: routeOf(43, 3), least: 3 },
  { name: 'this host has in that segment', paths: routeOf(42, 3), least: 0, attached: 1 },
  { name: 'several have', paths: [...routeOf(43, 3), ...routeOf(43, 4, 'n'), ...routeOf(7, 1, 'n')], least: 5 },
  { name: 'has moved as often as can be', paths: routeOf(43, 0xffff_ffff, 'n'), least: 0xffff_ffff },
])('leastSequence() of a MAC that $name', ({ paths, least, attached = least }) => {
  const leastOf = (n: number, isLearned: boolean) => leastSequence(paths)({ vni: 42, mac: macAt(n), isLearned });
  expect([leastOf(1, true), leastOf(1, false)]).toEqual([least, attached]);
  expect([leastOf(2, true), leastOf(2, false)]).toEqual([0, 0]);
});

test.each([{ local: {} }, { local: learned }])(
  'planSegmentRoutes() tells gobgpd of $local a number that it takes, and nothing anew while it has that',
  ({ local }) => {
    const scene = { local: [localAt(1, local)], least: () => 4 };
    const found = plan(scene);
    expect(pathTexts(found.add)).toEqual([`${m1} moved 4`, multicast]);
    expect(plan({ ...scene, ...found, least: () => 9, ours: found.add.map(pathOf) }).add).toEqual([]);
  },
);

test('planSegmentRoutes() takes back what has a higher number before it tells a lower one', () => {
  const said = { attachments: ['a'], sequence: 3, isBeaten: false, isSettled: true };
  const announced = { macs: new Map([[keyAt(1), said]]), told: new Map() };
  const found = plan({ announced, local: [localAt(1, { ...learned, attachment: 'b' })], ours: routeOf(42, 3) });
  expect([pathTexts(found.add), pathTexts(found.withdraw)]).toEqual([[multicast], [`${m1} moved 3`]]);
});

test('planSegmentRoutes(), of a MAC that two have heard at once, goes on with the lower next hop', () => {
  const scene = { local: [localAt(1, learned)], announced: undefined };
  const found = plan(scene);
  const winners = new Map([
    [keyAt(1), { sequence: 0, isSticky: false, isLearned: true, stale: false, nextHop: ip('10.244.0.9') }],
  ]);
  const again = plan({ ...scene, ...found, winners, ours: found.add.map(pathOf), least: () => 1 });
  expect([pathTexts(again.add), pathTexts(again.withdraw)]).toEqual([[], []]);
});

function plan(over: Partial<SegmentSituation>) {
  const least: LeastSequence = () => 0;
  const announced = { macs: new Map(), told: new Map() };
  const nothing = { winners: new Map(), ours: [], saidBefore: new Map(), isComplete: true, announced, least };
  return planSegmentRoutes({ segments: [segmentAt(5)], local: [localAt(1)], ...nothing, ...over });
}
