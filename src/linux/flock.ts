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
 * An exclusive flock(2) on the file, which is created (mode 0600) where missing, until it is disposed of.
 * Waits for at most `timeoutMs`. The kernel frees the lock when the holder dies, however it dies; the file stays.
 * @throws SilkError TRY_LATER when another holds it all that time; IO_FAILURE when the file cannot be opened or locked.
 */
export function holdFlock(path: string, timeoutMs: number): Disposable {
  const fd = openLockFile(path);
  try {
    flockExclusive(fd, path, timeoutMs);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { [Symbol.dispose]: () => closeSync(fd) };
}

/** Runs `fn` while holding the lock. @throws SilkError as holdFlock(); whatever `fn` throws. */
export function withFlock<T>(path: string, timeoutMs: number, fn: () => T): T {
  using _lock = holdFlock(path, timeoutMs);
  return fn();
}

function openLockFile(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot open the lock file ${path}: ${errorText(cause)}`, { cause });
  }
}

function flockExclusive(fd: number, path: string, timeoutMs: number): void {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const result = flock(fd, LOCK_EX | LOCK_NB);
    if (result >= 0) return;
    if (result !== -EINTR && result !== -EAGAIN) {
      throw new SilkError('IO_FAILURE', `Cannot lock ${path}: ${errnoText(-result)}`);
    }
    if (performance.now() >= deadlineMs) {
      throw new SilkError(
        'TRY_LATER',
        `Cannot lock ${path}: found it held by another program for ${timeoutMs} ms, wanted it free`,
      );
    }
    sleepMs(retryMs);
  }
}
