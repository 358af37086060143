import type { Ip } from '../addr/ip.ts';
import { sleepMs } from '../sleep.ts';
import { heldBy } from './attachments.ts';
import { exists } from './files.ts';
import type { Owner } from './record.ts';
import { foundBy } from './release.ts';
import { isCurrent, look } from './stamp.ts';
import { type NetworkStore, paths } from './store.ts';

/**
 * The addresses that this attachment holds; neither locks nor writes. Does not grow with the number of reservations while the index is current.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function reservedBy(store: NetworkStore, owner: Owner): Ip[] {
  const entries = isIndexCurrent(store) ? heldBy(store, owner) : foundBy(store, owner);
  return entries.map(({ ip }) => ip);
}

/** A change that is under way makes it current again in less than a millisecond or two; reading everything takes longer. */
function isIndexCurrent(store: NetworkStore): boolean {
  for (let patience = 20; ; patience--) {
    const sight = look(store);
    if (sight !== undefined && isCurrent(store, sight)) return true;
    if (patience === 0 || !exists(paths.lock(store))) return false;
    sleepMs(1);
  }
}
