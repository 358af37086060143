import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIp } from '../../../src/addr/ip.ts';
import type { Peer } from '../../../src/addr/peer.ts';
import { formatPrefix, parsePrefix } from '../../../src/addr/prefix.ts';
import { keptPeers } from '../../../src/peers/kept-peers.ts';
import { WithdrawGuard } from '../../../src/peers/withdraw-guard.ts';

const limits = { fraction: 1 / 3, atLeast: 3, graceMs: 1000 };

function peer(third: number, underlay = `10.0.0.${third}`, length = 24): Peer {
  return { subnet: parsePrefix(`10.255.${third}.0/${length}`, 'x'), underlay: parseIp(underlay, 'x') };
}

function peers(...thirds: readonly number[]): Peer[] {
  return thirds.map((third) => peer(third));
}

function thirdsOf(list: readonly Peer[]): number[] {
  return list.map(({ subnet }) => Number(formatPrefix(subnet).split('.')[2])).sort((a, b) => a - b);
}

/** A guard that has admitted some, and what it admits later. */
function guardOf(...thirds: readonly number[]) {
  const guard = new WithdrawGuard(limits, keptPeers);
  guard.admit({ list: peers(...thirds), nowMs: 0, isWhole: true });
  const admit = (list: readonly Peer[], nowMs: number, isWhole = true) =>
    thirdsOf(guard.admit({ list, nowMs, isWhole }));
  return { guard, admit };
}

const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('WithdrawGuard', () => {
  test('lets a third go, and few of few', () => {
    expect(guardOf(...ten.slice(1)).admit(peers(2, 3, 4, 5, 6, 7), 1)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(guardOf(1, 2, 3).admit([], 1)).toEqual([]);
  });

  test('holds more than that, takes those that are new, and says how many', () => {
    const { guard, admit } = guardOf(...ten);
    expect(admit(peers(1, 20), 1)).toEqual([...ten, 20]);
    expect(guard.heldCount).toBe(9);
    expect(guard.confirmAtMs).toBe(1001);
  });

  test('many that go one by one are many as well; the same number in a longer time is not', () => {
    const quick = guardOf(...ten);
    for (let gone = 1; gone <= 4; gone++) quick.admit(peers(...ten.slice(gone)), gone, false);
    expect(quick.guard.heldCount).toBe(1);
    const slow = guardOf(...ten);
    for (let gone = 1; gone <= 9; gone++) slow.admit(peers(...ten.slice(gone)), gone * 1000, false);
    expect(slow.guard.heldCount).toBe(0);
  });

  test('lets go what a whole list after the grace lacks, and nothing before or by events alone', () => {
    const { admit } = guardOf(...ten);
    expect(admit(peers(1), 1)).toEqual(ten);
    expect(admit(peers(1), 1000)).toEqual(ten);
    expect(admit(peers(1), 1001, false)).toEqual(ten);
    expect(admit(peers(1), 1001)).toEqual([1]);
  });

  test('what comes back is no longer held, and goes alone like any other', () => {
    const { guard, admit } = guardOf(...ten);
    admit([], 1);
    expect(admit(peers(...ten), 2)).toEqual(ten);
    expect(guard.heldCount).toBe(0);
    expect(admit(peers(...ten.slice(1)), 3)).toEqual(ten.slice(1));
  });

  test('a change is no withdrawal: another address, or another host with a part of the subnet', () => {
    const { guard, admit } = guardOf(...ten);
    const moved = ten.map((third) => peer(third, `10.0.1.${third}`));
    expect(guard.admit({ list: moved, nowMs: 1, isWhole: true })).toEqual(moved);
    expect(admit([peer(1, '10.0.2.1', 25)], 2)).toEqual(ten);
    expect(guard.heldCount).toBe(9);
  });

  test('one that had what is this host’s own is not missing, held or not, suspect or not', () => {
    const { guard, admit } = guardOf(...ten);
    guard.suspect(5000);
    expect(admit(peers(1), 1)).toEqual(ten);
    const ownKey = keptPeers.keyOf(peer(4));
    expect(thirdsOf(guard.admit({ list: peers(1), nowMs: 2, isWhole: false, ownKey }))).toEqual(
      ten.filter((third) => third !== 4),
    );
    const own = { list: [], nowMs: 3, isWhole: false, ownKey: keptPeers.keyOf(peer(1)) };
    expect(thirdsOf(guard.admit(own))).toEqual(ten.filter((third) => ![1, 4].includes(third)));
  });

  test('while the source is suspect, nobody is gone, however few', () => {
    const { guard, admit } = guardOf(...ten);
    guard.suspect(5000);
    expect(admit(peers(...ten.slice(1)), 1)).toEqual(ten);
    expect(guard.confirmAtMs).toBe(5000);
    expect(admit(peers(...ten.slice(1)), 4999)).toEqual(ten);
    expect(admit(peers(...ten.slice(1)), 5000)).toEqual(ten.slice(1));
  });

  test('whatever comes: all that is listed counts, and what is not is held or was few', () => {
    const reading = fc.record({
      thirds: fc.uniqueArray(fc.integer({ min: 0, max: 30 })),
      afterMs: fc.integer({ min: 0, max: 700 }),
      isWhole: fc.boolean(),
    });
    const walk = fc.array(reading, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(walk, (readings) => {
        const guard = new WithdrawGuard(limits, keptPeers);
        let nowMs = 0;
        let before: readonly number[] = [];
        for (const { thirds, afterMs, isWhole } of readings) {
          nowMs += afterMs;
          const heldBefore = guard.heldCount;
          const now = thirdsOf(guard.admit({ list: peers(...thirds), nowMs, isWhole }));
          expect(now).toEqual(expect.arrayContaining(thirds));
          expect(now).toHaveLength(thirds.length + guard.heldCount);
          const gone = before.filter((third) => !now.includes(third)).length;
          // Of what was not held already, no more goes at once than the limits let go.
          expect(gone - heldBefore).toBeLessThanOrEqual(Math.max(limits.atLeast, before.length * limits.fraction));
          before = now;
        }
      }),
    );
  });
});
