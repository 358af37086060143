import { exists, identityOf, isDiskFull } from './files.ts';
import { withLock } from './lock.ts';
import { rebuild } from './rebuild.ts';
import { createStamp, isCurrent, look, renewStamp, type Sight } from './stamp.ts';
import { type KeepOut, type NetworkStore, paths } from './store.ts';

/**
 * Runs a change under the lock, with an index that is complete before `fn`, and believed afterwards.
 * When `fn` throws, the index stays believed only where `fn` left the directory untouched.
 * @throws what withLock and `fn` throw.
 */
export function withIndex<T>(store: NetworkStore, fn: (keepOut: KeepOut) => T): T {
  return withLock(paths.lock(store), store.lockTimeoutMs, () => {
    const before = look(store);
    if (before === undefined || !isCurrent(store, before)) return withRebuiltIndex(store, before, fn);
    const result = fn((work) => keepHostLocalOut(store, work));
    renewStamp(store, before);
    return result;
  });
}

function withRebuiltIndex<T>(store: NetworkStore, before: Sight | undefined, fn: (keepOut: KeepOut) => T): T {
  const lockInode = identityOf(paths.lock(store))?.inode;
  const work = (keepOut: KeepOut): T => {
    rebuild(store, keepOut);
    const result = fn(keepOut);
    if (before !== undefined) createStamp(store, before, lockInode);
    return result;
  };
  if (!exists(paths.hostLocalLock(store))) return work((inner) => keepHostLocalOut(store, inner));
  return store.host.withFlock(paths.hostLocalLock(store), () => work((inner) => inner()));
}

/**
 * Each call of host-local begins with making its lock. Where there is none, none has come this far; and the file is not
 * made here, since that would look as if one had (stamp.ts).
 */
function keepHostLocalOut<T>(store: NetworkStore, fn: () => T): T {
  const path = paths.hostLocalLock(store);
  return exists(path) ? store.host.withFlock(path, fn) : fn();
}

/** As withIndex; on a full disk, where no lock can be made, `fallback` instead: it only removes, which must work there. */
export function withIndexUnlessFull<T>(store: NetworkStore, fn: (keepOut: KeepOut) => T, fallback: () => T): T {
  try {
    return withIndex(store, fn);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return fallback();
  }
}
