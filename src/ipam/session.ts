import { exists, isDiskFull } from './files.ts';
import { type HeldLock, withLock } from './lock.ts';
import { rebuild } from './rebuild.ts';
import { createStamp, isCurrent, look, renewStamp, type Sight } from './stamp.ts';
import { type NetworkStore, paths, type Session } from './store.ts';

/**
 * Runs a change under the lock, with an index that is complete before `fn`, and believed afterwards.
 * When `fn` throws, the index stays believed only where `fn` left the directory untouched.
 * @throws what withLock and `fn` throw.
 */
export function withIndex<T>(store: NetworkStore, fn: (session: Session) => T): T {
  return withLock(paths.lock(store), store.lockTimeoutMs, (lock) => {
    const before = look(store);
    if (before === undefined || !isCurrent(store, before)) return withRebuiltIndex(store, { before, lock }, fn);
    const result = fn({ keepOut: (work) => keepHostLocalOut(store, work), renewLock: () => lock.renew() });
    // Who lost the lock does not know what the index has become.
    if (lock.isOurs()) renewStamp(store, before);
    return result;
  });
}

interface Opening {
  readonly before: Sight | undefined;
  readonly lock: HeldLock;
}

function withRebuiltIndex<T>(store: NetworkStore, { before, lock }: Opening, fn: (session: Session) => T): T {
  const renewLock = (): void => lock.renew();
  const work = (session: Session): T => {
    rebuild(store, session);
    const result = fn(session);
    if (before !== undefined && lock.isOurs()) createStamp(store, before);
    return result;
  };
  const path = paths.hostLocalLock(store);
  if (!exists(path)) return work({ keepOut: (inner) => keepHostLocalOut(store, inner), renewLock });
  return store.host.withFlock(path, () => work({ keepOut: (inner) => inner(), renewLock }));
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
export function withIndexUnlessFull<T>(store: NetworkStore, fn: (session: Session) => T, fallback: () => T): T {
  try {
    return withIndex(store, fn);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return fallback();
  }
}
