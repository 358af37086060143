import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Datastore, DatastoreEntry } from '../../src/config/datastore.schema.ts';
import { readDatastore } from '../../src/config/validate.ts';
import { errorText, SilkError, systemErrorName } from '../../src/errors.ts';
import { withLock } from '../../src/ipam/lock.ts';
import { readRegularFile } from '../../src/linux/regular-file.ts';
import { log } from '../../src/log.ts';

const lockTimeoutMs = 5000;

/**
 * Adds one entry, or replaces the one of that handle unless `isKept` holds for it.
 * @throws SilkError STATE_CORRUPT when the file is not a datastore: it is left as it is.
 */
export function addEntry(path: string, entry: DatastoreEntry, isKept: (found: DatastoreEntry) => boolean): void {
  change(path, (entries) => {
    const found = entries[entry.handle];
    return found !== undefined && found.ip !== entry.ip && isKept(found)
      ? entries
      : { ...entries, [entry.handle]: entry };
  });
}

/**
 * Removes the entries that `isGone` picks. A missing file has none.
 * @throws SilkError STATE_CORRUPT when the file is not a datastore.
 */
export function removeEntries(path: string, isGone: (entry: DatastoreEntry) => boolean): void {
  const entries = readEntries(path);
  if (!Object.values(entries).some(isGone)) return;
  change(path, (now) => Object.fromEntries(Object.entries(now).filter(([, entry]) => !isGone(entry))));
}

/** As `removeEntries`, but a datastore that cannot be read holds nothing that could be removed: it is logged and left. */
export function forgetEntries(path: string, isGone: (entry: DatastoreEntry) => boolean): void {
  try {
    removeEntries(path, isGone);
  } catch (error) {
    if (!(error instanceof SilkError && error.code === 'STATE_CORRUPT')) throw error;
    log('warn', 'the datastore is left as it is', { path, reason: error.message });
  }
}

/** The datastore's entries; none where there is no file. */
function readEntries(path: string): Datastore {
  try {
    return readDatastore(readRegularFile(path), path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorName(error) ?? '')) return Object.create(null);
    throw error instanceof SilkError ? error : cannot('read', path, error);
  }
}

/**
 * Replaces the file whole, by rename, so that no reader ever sees a part of it. Where the path is a symbolic link, what it
 * leads to is replaced.
 */
function change(configured: string, edit: (entries: Datastore) => Datastore): void {
  const path = prepareTarget(configured);
  withLock(`${path}.lock`, lockTimeoutMs, () => {
    const entries = edit(readEntries(path));
    try {
      sweepTemporaries(path);
      replaceFile(path, JSON.stringify(entries));
    } catch (error) {
      throw cannot('write', path, error);
    }
  });
}

/** The file that is to be replaced, in a directory that exists. */
function prepareTarget(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Only of a link: a file that is being replaced has no name for a moment, as far as realpath can tell.
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? realpathSync(path) : path;
  } catch (error) {
    throw cannot('write', path, error);
  }
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  keepOwner(path, temporary);
  renameSync(temporary, path);
}

/** The file is for other programs to read: who may, is not ours to change. */
function keepOwner(path: string, temporary: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  chmodSync(temporary, stats.mode & 0o7777);
  chownSync(temporary, stats.uid, stats.gid);
}

/** Under the lock, all that is there was left by writers who were killed. */
function sweepTemporaries(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')) unlinkSync(join(dirname(path), name));
  }
}

function cannot(action: string, path: string, error: unknown): SilkError {
  return new SilkError('IO_FAILURE', `Cannot ${action} the datastore ${path}: ${errorText(error)}`, { cause: error });
}
