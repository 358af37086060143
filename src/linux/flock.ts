import { closeSync, constants, openSync } from 'node:fs';
import { SilkError } from '../errors.ts';
import { EINTR, errnoText } from './errno.ts';
import { flock } from './libc.ts';

/** sys/file.h */
const LOCK_EX = 2;

/**
 * Runs `fn` while holding an exclusive flock(2) on the file, which is created (mode 0600) where missing.
 * Waits without a limit. The kernel frees the lock when the holder dies, however it dies; the file stays.
 * @throws SilkError IO_FAILURE when the file cannot be opened or locked; whatever `fn` throws.
 */
export function withFlock<T>(path: string, fn: () => T): T {
  const fd = openLockFile(path);
  try {
    flockExclusive(fd, path);
    return fn();
  } finally {
    closeSync(fd);
  }
}

function openLockFile(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot open the lock file ${path}: ${String(cause)}`, { cause });
  }
}

function flockExclusive(fd: number, path: string): void {
  let result = flock(fd, LOCK_EX);
  while (result === -EINTR) result = flock(fd, LOCK_EX);
  if (result < 0) throw new SilkError('IO_FAILURE', `Cannot lock ${path}: ${errnoText(-result)}`);
}
