import { closeSync, constants, openSync } from 'node:fs';
import { errorText, SilkError } from '../errors.ts';
import { sleepMs } from '../sleep.ts';
import { EAGAIN, EINTR, errnoText } from './errno.ts';
import { flock } from './libc.ts';

/** sys/file.h */
const LOCK_EX = 2;
const LOCK_NB = 4;

/** Pause before a lock that is held is tried again. */
const retryMs = 1;

/**
 * Runs `fn` while holding an exclusive flock(2) on the file, which is created (mode 0600) where missing. Waits for at most
 * `timeoutMs`. The kernel frees the lock when the holder dies, however it dies; the file stays.
 * @throws SilkError TRY_LATER when another holds it all that time; IO_FAILURE when the file cannot be opened or locked; whatever
 *   `fn` throws.
 */
export function withFlock<T>(path: string, timeoutMs: number, fn: () => T): T {
  using lock = new FileLock(path, timeoutMs);
  while (!lock.tryTake()) sleepMs(retryMs);
  return fn();
}

/**
 * The same lock until it is disposed of, for a holder that awaits something while it has it: this process goes on while it
 * waits, for the holder may be another part of it. @throws SilkError as withFlock().
 */
export async function holdFlock(path: string, timeoutMs: number): Promise<Disposable> {
  const lock = new FileLock(path, timeoutMs);
  try {
    while (!lock.tryTake()) await new Promise((resolve) => setTimeout(resolve, retryMs));
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
  return lock;
}

/**
 * Takes the same lock on a file that is open; false: another has it. It lasts until the descriptor is closed.
 * @throws SilkError IO_FAILURE naming `path` when the file cannot be locked.
 */
export function tryFlock(fd: number, path: string): boolean {
  const result = flock(fd, LOCK_EX | LOCK_NB);
  if (result >= 0) return true;
  if (result === -EINTR || result === -EAGAIN) return false;
  throw new SilkError('IO_FAILURE', `Cannot lock ${path}: ${errnoText(-result)}`);
}

/** A file that is open to be locked. */
class FileLock implements Disposable {
  readonly #path: string;
  readonly #timeoutMs: number;
  readonly #deadlineMs: number;
  readonly #fd: number;

  constructor(path: string, timeoutMs: number) {
    this.#path = path;
    this.#timeoutMs = timeoutMs;
    this.#deadlineMs = performance.now() + timeoutMs;
    this.#fd = openLockFile(path);
  }

  /** False: not yet. @throws SilkError when it is no use to try again. */
  tryTake(): boolean {
    if (tryFlock(this.#fd, this.#path)) return true;
    if (performance.now() < this.#deadlineMs) return false;
    const found = `found it held by another for ${this.#timeoutMs} ms`;
    throw new SilkError('TRY_LATER', `Cannot lock ${this.#path}: ${found}, wanted it free`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

function openLockFile(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot open the lock file ${path}: ${errorText(cause)}`, { cause });
  }
}
