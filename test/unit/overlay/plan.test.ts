import { describe, expect, test } from '@jest/globals';
import { formatPrefix } from '../../../src/addr/prefix.ts';
import type { Held } from '../../../src/overlay/held.ts';
import { planRemoteHosts } from '../../../src/overlay/plan.ts';
import { describeStep, type Step } from '../../../src/overlay/step.ts';
import {
  desire,
  fdbEntry,
  type HeldObjects,
  hold,
  neighbour,
  peerA,
  peerB,
  route,
  vtep,
} from '../../support/overlay-walk-samples.ts';
import type { PeerText } from '../../support/overlay-walk-wish.ts';

const macA = 'ee:ee:0a:ff:30:00';
const macB = 'ee:ee:0a:ff:31:00';
const routeA = route('10.255.48.0/24', '10.255.48.0');
const routeB = route('10.255.49.0/24', '10.255.49.0');
const neighbourA = neighbour('10.255.48.0', macA);
const neighbourB = neighbour('10.255.49.0', macB);
const fdbA = fdbEntry(macA, '10.244.0.48');
const fdbB = fdbEntry(macB, '10.244.0.49');
const allOfA: HeldObjects = { routes: [routeA], neighbours: [neighbourA], fdb: [fdbA] };

function plan(peers: readonly PeerText[], held: Held) {
  const { steps, failed } = planRemoteHosts(desire(...peers), held, vtep.ip);
  return { steps: steps.map(show), failed };
}

function show(step: Step): string {
  const metric = step.object === 'route' && step.route.metric ? ` metric ${step.route.metric}` : '';
  return `${step.action} ${describeStep(step)}${metric}`;
}

const steps = {
  fdb: `FDB entry ${macA} to 10.244.0.48`,
  neighbour: `neighbour 10.255.48.0 ${macA}`,
  route: 'route 10.255.48.0/24 via 10.255.48.0',
};

test('what leads to a host is made before its route, and a route goes before what it leads by', () => {
  expect(plan([peerA], hold({})).steps).toEqual([
    `make ${steps.fdb}`,
    `make ${steps.neighbour}`,
    `make ${steps.route}`,
  ]);
  expect(plan([], hold(allOfA)).steps).toEqual([
    `remove ${steps.route}`,
    `remove ${steps.neighbour}`,
    `remove ${steps.fdb}`,
  ]);
});

test('what is new is there before what is stale goes', () => {
  const all = plan([peerB], hold(allOfA)).steps;
  expect(all.map((step) => step.split(' ')[0])).toEqual(['make', 'make', 'make', 'remove', 'remove', 'remove']);
});

describe('one object that is not right is one step:', () => {
  const twice = { ...routeA, metric: 9 };
  const cases: readonly { name: string; held: HeldObjects; wanted: readonly string[] }[] = [
    { name: 'all is right', held: allOfA, wanted: [] },
    { name: 'no route', held: { ...allOfA, routes: [] }, wanted: [`make ${steps.route}`] },
    {
      name: 'a route by a wrong gateway',
      held: { ...allOfA, routes: [route('10.255.48.0/24', '10.255.99.9')] },
      wanted: [`change ${steps.route}`],
    },
    {
      name: 'a route with a wrong source',
      held: { ...allOfA, routes: [{ ...routeA, source: neighbourB.ip }] },
      wanted: [`change ${steps.route}`],
    },
    {
      name: 'a route without a source, in its place',
      held: { ...allOfA, routes: [{ ...routeA, source: undefined, metric: 4 }] },
      wanted: [`change ${steps.route} metric 4`],
    },
    {
      name: 'a route without a gateway',
      held: { ...allOfA, routes: [{ ...routeA, gateway: undefined }] },
      wanted: [`change ${steps.route}`],
    },
    { name: 'a right route with another metric stays', held: { ...allOfA, routes: [twice] }, wanted: [] },
    {
      name: 'a right route twice stays once',
      held: { ...allOfA, routes: [routeA, twice] },
      wanted: [`remove ${steps.route} metric 9`],
    },
    {
      name: 'a wrong route of the same metric takes the right one with it, which is put back',
      held: { ...allOfA, routes: [routeA, { ...routeA, source: undefined }] },
      wanted: [`remove ${steps.route}`, `change ${steps.route}`],
    },
    { name: 'no neighbour', held: { ...allOfA, neighbours: [] }, wanted: [`make ${steps.neighbour}`] },
    {
      name: 'a neighbour with another MAC',
      held: { ...allOfA, neighbours: [neighbour('10.255.48.0', macB)] },
      wanted: [`change ${steps.neighbour}`],
    },
    {
      name: 'a neighbour that the kernel asked for itself',
      held: { ...allOfA, neighbours: [neighbour('10.255.48.0', macA, 0x02)] },
      wanted: [`make ${steps.neighbour}`],
    },
    { name: 'no FDB entry', held: { ...allOfA, fdb: [] }, wanted: [`make ${steps.fdb}`] },
    {
      name: 'an FDB entry to another host',
      held: { ...allOfA, fdb: [fdbEntry(macA, '10.244.9.9')] },
      wanted: [`change ${steps.fdb}`],
    },
    {
      name: 'an FDB entry that ages',
      held: { ...allOfA, fdb: [fdbEntry(macA, '10.244.0.48', { state: 0x02 })] },
      wanted: [`change ${steps.fdb}`],
    },
    {
      name: 'an FDB entry with a port of its own',
      held: { ...allOfA, fdb: [fdbEntry(macA, '10.244.0.48', { port: 4790 })] },
      wanted: [`change ${steps.fdb}`],
    },
    {
      name: 'an FDB entry with a VNI of its own',
      held: { ...allOfA, fdb: [fdbEntry(macA, '10.244.0.48', { vni: 77 })] },
      wanted: [`change ${steps.fdb}`],
    },
    {
      name: 'an FDB entry with a link of its own',
      held: { ...allOfA, fdb: [fdbEntry(macA, '10.244.0.48', { viaIndex: 3 })] },
      wanted: [`change ${steps.fdb}`],
    },
  ];
  test.each(cases)('$name', ({ held, wanted }) => {
    expect(plan([peerA], hold(held))).toEqual({ steps: wanted, failed: [] });
  });
});

test('what belongs to other hosts stays as it is', () => {
  const held = hold({ routes: [routeA, routeB], neighbours: [neighbourA, neighbourB], fdb: [fdbA, fdbB] });
  expect(plan([peerA, peerB], held).steps).toEqual([]);
  expect(plan([peerB], held).steps).toEqual([
    `remove ${steps.route}`,
    `remove ${steps.neighbour}`,
    `remove ${steps.fdb}`,
  ]);
});

describe('nobody else loses anything:', () => {
  const cases: readonly { name: string; held: HeldObjects }[] = [
    { name: "an admin's route by another gateway", held: { routes: [route('10.255.200.0/24', '10.255.48.0')] } },
    { name: "an admin's route without a gateway", held: { routes: [{ ...routeA, gateway: undefined }] } },
    { name: "another's route", held: { foreignRoutes: [{ ...routeA, linkIndex: 2 }] } },
    { name: 'the default FDB entry', held: { fdb: [fdbEntry('00:00:00:00:00:00', '10.244.0.99')] } },
    { name: "a group's FDB entry", held: { fdb: [fdbEntry('01:00:5e:00:00:01', '10.244.0.99')] } },
    { name: 'the broadcast FDB entry', held: { fdb: [fdbEntry('ff:ff:ff:ff:ff:ff', '10.244.0.99')] } },
    { name: 'an FDB entry that ages', held: { fdb: [fdbEntry(macA, '10.244.0.99', { state: 0x02 })] } },
    { name: 'an FDB entry with a port of its own', held: { fdb: [{ ...fdbA, port: 4790 }] } },
    { name: 'an FDB entry with a VNI of its own', held: { fdb: [{ ...fdbA, vni: 77 }] } },
    { name: 'an FDB entry with a link of its own', held: { fdb: [{ ...fdbA, viaIndex: 3 }] } },
    { name: 'an FDB entry of next hops', held: { fdb: [{ ...fdbA, destination: undefined }] } },
    { name: 'a neighbour that the kernel asked for', held: { neighbours: [neighbour('10.255.7.1', macA, 0x04)] } },
  ];
  test.each(cases)('$name', ({ held }) => {
    expect(plan([], hold(held))).toEqual({ steps: [], failed: [] });
  });
});

test("another's route on a peer's subnet is reported with what was found, and the rest is done", () => {
  const held = hold({ foreignRoutes: [{ ...routeA, linkIndex: 2, protocol: 4 }] });
  const { steps: done, failed } = plan([peerA, peerB], held);
  expect(failed).toEqual([
    {
      what: 'route 10.255.48.0/24 via 10.255.48.0',
      reason: "found another's route, 10.255.48.0/24 via 10.255.48.0 by link 2 (protocol 4), wanted none",
    },
  ]);
  expect(done).toEqual([
    `make ${steps.fdb}`,
    `make FDB entry ${macB} to 10.244.0.49`,
    `make ${steps.neighbour}`,
    `make neighbour 10.255.49.0 ${macB}`,
    'make route 10.255.49.0/24 via 10.255.49.0',
  ]);
});

test("another's route to a part of a peer's subnet is reported, and stays, beside all that leads there", () => {
  const others = [
    route('10.255.48.0/25', '10.244.0.7', { linkIndex: 2, protocol: 4 }),
    route('10.255.48.200/32', '10.244.0.7', { linkIndex: undefined, gateway: undefined, type: 6 }),
    // It leads to the same host.
    route('10.255.49.128/25', '10.255.49.0', { protocol: 4 }),
    // Wider than a peer's subnet, and beside all of them.
    ...[
      route('10.255.48.0/23', '10.244.0.7', { linkIndex: 2 }),
      route('10.255.50.0/25', '10.244.0.7', { linkIndex: 2 }),
    ],
    route('10.255.47.255/32', '10.244.0.7', { linkIndex: 2 }),
  ];
  const byDevice = route('10.255.49.0/26', '10.255.48.0');
  const held = hold({
    routes: [routeA, routeB, byDevice],
    foreignRoutes: others,
    neighbours: [neighbourA, neighbourB],
    fdb: [fdbA, fdbB],
  });
  const { steps: done, failed } = plan([peerA, peerB], held);
  expect(done).toEqual([]);
  const reason = (text: string) => `found another's route to a part of it, ${text}, wanted none`;
  const [toA, toB] = [steps.route, 'route 10.255.49.0/24 via 10.255.49.0'];
  expect(failed).toEqual([
    { what: toA, reason: reason('10.255.48.0/25 via 10.244.0.7 by link 2 (protocol 4)') },
    { what: toA, reason: reason('blackhole 10.255.48.200/32') },
    { what: toB, reason: reason('10.255.49.0/26 via 10.255.48.0 by link 7 (protocol 3)') },
  ]);
});

test('an FDB entry of next hops in the place of ours is reported', () => {
  const { steps: done, failed } = plan([peerA], hold({ ...allOfA, fdb: [{ ...fdbA, destination: undefined }] }));
  expect(done).toEqual([]);
  expect(failed).toEqual([{ what: steps.fdb, reason: expect.stringContaining('group of next hops') }]);
});

test('a refused peer is reported', () => {
  const { steps: done, failed } = plan([{ ...peerA, underlay: '10.244.0.145' }], hold({}));
  expect(done).toEqual([]);
  expect(failed).toEqual([{ what: 'peer 10.255.48.0/24', reason: expect.any(String) }]);
});

test('the 257th new route has a metric of its own', () => {
  const peers = Array.from({ length: 257 }, (_, i) => ({
    subnet: `10.255.${64 + (i >> 2)}.${(i & 3) << 6}/26`,
    underlay: `10.244.1.${i & 127}`,
  }));
  const routes = planRemoteHosts(desire(...peers), hold({}), vtep.ip).steps.flatMap((step) =>
    step.object === 'route' ? [step.route] : [],
  );
  expect(routes.map(({ metric }) => metric)).toEqual([...Array(256).fill(0), 1]);
  expect(routes.map(({ destination }) => formatPrefix(destination))).toContain('10.255.64.0/26');
});
