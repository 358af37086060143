import { errorText } from '../errors.ts';
import { log } from '../log.ts';
import { createText, exists, modifiedMs, rename, setModifiedMs } from './files.ts';
import { type NetworkStore, paths } from './store.ts';

/**
 * Whether the index may be believed: whether nobody but us has changed the directory since we left it.
 *
 * The directory's own time of change says so, but its clock ticks only every few ms, so a change right after ours could
 * go unseen. Hence we set that time back by a second when we leave; any later change sets it to the present.
 *
 * What we left is kept as the name of an empty file, `<dir>/.silk/attachments/stamp.<boot id>.<time in ms>`: checked and
 * replaced by one system call each, gone together with the index, and changed at once by rename(2).
 */
export interface Sight {
  readonly bootId: string;
  /** The directory's time of change, in ms. */
  readonly directoryMs: number;
}

/** How far the directory's time is set back, in ms: longer than any tick of a file system's clock. */
const setBackMs = 1000;

/** The directory as it is now; undefined where there is none. */
export function look(store: NetworkStore): Sight | undefined {
  const directoryMs = modifiedMs(store.dir);
  return directoryMs === undefined ? undefined : { bootId: store.host.bootId(), directoryMs: Math.round(directoryMs) };
}

/** Whether the index may be believed. */
export function isCurrent(store: NetworkStore, sight: Sight): boolean {
  return exists(stampPath(store, sight));
}

/**
 * Leaves the directory with the index believed, if `isAlone` still says, after the directory's time is set, that nobody
 * else was at work. `before` is what was seen before the change; undefined where the index was rebuilt since.
 * Never throws: the reservations are right by now, and without a stamp the next caller rebuilds the index.
 */
export function writeStamp(store: NetworkStore, before: Sight | undefined, isAlone: () => boolean): void {
  const after = { bootId: before?.bootId ?? store.host.bootId(), directoryMs: Date.now() - setBackMs };
  try {
    setModifiedMs(store.dir, after.directoryMs);
    if (isAlone() && putStamp(store, before, after)) return;
    // Somebody else may have stamped this very millisecond.
    setModifiedMs(store.dir, Date.now());
  } catch (error) {
    log('warn', `Cannot mark the index of ${store.dir} as current: ${errorText(error)}`);
  }
}

/** False where another caller has taken the lock over and put its own stamp instead of the one that was seen. */
function putStamp(store: NetworkStore, before: Sight | undefined, after: Sight): boolean {
  if (before !== undefined) return rename(stampPath(store, before), stampPath(store, after));
  createText(stampPath(store, after), '');
  return true;
}

function stampPath(store: NetworkStore, sight: Sight): string {
  return `${paths.attachments(store)}/stamp.${sight.bootId}.${sight.directoryMs}`;
}
