/** How long to wait after failures in a row: twice as long each time up to a limit, and by chance, so that hosts do not come together. */
export class Backoff {
  readonly #leastMs: number;
  readonly #mostMs: number;
  #failures = 0;

  constructor(leastMs: number, mostMs: number) {
    this.#leastMs = leastMs;
    this.#mostMs = mostMs;
  }

  /** In ms, from half of the time to all of it. */
  next(random: () => number = Math.random): number {
    const full = Math.min(this.#mostMs, this.#leastMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 30);
    return full * (0.5 + random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}

/** A wait that can be ended from outside. A call that comes while nobody waits ends the next wait at once. */
export class Alarm {
  #isRung = false;
  #ring: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#ring?.();
  }

  /** Until the time has passed, somebody rings, or the signal. */
  async wait(timeMs: number, signal: AbortSignal): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => this.#ring?.();
    await new Promise<void>((resolve) => {
      this.#ring = resolve;
      signal.addEventListener('abort', stop);
      if (this.#isRung || signal.aborted) resolve();
      // A longer time than setTimeout can count would be none.
      else timer = setTimeout(resolve, Math.min(timeMs, 2 ** 31 - 1));
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    this.#ring = undefined;
    this.#isRung = false;
  }
}
