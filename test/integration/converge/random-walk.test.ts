import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { drifts } from '../../support/overlay-walk-drifts.ts';
import {
  connectedRoute,
  expectedAddress,
  expectedDevice,
  expectedEntries,
  type UnderlayText,
} from '../../support/overlay-walk-expected.ts';
import {
  addForeign,
  addForeignDevice,
  foreignIn,
  foreignPeerRoute,
  isAbout,
  withoutForeign,
} from '../../support/overlay-walk-foreign.ts';
import type { OverlayState } from '../../support/overlay-walk-kernel.ts';
import { type PeerText, plainWish, type WishText } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';
import { chosenSeed, seededRandom } from '../../support/random.ts';
import { injecting } from '../../support/strace.ts';

/** About a tenth of a second each. */
const rounds = Number(process.env['SILK_ROUNDS'] ?? 150);
const seed = chosenSeed();

jest.setTimeout(30_000 + rounds * 1000);
afterEach(disposeHosts);

/** Peers that are wanted now and then, in two places, with the MAC that follows from the subnet or with one of their own. */
const pool: readonly PeerText[] = Array.from({ length: 12 }, (_, i) => ({
  subnet: `10.255.${48 + i}.0/24`,
  underlay: `10.244.0.${48 + i}`,
}));

/** Never wanted: a drift may use it. */
const stranger: PeerText = { subnet: '10.255.150.0/24', underlay: '10.244.0.150' };

/** Cannot be had; the others can all the same. */
const badPeers: readonly PeerText[] = [
  { subnet: '10.254.0.0/24', underlay: '10.244.1.1' },
  { subnet: '10.255.32.128/25', underlay: '10.244.1.2' },
  { subnet: '10.255.160.0/24', underlay: '10.255.1.1' },
  { subnet: '10.255.161.0/24', underlay: '10.244.1.3', mac: 'ee:ee:0a:ff:20:00' },
];

class Walk {
  readonly world = new OverlayWorld();
  readonly #random = seededRandom(seed);
  #peers: readonly PeerText[] = [];
  #bad: readonly PeerText[] = [];

  constructor() {
    addForeignDevice(this.world);
  }

  /** One step: a new wish perhaps, some drifts, sometimes a converge that is killed, then one that is not. */
  async step(): Promise<string> {
    if (this.#chance(0.5)) this.#choosePeers();
    const wish = this.#wish();
    const done: string[] = [`peers ${wish.peers === undefined ? 'unknown' : wish.peers.length}`];
    addForeign(this.world, this.world.state());
    for (let i = Math.floor(this.#random() * 4); i > 0; i--) done.push(this.#drift(wish));
    const blocked = this.#chance(0.15) && wish.peers !== undefined ? this.#block() : undefined;
    if (blocked !== undefined) done.push(`${blocked.subnet} taken by another`);
    if (this.#chance(0.08)) done.push(this.#killed(wish));
    await this.#convergeAndExpect(wish, blocked);
    if (blocked !== undefined) this.world.exec(foreignPeerRoute(blocked.subnet).remove);
    // What could not be repaired now is: of a peer that is not wanted any more it might count as somebody else's.
    if (blocked !== undefined || wish.peers === undefined) {
      await this.#convergeAndExpect({ ...plainWish, peers: [...this.#peers, ...this.#bad] }, undefined);
    }
    return done.join(', ');
  }

  #wish(): WishText {
    const { peers: _, ...withoutPeers } = plainWish;
    const wish = this.#chance(0.1) ? { ...plainWish, mtuBytes: 1300 } : plainWish;
    if (this.#chance(0.1)) return withoutPeers;
    return { ...wish, peers: this.#shuffled([...this.#peers, ...this.#bad]) };
  }

  #choosePeers(): void {
    this.#peers = pool
      .filter(() => this.#chance(this.#pick([0, 0.3, 0.7, 1])))
      .map((peer, i) => {
        const moved = this.#chance(0.2) ? { ...peer, underlay: `10.244.7.${i}` } : peer;
        return this.#chance(0.2) ? { ...moved, mac: `02:42:00:00:00:${10 + i}` } : moved;
      });
    this.#bad = badPeers.filter(() => this.#chance(0.1));
  }

  #drift(wish: WishText): string {
    // Most drifts are of a wanted peer's entries: of a stranger's some would count as somebody else's, and rightly stay.
    if (this.#peers.length === 0) return 'no drift';
    const drift = this.#pick(drifts);
    const target = { wish, wanted: this.#pick(this.#peers), unwanted: stranger, random: this.#random };
    for (const line of drift.lines(target)) this.world.attempt(line);
    return drift.name;
  }

  /** Somebody else's route on a peer's subnet. Where the VTEP is not there that is no fault of the network. */
  #block(): PeerText | undefined {
    const peer = this.#pick(this.#peers);
    if (peer !== undefined) this.world.attempt(foreignPeerRoute(peer.subnet).add);
    return peer;
  }

  #killed(wish: WishText): string {
    const ordinal = 1 + Math.floor(this.#random() * 14);
    this.world.convergeApart(wish, injecting({ name: 'sendto', ordinal }, 'signal=SIGKILL'));
    return `killed at sendto ${ordinal}`;
  }

  async #convergeAndExpect(wish: WishText, blocked: PeerText | undefined): Promise<void> {
    const before = this.world.state();
    const report = await this.world.converge(wish);
    const after = this.world.state();
    const isRebuilt = report.removed.some(({ object }) => object === 'vtep' || object === 'address');
    expectDevice(after, wish, this.#underlay());
    // What was on a device goes with it, or with its last address.
    if (!isRebuilt) expect(foreignIn(after)).toEqual(foreignIn(before));
    expect(after.otherRoutes).toEqual(before.otherRoutes);
    if (wish.peers === undefined) {
      const vtepAlone = [...report.made, ...report.changed].every(
        (step) =>
          step.object === 'vtep' ||
          step.object === 'address' ||
          // The kernel's own route to the network.
          (step.object === 'route' && step.route.gateway === undefined),
      );
      expect(vtepAlone).toBe(true);
      if (report.made.length + report.changed.length + report.removed.length === 0) expect(after).toEqual(before);
      return;
    }
    expectPeers({ wish, after, good: this.#peers, blocked });
    const excused = [...this.#bad, ...(blocked === undefined ? [] : [blocked])];
    expect(report.failed.filter((failure) => !excused.some(({ subnet }) => isAbout(failure, subnet)))).toEqual([]);
    expect(report.failed).toHaveLength(excused.length);
    const again = await this.world.converge(wish);
    expect([...again.made, ...again.changed, ...again.removed]).toEqual([]);
  }

  #underlay(): UnderlayText {
    const [link] = JSON.parse(this.world.exec('ip -j -4 addr show dev uplink'));
    return { address: link.addr_info[0].local, mtu: link.mtu };
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)] as T;
  }

  #shuffled<T>(values: readonly T[]): T[] {
    return values
      .map((value) => ({ value, key: this.#random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
  }
}

function expectDevice(state: OverlayState, wish: WishText, underlay: UnderlayText): void {
  expect(state.device).toEqual(expectedDevice(wish, underlay));
  expect(state.addresses).toEqual([expectedAddress(wish)]);
  expect(state.routes).toContain(connectedRoute(wish));
}

interface PeersAfter {
  readonly wish: WishText;
  readonly after: OverlayState;
  readonly good: readonly PeerText[];
  readonly blocked: PeerText | undefined;
}

/** Exactly the entries of the good peers are there; a blocked one may lack its route, or has the one that it had. */
function expectPeers({ wish, after, good, blocked }: PeersAfter): void {
  const { routes, neighbours, fdb } = expectedEntries(wish, good);
  const isBlocked = (line: string) => blocked !== undefined && line.startsWith(`${blocked.subnet} `);
  const entryRoutes = withoutForeign(after.routes).filter((line) => line !== connectedRoute(wish));
  expect(entryRoutes.filter((line) => !isBlocked(line))).toEqual(routes.filter((line) => !isBlocked(line)));
  if (blocked !== undefined) expect(after.otherRoutes).toContain(foreignPeerRoute(blocked.subnet).shown);
  expect(after.neighbours).toEqual(neighbours);
  // One that ages goes by itself.
  expect(withoutForeign(after.fdb).filter((line) => !line.endsWith(' dynamic'))).toEqual(fdb);
}

test(`after each of ${rounds} steps the kernel equals the wish (SILK_SEED=${seed})`, async () => {
  const walk = new Walk();
  const taken: string[] = [];
  for (let round = 0; round < rounds; round++) {
    try {
      taken.push(await walk.step());
    } catch (cause) {
      const text = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`SILK_SEED=${seed}, step ${round}, after ${taken.slice(-3).join('; ')}:\n${text}`, { cause });
    }
  }
});
