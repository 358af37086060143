import { log } from '../log.ts';
import { modifiedMs, readText, remove, writeText } from './files.ts';
import { type NetworkStore, paths, type Session, walk } from './store.ts';

/**
 * A reservation last changed before this time is of an earlier boot and counts as free, in ms since 1970.
 * Undefined when the directory has been used in this boot already, or was never ours: then none is.
 */
export function staleBeforeMs(store: NetworkStore): number | undefined {
  const recorded = readText(paths.bootId(store))?.trim();
  return recorded === undefined || recorded === store.host.bootId() ? undefined : store.host.bootTimeMs();
}

/** Frees what an earlier boot has left, and records this boot. To be called under the lock. */
export function freeEarlierBoot(store: NetworkStore, session: Session): void {
  const beforeMs = staleBeforeMs(store);
  if (beforeMs !== undefined) {
    const freed = session.keepOut(() => removeOlder(store, beforeMs, session));
    log('info', 'Freed the reservations of an earlier boot', { directory: store.dir, count: freed });
  }
  // Last: a kill before it has the next caller go on.
  if (readText(paths.bootId(store))?.trim() !== store.host.bootId())
    writeText(paths.bootId(store), store.host.bootId());
}

function removeOlder(store: NetworkStore, beforeMs: number, session: Session): number {
  let count = 0;
  for (const { path } of walk(store, session)) {
    if ((modifiedMs(path) ?? beforeMs) >= beforeMs) continue;
    if (remove(path)) count++;
  }
  return count;
}
