import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { tryFlock } from '../linux/flock.ts';
import { log } from '../log.ts';

/** The file that the silkd of a runDir holds locked while it runs. */
export function runLockPath(runDir: string): string {
  return join(runDir, 'silkd.lock');
}

/** A lock that is held. */
export interface RunLock extends Disposable {
  /** Whether its file is still the one that others would try to lock. */
  isThere(): boolean;
}

/**
 * Makes this process the one silkd of a runDir until it is disposed of, or ends.
 * @throws SilkError TRY_LATER naming the process that is it already; IO_FAILURE.
 */
export function takeRunLock(runDir: string): RunLock {
  const path = runLockPath(runDir);
  const fd = openLock(path);
  if (!tryFlock(fd, path)) {
    closeSync(fd);
    throw new SilkError(
      'TRY_LATER',
      `Cannot lock ${path}: found it held by process ${readHolder(path)}, wanted it stopped`,
    );
  }
  tellHolder(fd, path);
  const { ino } = fstatSync(fd);
  return {
    isThere: () => statSync(path, { throwIfNoEntry: false })?.ino === ino,
    [Symbol.dispose]: () => closeSync(fd),
  };
}

/**
 * The process that is the silkd of a runDir, as text; undefined where there is none, and for who may not look.
 * @throws SilkError IO_FAILURE.
 */
export function findRunLockHolder(runDir: string): string | undefined {
  const path = runLockPath(runDir);
  const fd = tryOpen(path);
  if (fd === undefined) return undefined;
  try {
    // Where nobody has it, it is held for this instant only.
    return tryFlock(fd, path) ? undefined : readHolder(path);
  } finally {
    closeSync(fd);
  }
}

function readHolder(path: string): string {
  return readFileSync(path, 'utf8').trim() || '(unknown)';
}

/** Who finds the lock held wants to know by whom; it holds without that, where the disk is full. */
function tellHolder(fd: number, path: string): void {
  try {
    ftruncateSync(fd);
    writeSync(fd, `${process.pid}\n`, 0);
  } catch (error) {
    log('warn', `Cannot write the process id to ${path}`, { reason: errorText(error) });
  }
}

function openLock(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
    return openSync(path, 'a+', 0o600);
  } catch (cause) {
    throw cannotOpen(path, cause);
  }
}

/** Undefined: there is no such file, or this user may not read it. */
function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(systemErrorName(cause) ?? '')) return undefined;
    throw cannotOpen(path, cause);
  }
}

function cannotOpen(path: string, cause: unknown): SilkError {
  return new SilkError('IO_FAILURE', `Cannot open the lock file ${path}: ${errorText(cause)}`, { cause });
}
