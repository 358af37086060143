import type { Ip } from '../addr/ip.ts';
import { staleBeforeMs } from './boot.ts';
import type { IsValid } from './collect.ts';
import { modifiedMs } from './files.ts';
import { type NetworkStore, walk } from './store.ts';

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
  for (const { ip, owner, path } of walk(store)) {
    if (owner !== undefined && (modifiedMs(path) ?? 0) >= staleMs) return ip;
  }
  return undefined;
}
