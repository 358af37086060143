import type { Ip } from '../addr/ip.ts';
import type { Prefix } from '../addr/prefix.ts';
import { candidates } from './allocator.ts';
import { staleBeforeMs } from './boot.ts';
import { exists, modifiedMs } from './files.ts';
import type { RangeSet } from './range.ts';
import { type NetworkStore, paths, readEntry, readLastReserved } from './store.ts';

/**
 * Whether `reserve` would find an address in every range set; neither locks nor writes. Stops at the first free one of each.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function hasFree(store: NetworkStore, sets: readonly RangeSet[], excluded: readonly Prefix[]): boolean {
  const staleMs = staleBeforeMs(store);
  return sets.every((ranges, set) => {
    const last = readLastReserved(store, set);
    // Names first: reading every file of a full range takes long, and is needed only to find damaged ones.
    for (const { ip } of candidates(ranges, excluded, last)) {
      if (!exists(paths.reservation(store, ip)) && !store.host.linkExists(ip)) return true;
    }
    for (const { ip } of candidates(ranges, excluded, last)) {
      if (countsAsFree(store, ip, staleMs) && !store.host.linkExists(ip)) return true;
    }
    return false;
  });
}

/** Damaged, or of an earlier boot and so freed by the next `reserve`. */
function countsAsFree(store: NetworkStore, ip: Ip, staleMs: number | undefined): boolean {
  const entry = readEntry(store, ip);
  if (entry?.owner === undefined) return true;
  return staleMs !== undefined && (modifiedMs(entry.path) ?? 0) < staleMs;
}
