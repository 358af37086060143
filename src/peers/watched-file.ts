import { type Stats, statSync } from 'node:fs';

/** How often a file is looked at: each look wakes the process, which costs more than the look. */
const lookEveryMs = 2000;

/** A file that is read again when it changes. */
export class WatchedFile {
  readonly path: string;
  #signature: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** To be called before the file is read: what happens to it from now on is a change. */
  mark(): void {
    this.#signature = signatureOf(this.path);
  }

  /** Whether it is another than when it was marked. */
  get isChanged(): boolean {
    return signatureOf(this.path) !== this.#signature;
  }

  /** Calls `read`, which has to mark it, whenever the file is another. Until the signal. */
  async follow(read: () => void, signal: AbortSignal): Promise<void> {
    const timer = setInterval(() => {
      if (this.isChanged) read();
    }, lookEveryMs);
    await untilAborted(signal);
    clearInterval(timer);
  }
}

/** Another file, or another state of it, has another one; a file that cannot be looked at has the same as none. */
function signatureOf(path: string): string | undefined {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch {
    // Why it cannot be looked at is said by whoever reads it.
  }
  return stats && `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

/** Waits for the signal. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
