import { replaceAttachments } from './attachments.ts';
import { freeEarlierBoot } from './boot.ts';
import { ensureDirectory, listNames, modifiedMs, remove } from './files.ts';
import { renewLock } from './lock.ts';
import { type Entry, type KeepOut, type NetworkStore, paths, walk } from './store.ts';

/** Temporary files older than this are of a killed caller, in ms. */
const abandonedMs = 10_000;

/** Makes the index agree with the reservations, after somebody else, a kill, or a reboot. To be called under the lock. */
export function rebuild(store: NetworkStore, keepOut: KeepOut): void {
  ensureDirectory(paths.attachments(store));
  freeEarlierBoot(store, keepOut);
  removeAbandoned(store);
  replaceAttachments(store, walkRenewing(store));
}

function removeAbandoned(store: NetworkStore): void {
  for (const name of listNames(paths.own(store))) {
    if (!name.startsWith('tmp.')) continue;
    const path = `${paths.own(store)}/${name}`;
    if ((modifiedMs(path) ?? 0) < Date.now() - abandonedMs) remove(path);
  }
}

function walkRenewing(store: NetworkStore): Entry[] {
  const entries: Entry[] = [];
  for (const entry of walk(store)) {
    if (entries.length % 1024 === 0) renewLock(paths.lock(store));
    entries.push(entry);
  }
  return entries;
}
