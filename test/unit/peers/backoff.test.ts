import { describe, expect, test } from '@jest/globals';
import { Backoff } from '../../../src/peers/backoff.ts';

describe('Backoff', () => {
  test('doubles up to its limit, by chance the upper half of it, and begins anew', () => {
    const backoff = new Backoff(100, 1000);
    const full = () => backoff.next(() => 1);
    expect([full(), full(), full(), full(), full(), full()]).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(backoff.next(() => 0)).toBe(500);
    backoff.reset();
    expect(backoff.next(() => 0)).toBe(50);
  });
});
