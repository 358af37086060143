import type { Ip } from '../addr/ip.ts';
import { staleBeforeMs } from './boot.ts';
import type { IsValid } from './collect.ts';
import { modifiedMs } from './files.ts';
import { type Entry, type NetworkStore, readEntry, readLastReserved, walk } from './store.ts';

/**
 * The addresses that `collect` would release because their owner is not valid; neither locks nor writes.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function listStale(store: NetworkStore, isValid: IsValid): Ip[] {
  return [...walk(store)].filter(({ owner }) => owner !== undefined && !isValid(owner)).map(({ ip }) => ip);
}

/**
 * Any one address that is in use since the host was started, or undefined when none is; neither locks nor writes.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function anyReserved(store: NetworkStore): Ip | undefined {
  const staleMs = staleBeforeMs(store) ?? 0;
  const isInUse = ({ owner, path }: Entry) => owner !== undefined && (modifiedMs(path) ?? 0) >= staleMs;
  // Most often the last one given is still there, and nothing else need be read.
  const last = readLastReserved(store, 0);
  const latest = last === undefined ? undefined : readEntry(store, last);
  if (latest !== undefined && isInUse(latest)) return latest.ip;
  for (const entry of walk(store)) {
    if (isInUse(entry)) return entry.ip;
  }
  return undefined;
}
