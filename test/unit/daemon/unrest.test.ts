import { expect, test } from '@jest/globals';
import type { Cause } from '../../../src/daemon/rounds.ts';
import { Unrest } from '../../../src/daemon/unrest.ts';

function count(unrest: Unrest, endedMs: number, cause: Cause = 'kernel'): void {
  unrest.count({ result: 'repaired', causes: [cause], endedMs, endedAtMs: 1_000_000 + endedMs });
}

test('thirty repairs within a minute that the kernel asked for are a problem, until the minute is over', () => {
  const unrest = new Unrest('silk-vtep');
  for (let n = 0; n < 29; n++) count(unrest, n * 100);
  for (let n = 0; n < 99; n++) count(unrest, 3000, 'source');
  expect(unrest.problems).toEqual([]);
  count(unrest, 3000);
  count(unrest, 4000);
  expect(unrest.problems).toEqual([
    { what: 'what is on silk-vtep', reason: expect.stringContaining('another silkd'), sinceMs: 1_003_000 },
  ]);
  count(unrest, 61_000, 'tick');
  expect(unrest.problems).toEqual([]);
});
