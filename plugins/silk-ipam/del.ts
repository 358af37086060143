import type { Ip } from '../../src/addr/ip.ts';
import type { Owner } from '../../src/ipam/record.ts';
import { release } from '../../src/ipam/release.ts';
import type { NetworkStore } from '../../src/ipam/store.ts';

/** DEL: releases all that the attachment holds, however the ranges read now, and returns it. Nothing held is success. */
export function deleteAddresses(store: NetworkStore, { containerId, ifname }: Owner): Ip[] {
  return release(store, { containerId, ifname });
}
