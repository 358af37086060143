import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { connectedRoute, expectedEntries } from '../../support/overlay-walk-expected.ts';
import type { OverlayState } from '../../support/overlay-walk-kernel.ts';
import { manyPeers, type WishText, wideWish } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function entriesOf({ routes, neighbours, fdb }: OverlayState) {
  return { routes, neighbours, fdb };
}

function entriesFor(wish: WishText) {
  const { routes, ...entries } = expectedEntries(wish, wish.peers ?? []);
  return { routes: [connectedRoute(wish), ...routes].sort(), ...entries };
}

test('8 processes that converge to one wish at once make everything once, and all end well', async () => {
  const world = new OverlayWorld();
  const wish: WishText = { ...wideWish, subnet: '10.255.32.0/24', peers: manyPeers(200) };
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => world.startConverge(wish).ended));
  expect(outcomes.map(({ code }) => code)).toEqual(Array(8).fill(0));
  const reports = outcomes.map(({ stdout }) => JSON.parse(stdout));
  expect(reports.flatMap(({ failed }) => failed)).toEqual([]);
  expect(reports.flatMap(({ changed, removed }) => [...changed, ...removed])).toEqual([]);
  // The device, its address, and three objects a peer.
  expect(reports.map(({ made }) => made.length).filter((count) => count > 0)).toEqual([2 + 3 * 200]);
  expect(entriesOf(world.state())).toEqual(entriesFor(wish));
});

test('two converges of one process take turns, while each waits for its wish', async () => {
  const world = new OverlayWorld();
  const wish: WishText = { ...wideWish, subnet: '10.255.32.0/24', peers: manyPeers(3) };
  const reports = await Promise.all([world.converge(wish, 20), world.converge(wish, 20)]);
  expect(reports.map(({ made }) => made.length).sort((a, b) => a - b)).toEqual([0, 2 + 3 * 3]);
  expect(entriesOf(world.state())).toEqual(entriesFor(wish));
});

test('two processes that converge to different lists in turns leave one of the two, never a mixture', async () => {
  const world = new OverlayWorld();
  const all = manyPeers(300);
  const moved = all.map((peer) => ({ ...peer, underlay: peer.underlay.replace('172.16', '172.17') }));
  const wishes: WishText[] = [
    { ...wideWish, peers: all.slice(0, 200) },
    { ...wideWish, peers: moved.slice(100) },
  ];
  const turns = wishes.map((wish) => world.startConverge(...Array(10).fill(wish)).ended);
  const outcomes = await Promise.all(turns);
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  for (const line of outcomes.flatMap(({ stdout }) => stdout.trim().split('\n'))) {
    expect(JSON.parse(line).failed).toEqual([]);
  }
  expect(wishes.map(entriesFor)).toContainEqual(entriesOf(world.state()));
});
