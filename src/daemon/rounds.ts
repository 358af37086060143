/** Why a round is taken. */
export type Cause = 'start' | 'kernel' | 'source' | 'tick' | 'retry' | 'reload';

/** How long to wait, in ms. */
export interface Pace {
  /** Between two rounds without any cause. */
  readonly intervalMs: number;
  /** After the first round that failed; twice as long after each further one, up to the interval. */
  readonly firstRetryMs: number;
  /** Lets what comes together be done together. */
  readonly leastGapMs: number;
  /** Rounds that take long leave the processor to others for this much longer, up to `mostGapMs`. */
  readonly restFactor: number;
  readonly mostGapMs: number;
}

export const usualPace: Omit<Pace, 'intervalMs'> = {
  firstRetryMs: 1000,
  leastGapMs: 50,
  restFactor: 3,
  mostGapMs: 400,
};

/** True: it went well. It must not reject. */
export type Round = (causes: ReadonlySet<Cause>) => Promise<boolean>;

/**
 * Takes one round after the other, never two at once: when somebody asks, and else when the interval is over, or earlier after a
 * round that failed. Asking is a hint: however often it is done before a round begins, one round is taken.
 */
export class Rounds {
  readonly #round: Round;
  readonly #pace: () => Pace;
  #causes = new Set<Cause>(['start']);
  #wake: (() => void) | undefined;
  #failures = 0;

  constructor(round: Round, pace: () => Pace) {
    this.#round = round;
    this.#pace = pace;
  }

  /** There is something to look at. Returns at once. */
  ask(cause: Cause): void {
    this.#causes.add(cause);
    this.#wake?.();
  }

  /** Until the signal; a round that has begun is ended. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake?.());
    while (!signal.aborted) {
      const causes = this.#causes;
      this.#causes = new Set();
      const beganMs = performance.now();
      this.#failures = (await this.#round(causes)) ? 0 : this.#failures + 1;
      await this.#rest(performance.now() - beganMs, signal);
    }
  }

  async #rest(tookMs: number, signal: AbortSignal): Promise<void> {
    const pace = this.#pace();
    await this.#sleep(Math.min(pace.leastGapMs + tookMs * pace.restFactor, pace.mostGapMs), signal, false);
    if (this.#causes.size > 0) return;
    await this.#sleep(this.#waitMs(pace), signal, true);
    if (this.#causes.size > 0) await this.#sleep(pace.leastGapMs, signal, false);
    else this.#causes.add(this.#failures > 0 ? 'retry' : 'tick');
  }

  /** Up to a tenth more or less, so that hosts that started together do not stay together. */
  #waitMs({ intervalMs, firstRetryMs }: Pace): number {
    const waitMs = this.#failures === 0 ? intervalMs : Math.min(intervalMs, firstRetryMs * 2 ** (this.#failures - 1));
    return waitMs * (0.9 + Math.random() * 0.2);
  }

  /** Ended by the signal and, where `byAsking`, by whoever asks. */
  #sleep(ms: number, signal: AbortSignal, byAsking: boolean): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#wake = () => {
        if (byAsking || signal.aborted) end();
      };
    });
  }
}
