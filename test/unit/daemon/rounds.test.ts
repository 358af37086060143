import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type Cause, Rounds } from '../../../src/daemon/rounds.ts';

const pace = { intervalMs: 60_000, firstRetryMs: 40, leastGapMs: 5, restFactor: 0, mostGapMs: 10 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

interface Run {
  readonly rounds: Rounds;
  /** The causes of each round that has begun. */
  readonly taken: string[];
  end(): Promise<void>;
}

function begin(round: (causes: ReadonlySet<Cause>) => Promise<boolean>, over: Partial<typeof pace> = {}): Run {
  const taken: string[] = [];
  const rounds = new Rounds(
    (causes) => {
      taken.push([...causes].sort().join());
      return round(causes);
    },
    () => ({ ...pace, ...over }),
  );
  const stop = new AbortController();
  const over_ = rounds.run(stop.signal);
  return {
    rounds,
    taken,
    end: async () => {
      stop.abort();
      await over_;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let patience = 1000; patience > 0 && !condition(); patience--) await pause(5);
  expect(condition()).toBe(true);
}

describe('Rounds', () => {
  test('takes one at the start, and one for all that is asked while another goes on', async () => {
    let going = 0;
    let most = 0;
    const run = begin(async () => {
      going += 1;
      most = Math.max(most, going);
      await pause(30);
      going -= 1;
      return true;
    });
    for (let i = 0; i < 10; i++) run.rounds.ask(i % 2 === 0 ? 'kernel' : 'source');
    await until(() => run.taken.length === 2);
    await pause(100);
    expect(run.taken).toEqual(['start', 'kernel,source']);
    expect(most).toBe(1);
    await run.end();
  });

  test('takes one when the interval is over', async () => {
    const run = begin(async () => true, { intervalMs: 20 });
    await until(() => run.taken.length === 3);
    expect(run.taken).toEqual(['start', 'tick', 'tick']);
    await run.end();
  });

  test('tries again soon after a failure, later after each further one, and at once when asked', async () => {
    const begun: number[] = [];
    const run = begin(async () => begun.push(performance.now()) > 3);
    await until(() => run.taken.length === 4);
    expect(run.taken).toEqual(['start', 'retry', 'retry', 'retry']);
    const waits = begun.slice(1).map((at, i) => at - (begun[i] ?? 0));
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 1.2);
    expect(waits[2]).toBeGreaterThan((waits[1] ?? 0) * 1.2);
    await pause(200);
    expect(run.taken).toHaveLength(4);
    run.rounds.ask('reload');
    await until(() => run.taken.length === 5);
    await run.end();
  });

  test.each([
    { name: 'a tenth less', random: 0, part: 0.9 },
    { name: 'a tenth more', random: 0.9999, part: 1.1 },
  ])('waits $name than the interval, and than that at most after failures', async ({ random, part }) => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(random);
    for (const isGood of [true, false]) {
      const run = begin(async () => isGood, { intervalMs: 1000, firstRetryMs: isGood ? 40 : 5000 });
      await jest.advanceTimersByTimeAsync(1000 * part - 20);
      expect(run.taken).toHaveLength(1);
      await jest.advanceTimersByTimeAsync(40);
      expect(run.taken).toHaveLength(2);
      await run.end();
    }
  });

  test('ends at once while it waits', async () => {
    const run = begin(async () => true);
    await until(() => run.taken.length === 1);
    await run.end();
    run.rounds.ask('kernel');
    await pause(50);
    expect(run.taken).toEqual(['start']);
  });
});
