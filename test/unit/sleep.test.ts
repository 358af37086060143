import { expect, test } from '@jest/globals';
import { sleepMs } from '../../src/sleep.ts';

test('sleepMs() blocks for the time given', () => {
  const startMs = performance.now();
  sleepMs(30);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(29);
});
