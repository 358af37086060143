import { formatIp } from '../../src/addr/ip.ts';
import { SilkError } from '../../src/errors.ts';
import { collect, type IsValid } from '../../src/ipam/collect.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';
import { log } from '../../src/log.ts';

/**
 * GC: releases what is reserved for attachments that are not valid, and returns the addresses as text.
 * @throws SilkError IO_FAILURE listing what could not be released, after the rest was.
 */
export function collectAddresses(store: NetworkStore, isValid: IsValid): string[] {
  const { released, failures } = collect(store, isValid);
  const addresses = released.map(({ ip }) => formatIp(ip));
  if (addresses.length > 0) log('info', 'released stale reservations', { dir: store.dir, addresses });
  if (failures.length === 0) return addresses;
  throw new SilkError('IO_FAILURE', `Cannot release every stale reservation: ${failures[0]}`, {
    details: failures.join('\n'),
  });
}
