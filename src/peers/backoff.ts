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
