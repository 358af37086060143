import { mkdirSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { log } from '../log.ts';
import { sleepMs } from '../sleep.ts';
import { ioFailure } from './io-failure.ts';

/** A lock older than this is taken over, in ms: proper-lockfile's minimum. */
const staleMs = 2000;

/**
 * Runs `fn` while no other caller holds the lock: the directory `path`, made for that, with those above it.
 * Waits for at most `timeoutMs`. A holder that was killed delays the next by at most 2 s.
 * Two callers can hold it at once, when the first is stopped for 2 s, or when two take over a stale one in the same moment:
 * nothing that must never break may rest on it alone.
 * @throws SilkError TRY_LATER naming the lock, IO_FAILURE where it cannot be made, and what `fn` throws.
 */
export function withLock<T>(path: string, timeoutMs: number, fn: (lock: HeldLock) => T): T {
  const lock = acquire(path, timeoutMs);
  try {
    return fn(lock);
  } finally {
    lock.giveBack();
  }
}

function acquire(path: string, timeoutMs: number): HeldLock {
  const deadlineMs = performance.now() + timeoutMs;
  let pauseMs = 0.2;
  for (;;) {
    const lock = tryAcquire(path);
    if (lock !== undefined) return lock;
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

/** Loaded with the first lock: a call that takes none does not pay for it. */
function properLockfile(): typeof import('proper-lockfile') {
  return require('proper-lockfile');
}

/** Undefined: not this time. */
function tryAcquire(path: string): HeldLock | undefined {
  const fs = lockFs();
  try {
    const release = properLockfile().lockSync(path, {
      lockfilePath: path,
      realpath: false,
      stale: staleMs,
      fs,
      onCompromised: () => undefined,
    });
    return new HeldLock(path, fs, release);
  } catch (error) {
    const name = systemErrorName(error);
    if (name === 'ELOCKED') return undefined;
    if (name !== 'ENOENT') throw ioFailure('lock', path, error);
    makeFor(path);
    return undefined;
  }
}

/** The directory that the lock is to be in. */
function makeFor(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw ioFailure('lock', path, error);
  }
}

interface LockFs {
  readonly mkdirSync: (path: string) => void;
  readonly rmdirSync: (path: string) => void;
  readonly utimesSync: () => void;
  readonly statSync: (path: string) => { mtime: Date };
  /** The lock's time as it was seen last, in ms: once it is held, as it was made. */
  seenMs: number;
  /** Whether a stale lock was removed. */
  tookOver: boolean;
  /** Set to leave the lock alone. */
  spare: boolean;
}

/**
 * What proper-lockfile works with.
 * It probes the precision of file times by setting the lock's time up to a second ahead, which would make a killed
 * holder's lock stale only after 3 s, for the sake of a renewal that a synchronous holder never comes to: utimesSync does nothing.
 * A lock from the future, left from before the clock was set back, would never become stale: statSync says that it is old.
 */
function lockFs(): LockFs {
  const fs: LockFs = {
    seenMs: 0,
    tookOver: false,
    spare: false,
    mkdirSync: (path) => void mkdirSync(path),
    utimesSync: () => undefined,
    rmdirSync: (path) => {
      if (fs.spare) return;
      fs.tookOver = true;
      rmdirSync(path);
    },
    statSync: (path) => {
      const { mtime } = statSync(path);
      fs.seenMs = mtime.getTime();
      return { mtime: fs.seenMs > Date.now() + staleMs ? new Date(0) : mtime };
    },
  };
  return fs;
}

/** A lock that this process holds, or believes to hold. */
export class HeldLock {
  readonly #path: string;
  readonly #fs: LockFs;
  readonly #release: () => void;
  #writtenMs: number;
  #renewedMs = performance.now();

  constructor(path: string, fs: LockFs, release: () => void) {
    this.#path = path;
    this.#fs = fs;
    this.#release = release;
    this.#writtenMs = fs.seenMs;
  }

  /** Says that the holder is alive; for work that grows with what there is. */
  renew(): void {
    if (!this.isOurs()) return;
    const now = new Date();
    try {
      utimesSync(this.#path, now, now);
    } catch {
      // Taken over just now: isOurs() will tell.
      return;
    }
    this.#writtenMs = now.getTime();
    this.#renewedMs = performance.now();
  }

  /** Whether nobody has taken it over. Costs a system call only where somebody may have: after 2 s, or after a takeover. */
  isOurs(): boolean {
    if (!this.#fs.tookOver && performance.now() - this.#renewedMs < staleMs * 0.9) return true;
    return statSync(this.#path, { throwIfNoEntry: false })?.mtime.getTime() === this.#writtenMs;
  }

  /** The work is done by now: that another has the lock, or that it cannot be removed, is no failure. */
  giveBack(): void {
    try {
      // Not the lock of the one who took over. proper-lockfile is told either way, so that its timer ends.
      this.#fs.spare = !this.isOurs();
      this.#release();
    } catch (error) {
      log('warn', `Cannot unlock ${this.#path}: ${errorText(error)}`);
    }
  }
}
