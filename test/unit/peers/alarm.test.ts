import { describe, expect, test } from '@jest/globals';
import { Alarm } from '../../../src/peers/alarm.ts';

describe('Alarm', () => {
  const never = new AbortController().signal;

  test.each([
    { name: 'when it rings', end: (alarm: Alarm) => setTimeout(() => alarm.ring(), 5), signal: never },
    { name: 'at once when it rang before', end: (alarm: Alarm) => alarm.ring(), signal: never },
    { name: 'by the signal', end: () => undefined, signal: AbortSignal.timeout(5) },
    { name: 'at once where the signal came before', end: () => undefined, signal: AbortSignal.abort() },
  ])('ends a wait $name', async ({ end, signal }) => {
    const alarm = new Alarm();
    end(alarm);
    await alarm.wait(1_000_000, signal);
  });

  test('lets the time pass otherwise, and a ring counts once', async () => {
    const alarm = new Alarm();
    alarm.ring();
    await alarm.wait(1_000_000, never);
    const beganMs = performance.now();
    await alarm.wait(30, never);
    expect(performance.now() - beganMs).toBeGreaterThan(25);
  });
});
