import type { Datastore, DatastoreEntry } from '../../src/config/datastore.schema.ts';
import { readDatastore } from '../../src/config/validate.ts';
import { SilkError, systemErrorName } from '../../src/errors.ts';
import { ioFailure } from '../../src/files/io-failure.ts';
import { readRegularFile } from '../../src/files/regular-file.ts';
import { replaceWhole } from '../../src/files/replace-whole.ts';
import { log } from '../../src/log.ts';

/** As messages call it. */
const kind = 'the datastore';

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
    throw error instanceof SilkError ? error : ioFailure('read', `${kind} ${path}`, error);
  }
}

function change(path: string, edit: (entries: Datastore) => Datastore): void {
  replaceWhole({ path, kind }, (target) => JSON.stringify(edit(readEntries(target))));
}
