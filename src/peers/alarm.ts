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
