import type { Ip } from './ip.ts';
import type { Mac } from './mac.ts';
import type { Prefix } from './prefix.ts';

/** A remote host: which part of the overlay network it has, and where it is reached. All of it IPv4. */
export interface Peer {
  /** Its part of the overlay network, without host bits. The first address is its VTEP's. */
  readonly subnet: Prefix;
  /** Its address on the underlay. */
  readonly underlay: Ip;
  /** Its VTEP's MAC; absent: the one that follows from the VTEP's address. */
  readonly mac?: Mac | undefined;
}
