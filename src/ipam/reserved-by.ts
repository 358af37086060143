import type { Ip } from '../addr/ip.ts';
import { sleepMs } from '../sleep.ts';
import { heldBy } from './attachments.ts';
import { exists } from './files.ts';
import type { Owner } from './record.ts';
import { foundBy } from './release.ts';
import { isCurrent, look, type Sight } from './stamp.ts';
import { type NetworkStore, paths } from './store.ts';

/**
 * The addresses that this attachment holds; neither locks nor writes. Does not grow with the number of reservations while the index is current.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function reservedBy(store: NetworkStore, owner: Owner): Ip[] {
  const sight = currentSight(store);
  const entries = sight === undefined ? [] : heldBy(store, owner);
  // Finding nothing counts only where nobody was rewriting the index at that moment.
  const found =
    entries.length > 0 || (sight !== undefined && isCurrent(store, sight)) ? entries : foundBy(store, owner);
  return found.map(({ ip }) => ip);
}

/**
 * What the directory looked like when the index was current; undefined when it is not.
 * A change that is under way makes it current again in less than a millisecond or two; reading everything takes longer.
 */
function currentSight(store: NetworkStore): Sight | undefined {
  for (let patience = 20; ; patience--) {
    const sight = look(store);
    if (sight !== undefined && isCurrent(store, sight)) return sight;
    if (patience === 0 || !exists(paths.lock(store))) return undefined;
    sleepMs(1);
  }
}
