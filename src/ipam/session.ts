import { type HeldLock, withLock } from '../files/lock.ts';
import { exists, isDiskFull } from './files.ts';
import { rebuild } from './rebuild.ts';
import { isCurrent, look, writeStamp } from './stamp.ts';
import { type NetworkStore, paths, type Session } from './store.ts';

/**
 * Runs a change under the lock, with an index that is complete before `fn`, and believed afterwards.
 * Where host-local has ever been, its own lock is held too, so that both can work on one directory at the same time.
 * When `fn` throws, the index stays believed only where `fn` left the directory untouched.
 * @throws what withLock and `fn` throw.
 */
export function withIndex<T>(store: NetworkStore, fn: (session: Session) => T): T {
  return withLock(paths.lock(store), store.lockTimeoutMs, (lock) => {
    const path = paths.hostLocalLock(store);
    if (exists(path)) return store.host.withFlock(path, () => change({ store, lock, isHostLocalOut: true }, fn));
    return change({ store, lock, isHostLocalOut: false }, fn);
  });
}

interface Change {
  readonly store: NetworkStore;
  readonly lock: HeldLock;
  /** Whether host-local's lock is held. */
  readonly isHostLocalOut: boolean;
}

function change<T>({ store, lock, isHostLocalOut }: Change, fn: (session: Session) => T): T {
  const session: Session = {
    keepOut: (work) => (isHostLocalOut ? work() : keepHostLocalOut(store, work)),
    renewLock: () => lock.renew(),
  };
  const seen = look(store);
  const before = seen !== undefined && isCurrent(store, seen) ? seen : undefined;
  if (before === undefined) rebuild(store, session);
  const result = fn(session);
  // A host-local that has come meanwhile began with making its lock; who lost ours does not know what the index has become.
  writeStamp(store, before, () => lock.isOurs() && (isHostLocalOut || !exists(paths.hostLocalLock(store))));
  return result;
}

/**
 * Each call of host-local begins with making its lock, if it is not there. Where there is none, none has come this far;
 * and it is not made here: a host that has never had host-local is spared its lock.
 */
function keepHostLocalOut<T>(store: NetworkStore, fn: () => T): T {
  const path = paths.hostLocalLock(store);
  return exists(path) ? store.host.withFlock(path, fn) : fn();
}

/** As withIndex; on a full disk, where no lock can be made, `fallback` instead: it only removes, which must work there. */
export function withIndexUnlessFull<T>(store: NetworkStore, fn: (session: Session) => T, fallback: () => T): T {
  try {
    return withIndex(store, fn);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return fallback();
  }
}
