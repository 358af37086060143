import type { Ip } from '../addr/ip.ts';
import { modifiedMs } from './files.ts';
import type { Owner } from './record.ts';
import { type NetworkStore, walk } from './store.ts';

export interface ListedReservation {
  readonly ip: Ip;
  /** A record of an old host-local has an empty `ifname`. */
  readonly owner?: Owner;
  /** The file names no owner: the address counts as free. */
  readonly garbage: boolean;
  /** When the reservation was made, in ms since 1970. */
  readonly mtimeMs: number;
}

/**
 * Every reservation, by address, IPv4 first; neither locks nor writes.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function list(store: NetworkStore): ListedReservation[] {
  const found = [...walk(store)].map(({ ip, owner, path }) => ({
    ip,
    ...(owner === undefined ? {} : { owner }),
    garbage: owner === undefined,
    mtimeMs: modifiedMs(path) ?? 0,
  }));
  return found.sort((a, b) => a.ip.family - b.ip.family || Number(a.ip.value - b.ip.value));
}
