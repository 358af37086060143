import { mkdirSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { lockSync } from 'proper-lockfile';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { log } from '../log.ts';
import { ensureDirectory, ioFailure } from './files.ts';

/** A lock older than this is taken over, in ms: proper-lockfile's minimum. */
const staleMs = 2000;

/**
 * Runs `fn` while no other caller holds the lock: the directory `path`, made for that, with those above it.
 * Waits for at most `timeoutMs`. A holder that was killed delays the next by at most 2 s.
 * Two callers can hold it at once, when the first is stopped for 2 s, or when two take over a stale one in the same moment:
 * nothing that must never break may rest on it alone.
 * @throws SilkError TRY_LATER naming the lock, IO_FAILURE where it cannot be made, and what `fn` throws.
 */
export function withLock<T>(path: string, timeoutMs: number, fn: () => T): T {
  const release = acquire(path, timeoutMs);
  try {
    return fn();
  } finally {
    giveBack(release, path);
  }
}

function acquire(path: string, timeoutMs: number): () => void {
  const deadlineMs = performance.now() + timeoutMs;
  let pauseMs = 0.2;
  for (;;) {
    const release = tryAcquire(path);
    if (release !== undefined) return release;
    if (performance.now() >= deadlineMs) {
      throw new SilkError(
        'TRY_LATER',
        `Cannot lock ${path}: found it held by another caller for ${timeoutMs} ms, wanted it free`,
      );
    }
    // The jitter keeps callers that started together from meeting again.
    sleepMs(pauseMs * (0.5 + Math.random()));
    pauseMs = Math.min(pauseMs * 1.5, 2);
  }
}

/** Undefined: not this time. */
function tryAcquire(path: string): (() => void) | undefined {
  try {
    return lockSync(path, {
      lockfilePath: path,
      realpath: false,
      stale: staleMs,
      fs: lockFs,
      onCompromised: () => undefined,
    });
  } catch (error) {
    const name = systemErrorName(error);
    if (name === 'ELOCKED') return undefined;
    if (name !== 'ENOENT') throw ioFailure('lock', path, error);
    ensureDirectory(dirname(path));
    return undefined;
  }
}

/**
 * What proper-lockfile works with.
 * It probes the precision of file times by setting the lock's time up to a second ahead, which would make a killed
 * holder's lock stale only after 3 s, for the sake of a renewal that a synchronous holder never comes to: utimesSync does nothing.
 * A lock from the future, left from before the clock was set back, would never become stale: statSync says that it is old.
 */
const lockFs = {
  mkdirSync: (path: string): void => {
    mkdirSync(path);
  },
  rmdirSync,
  utimesSync: (): void => undefined,
  statSync: (path: string): { mtime: Date } => {
    const { mtime } = statSync(path);
    return { mtime: mtime.getTime() > Date.now() + staleMs ? new Date(0) : mtime };
  },
};

/** The work is done by now: that the lock was taken over, or cannot be removed, is only worth a line. */
function giveBack(release: () => void, path: string): void {
  try {
    release();
  } catch (error) {
    log('warn', `Cannot unlock ${path}: ${errorText(error)}`);
  }
}

/** Says that the holder is alive; for work that grows with the number of reservations. */
export function renewLock(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Taken over: uniqueness does not rest on the lock, and the stamp is not written then (stamp.ts).
  }
}

/** Stops this thread: everything here is synchronous. */
export function sleepMs(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
