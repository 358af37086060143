import type { Ip } from '../addr/ip.ts';
import { validity } from './collect.ts';
import type { Owner } from './record.ts';
import { type NetworkStore, walk } from './store.ts';

/**
 * The addresses that `collect` would release because their owner is not among `valid`; neither locks nor writes.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function listStale(store: NetworkStore, valid: readonly Owner[]): Ip[] {
  const isValid = validity(valid);
  return [...walk(store)].filter(({ owner }) => owner !== undefined && !isValid(owner)).map(({ ip }) => ip);
}

/**
 * Any one address that is in use, or undefined when none is; neither locks nor writes, and stops at the first.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function anyReserved(store: NetworkStore): Ip | undefined {
  for (const { ip, owner } of walk(store)) {
    if (owner !== undefined) return ip;
  }
  return undefined;
}
