import { describe, expect, test } from '@jest/globals';
import type { Peer } from '../../../../src/addr/peer.ts';
import { judgeNeighbours } from '../../../../src/peers/evpn/judge-neighbours.ts';
import { KnownHosts } from '../../../../src/peers/evpn/known-hosts.ts';
import { isSamePeer, keptPeers } from '../../../../src/peers/kept-peers.ts';
import { subnetsOf } from '../peer.ts';
import { heard, peersOf } from './heard-route.ts';

const [a, b, c] = [48, 64, 80].map((n) => peersOf(heard(n))[0]);
if (a === undefined || b === undefined || c === undefined) throw new Error('no peers');

const nobody = { isComplete: false, upForMs: 0, problems: [] };
const young = { isComplete: true, upForMs: 2000, problems: [] };
const old = { isComplete: true, upForMs: 600_000, problems: [] };
const peers = { ...keptPeers, noun: 'peers', isSame: isSamePeer };
const guard = { fraction: 1 / 3, atLeast: 3, graceSeconds: 10 };

describe('KnownHosts', () => {
  test('are unknown until a neighbour has sent all', () => {
    const known = new KnownHosts(peers, guard);
    expect(known.take([a], nobody, 0)).toEqual([]);
    expect(known.list).toBeUndefined();
    known.take([a], young, 1);
    expect(known.list).toEqual([a]);
  });

  test('go at once where the neighbour has been there for long', () => {
    const known = began(old);
    known.take([a], old, 1);
    expect(subnetsOf(known.list ?? [])).toEqual(['10.255.48.0/24']);
  });

  test('stay while no neighbour is complete, and for a while after; new ones come', () => {
    const known = began(old);
    const held = { what: 'missing peers', reason: expect.stringContaining('found no route to 2 of 3 peers') };
    expect(known.take([c], nobody, 1000)).toEqual([held]);
    expect(known.take([c], nobody, 500_000)).toEqual([held]);
    expect(known.take([c], young, 500_001)).toEqual([held]);
    expect(known.isDue(508_000)).toBe(false);
    expect(known.take([c], { ...young, upForMs: 9_999 }, 508_000)).toEqual([held]);
    expect(known.isDue(508_002)).toBe(true);
    expect(known.take([c], { ...young, upForMs: 10_002 }, 508_002)).toEqual([]);
    expect(known.list).toEqual([c]);
  });

  test('that come back in the meantime are as they were', () => {
    const known = began(old);
    const before = known.list;
    known.take([], nobody, 1000);
    known.take([b, a], young, 2000);
    expect(known.list).toBe(before);
  });

  test('that are remembered stay until all has been told, and for a while after', () => {
    const known = new KnownHosts(peers, guard, [a, b]);
    expect(known.take([c], nobody, 0)).toEqual([]);
    expect(known.list).toBeUndefined();
    expect(known.followed).toEqual([a, b]);
    expect(known.take([c], young, 500_000)).toHaveLength(1);
    expect(known.followed).toBe(known.list);
    expect(known.list).toEqual([a, b, c]);
    expect(known.take([c], { ...young, upForMs: 12_000 }, 510_000)).toEqual([]);
    expect(known.list).toEqual([c]);
  });

  test('that go in numbers are held, however old the neighbour', () => {
    const known = new KnownHosts(peers, guard);
    const many = [1, 2, 3, 4, 5].flatMap((n) => peersOf(heard(n)));
    known.take(many, old, 0);
    expect(known.take(many.slice(4), old, 1)).toHaveLength(1);
    expect(known.list).toHaveLength(5);
    expect(known.take(many.slice(4), old, 10_001)).toEqual([]);
    expect(known.list).toEqual(many.slice(4));
  });
});

function began(hearing: typeof old): KnownHosts<Peer> {
  const known = new KnownHosts(peers, guard);
  known.take(
    [a, b].flatMap((peer) => peer ?? []),
    hearing,
    0,
  );
  return known;
}

describe('judgeNeighbours()', () => {
  const up = { address: '10.244.0.1', isEstablished: true, hasSentAll: true, upSinceMs: 1000 };
  const down = { address: '10.244.0.2', isEstablished: false, hasSentAll: false, upSinceMs: 500 };
  const sending = { ...up, address: '10.244.0.3', hasSentAll: false };

  test.each([
    { name: 'nobody', neighbours: [], isComplete: false, upForMs: 0, told: ['neighbours'] },
    { name: 'one that is there', neighbours: [up], isComplete: true, upForMs: 4000, told: [] },
    { name: 'one of two', neighbours: [down, up], isComplete: true, upForMs: 4000, told: ['neighbour 10.244.0.2'] },
    {
      name: 'one that still sends',
      neighbours: [sending],
      isComplete: false,
      upForMs: 0,
      told: ['neighbour 10.244.0.3'],
    },
    {
      name: 'the older of two',
      neighbours: [{ ...up, upSinceMs: 3000 }, up],
      isComplete: true,
      upForMs: 4000,
      told: [],
    },
    {
      name: 'a clock that was set back',
      neighbours: [{ ...up, upSinceMs: 9000 }],
      isComplete: true,
      upForMs: 0,
      told: [],
    },
  ])('of $name', ({ neighbours, isComplete, upForMs, told }) => {
    const hearing = judgeNeighbours(neighbours, 5000);
    expect({ ...hearing, problems: hearing.problems.map(({ what }) => what) }).toEqual({
      isComplete,
      upForMs,
      problems: told,
    });
  });
});
