import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { removeLink } from '../../../src/linux/rtnetlink/link.ts';
import { findVtep } from '../../../src/overlay/find-vtep.ts';
import { disposeHosts } from '../../support/host.ts';
import {
  connectedRoute,
  expectedAddress,
  expectedDevice,
  expectedEntries,
} from '../../support/overlay-walk-expected.ts';
import { addForeignDevice, foreignPeerRoute } from '../../support/overlay-walk-foreign.ts';
import { manyPeers, type PeerText, type WishText, wideWish } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';
import { bun, projectRoot } from '../../support/project.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const peers = manyPeers(2000);
const wish: WishText = { ...wideWish, peers };

function expectPeers(world: OverlayWorld, wanted: readonly PeerText[]): void {
  const { routes, neighbours, fdb } = expectedEntries(wish, wanted);
  const state = world.state();
  expect(state.device).toEqual(expectedDevice(wish, { address: '192.168.77.2', mtu: 1500 }));
  expect(state.addresses).toEqual([expectedAddress(wish)]);
  expect(state.routes).toEqual([connectedRoute(wish), ...routes].sort());
  expect(state.neighbours).toEqual(neighbours);
  expect(state.fdb).toEqual(fdb);
}

/** The kinds of requests that change something, of a converge in a process of its own, and the files it opened to write. */
function writesOf(world: OverlayWorld, to: WishText): { requests: string[]; files: string[] } {
  const output = join(world.host.dir, 'trace');
  const traced = ['/usr/bin/strace', '-f', '-s', '65536', '-o', output, '-e', 'trace=sendto,openat,mkdir,flock'];
  expect(world.convergeApart(to, traced)).toMatchObject({ code: 0 });
  const text = readFileSync(output, 'utf8');
  return {
    requests: [...text.matchAll(/nlmsg_type=(RTM_(?:NEW|DEL|SET)\w+)/g)].map(([, type = '']) => type),
    files: text.split('\n').filter((line) => line.includes('silk-vtep.lock') || line.includes('flock(')),
  };
}

describe('2,000 peers', () => {
  test('are made; then nothing is written, not even the lock', async () => {
    const world = new OverlayWorld();
    const report = await world.converge(wish);
    expect(report).toMatchObject({ changed: [], removed: [], failed: [] });
    expect(report.made).toHaveLength(2 + 3 * 2000);
    expectPeers(world, peers);
    expect(existsSync(world.lockPath)).toBe(true);
    expect(writesOf(world, wish)).toEqual({ requests: [], files: [] });
  });

  test('and one more, or one less, are three requests', async () => {
    const world = new OverlayWorld();
    await world.converge({ ...wish, peers: peers.slice(1) });
    expect(writesOf(world, wish).requests).toEqual(['RTM_NEWNEIGH', 'RTM_NEWNEIGH', 'RTM_NEWROUTE']);
    expectPeers(world, peers);
    const less = peers.filter((_, i) => i !== 1000);
    expect(writesOf(world, { ...wish, peers: less }).requests).toEqual([
      'RTM_DELROUTE',
      'RTM_DELNEIGH',
      'RTM_DELNEIGH',
    ]);
    expectPeers(world, less);
  });

  test('leave nothing behind: the last few, all, and the VTEP', async () => {
    const world = new OverlayWorld();
    const before = world.state();
    await world.converge(wish);
    await world.converge({ ...wish, peers: peers.slice(0, 3) });
    expectPeers(world, peers.slice(0, 3));
    await world.converge({ ...wish, peers: [] });
    expectPeers(world, []);
    const found = findVtep(world.socket, wish.name);
    if (found === undefined) throw new Error('no VTEP');
    removeLink(world.socket, found.link.index);
    expect(world.state()).toEqual(before);
  });

  test("with another's route on the subnet of one: it is reported, and the rest is done", async () => {
    const world = new OverlayWorld();
    addForeignDevice(world);
    const [taken = peers[0]] = peers.slice(700);
    if (taken === undefined) throw new Error('no peer');
    const foreign = foreignPeerRoute(taken.subnet);
    world.exec(foreign.add);
    const report = await world.converge(wish);
    expect(report.failed).toEqual([
      { what: expect.stringContaining(taken.subnet), reason: expect.stringContaining("another's route") },
    ]);
    const state = world.state();
    expect(state.routes).toHaveLength(2000);
    expect(state.otherRoutes).toContain(foreign.shown);
    world.exec(foreign.remove);
    expect(await world.converge(wish)).toMatchObject({
      made: [{ object: 'route' }],
      changed: [],
      removed: [],
      failed: [],
    });
    expectPeers(world, peers);
  });

  test('while another process adds and removes routes at full speed: nothing is removed wrongly', async () => {
    const world = new OverlayWorld();
    addForeignDevice(world);
    await world.converge(wish);
    const churn = world.host.start([bun, join(projectRoot, 'test/support/overlay-walk-churn.ts'), 'other']);
    await new Promise((resolve) => churn.child.stdout?.once('data', resolve));
    for (let i = 0; i < 30; i++) {
      try {
        const report = await world.converge(wish);
        expect([...report.made, ...report.changed, ...report.removed, ...report.failed]).toEqual([]);
      } catch (error) {
        // A list that never stood still is no list: nothing was done.
        expect(error).toMatchObject({ code: 'TRY_LATER' });
      }
    }
    churn.child.kill('SIGKILL');
    // All the while, and not just at the beginning: some thousands of routes a second.
    expect((await churn.ended).stdout.split('\n').length).toBeGreaterThan(30);
    world.exec('ip route flush dev other proto static');
    expectPeers(world, peers);
  });
});
