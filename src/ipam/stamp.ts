import { errorText } from '../errors.ts';
import { log } from '../log.ts';
import { createText, exists, modifiedMs, rename, setModifiedMs } from './files.ts';
import { type NetworkStore, paths } from './store.ts';

/**
 * Whether the index may be believed: whether nobody but us has changed the directory since we left it.
 *
 * The directory's own time of change says so, but its clock ticks only every few ms, so a change right after ours could
 * go unseen. Hence we set that time back by a second when we leave; any later change sets it to the present.
 * A host-local that is at work right now may have looked before us and write after us. Each of its calls truncates its
 * `lock` file at its start, which changes that file's time; the index is not believed until that has been quiet.
 *
 * What we left is kept as the name of an empty file, `<dir>/.silk/attachments/stamp.<boot id>.<directory>.<host-local>`
 * (times in ms): checked and replaced by one system call each, gone together with the index, and changed at once by rename(2).
 */
export interface Sight {
  readonly bootId: string;
  readonly directoryMs: number;
  /** Time of host-local's lock file; undefined where host-local has never been. */
  readonly hostLocalMs: number | undefined;
}

/** How long host-local must not have been called for the index to be believed, in ms: longer than it waits for its lock. */
const quietMs = 5000;

/** How far the directory's time is set back, in ms: longer than any tick of a file system's clock. */
const setBackMs = 1000;

/** The directory as it is now; undefined where there is none. */
export function look(store: NetworkStore): Sight | undefined {
  const directoryMs = modifiedMs(store.dir);
  if (directoryMs === undefined) return undefined;
  const hostLocalMs = modifiedMs(paths.hostLocalLock(store));
  return {
    bootId: store.host.bootId(),
    directoryMs: Math.round(directoryMs),
    hostLocalMs: hostLocalMs === undefined ? undefined : Math.round(hostLocalMs),
  };
}

/** Whether the index may be believed. */
export function isCurrent(store: NetworkStore, sight: Sight): boolean {
  if (sight.hostLocalMs !== undefined && Math.abs(Date.now() - sight.hostLocalMs) < quietMs) return false;
  return exists(stampPath(store, sight));
}

/** Leaves the directory with the index believed; `before` is what was seen before the change. */
export function renewStamp(store: NetworkStore, before: Sight): void {
  quietly(store, () => {
    const after = left(before);
    // No such file: another caller has taken the lock over and stamped. The index stays disbelieved.
    if (rename(stampPath(store, before), stampPath(store, after))) setModifiedMs(store.dir, after.directoryMs);
  });
}

/** The same after the index was rebuilt, when there is no stamp. */
export function createStamp(store: NetworkStore, before: Sight): void {
  quietly(store, () => {
    const after = left(before);
    createText(stampPath(store, after), '');
    setModifiedMs(store.dir, after.directoryMs);
  });
}

/** The directory's time comes last: until then the index is not believed. */
function left(before: Sight): Sight {
  return { ...before, directoryMs: Date.now() - setBackMs };
}

/** The reservations are right by now; without a stamp, the next caller rebuilds the index. */
function quietly(store: NetworkStore, fn: () => void): void {
  try {
    fn();
  } catch (error) {
    log('warn', `Cannot mark the index of ${store.dir} as current: ${errorText(error)}`);
  }
}

function stampPath(store: NetworkStore, sight: Sight): string {
  return `${paths.attachments(store)}/stamp.${sight.bootId}.${sight.directoryMs}.${sight.hostLocalMs ?? 'never'}`;
}
