import { replaceAttachments } from './attachments.ts';
import { freeEarlierBoot } from './boot.ts';
import { ensureDirectory, listNames, modifiedMs, remove } from './files.ts';
import { type NetworkStore, paths, type Session, walk } from './store.ts';

/** Temporary files older than this are of a killed caller, in ms. */
const abandonedMs = 10_000;

/** Makes the index agree with the reservations, after somebody else, a kill, or a reboot. To be called under the lock. */
export function rebuild(store: NetworkStore, session: Session): void {
  ensureDirectory(paths.attachments(store));
  freeEarlierBoot(store, session);
  removeAbandoned(store);
  replaceAttachments(store, [...walk(store, session)]);
}

function removeAbandoned(store: NetworkStore): void {
  for (const name of listNames(paths.own(store))) {
    if (!name.startsWith('tmp.')) continue;
    const path = `${paths.own(store)}/${name}`;
    if ((modifiedMs(path) ?? 0) < Date.now() - abandonedMs) remove(path);
  }
}
