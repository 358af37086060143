import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SilkError } from '../errors.ts';
import { ioFailure } from './io-failure.ts';
import { type HeldLock, withLock } from './lock.ts';

/** How long others are waited for: their work is to read a file and to write it. */
const lockTimeoutMs = 5000;

/** A file to replace. */
export interface WholeFile {
  readonly path: string;
  /** Before its path in messages: `the datastore`. */
  readonly kind: string;
  /** Whether it is to outlast a loss of power: then it is on the disk before it has its name. */
  readonly lasts?: boolean;
  /** Of a new file; one that is there keeps its own. Default 0600. */
  readonly mode?: number;
}

/**
 * Replaces a file by what `edit` returns: whole, by rename, so that no reader ever sees a part of it, and one caller at a
 * time, under the lock `<path>.lock`. Mode and owner stay as they are. Where the path is a symbolic link, what it leads to is
 * replaced. Directories are made where they are missing.
 * @param edit gets the path to read from, and the lock, to renew where it takes long; undefined leaves the file as it is.
 * @throws SilkError IO_FAILURE naming the file, TRY_LATER naming the lock, and what `edit` throws: the file is as it was then.
 */
export function replaceWhole(file: WholeFile, edit: (target: string, lock: HeldLock) => string | undefined): void {
  const target = attempt(file, () => prepareTarget(file.path));
  withLock(`${target}.lock`, lockTimeoutMs, (lock) => {
    const text = edit(target, lock);
    if (text === undefined) return;
    // Whoever took it over has read the file as it was before.
    if (!lock.isOurs()) throw overtaken(file);
    attempt(file, () => {
      sweepTemporaries(target);
      replaceFile(target, text, file);
    });
  });
}

/** The file that is to be replaced, in a directory that exists. */
function prepareTarget(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  // Only of a link: a file that is being replaced has no name for a moment, as far as realpath can tell.
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
}

/** Under the lock, all that is there was left by writers who were killed. */
function sweepTemporaries(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(start) && /^\d+\.tmp$/.test(name.slice(start.length))) unlinkSync(join(dirname(path), name));
  }
}

function replaceFile(path: string, text: string, { lasts = false, mode = 0o600 }: WholeFile): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flush: lasts });
    // Whatever the umask.
    chmodSync(temporary, mode);
    keepOwner(path, temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The file is for other programs to read: who may, is not ours to change. */
function keepOwner(path: string, temporary: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  chmodSync(temporary, stats.mode & 0o7777);
  chownSync(temporary, stats.uid, stats.gid);
}

function overtaken({ kind, path }: WholeFile): SilkError {
  const found = 'its lock taken over by another caller after 2 s';
  return new SilkError('TRY_LATER', `Cannot write ${kind} ${path}: found ${found}, wanted it kept`);
}

function attempt<T>({ kind, path }: WholeFile, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw ioFailure('write', `${kind} ${path}`, error);
  }
}
