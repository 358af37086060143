import type { Ip } from '../addr/ip.ts';
import { type Mac, macKey, vtepMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import type { Prefix } from '../addr/prefix.ts';

/**
 * What the kernel has to hold for one remote host: a route to its subnet by way of its VTEP (whose address is the
 * subnet's first), a permanent neighbour that gives that VTEP's MAC, and an FDB entry that says where the MAC is reached.
 */
export interface RemoteHost {
  readonly subnet: Prefix;
  readonly vtepIp: Ip;
  readonly vtepMac: Mac;
  readonly underlay: Ip;
  readonly keys: RemoteHostKeys;
}

/** Of the three objects, and of where the last leads, in maps; worked out once, as they are looked up often. */
export interface RemoteHostKeys {
  readonly route: number;
  readonly neighbour: number;
  readonly fdb: number;
  readonly underlay: number;
}

/** The remote host that a peer is. */
export function remoteHost({ subnet, underlay, mac }: Peer): RemoteHost {
  const vtepIp = subnet.ip;
  const itsMac = mac ?? vtepMac(vtepIp);
  const neighbour = ipKey(vtepIp);
  const keys = { route: neighbour * 64 + subnet.length, neighbour, fdb: macKey(itsMac), underlay: ipKey(underlay) };
  return { subnet, vtepIp, vtepMac: itsMac, underlay, keys };
}

/** Of a peer or an object that cannot be as it is wanted. */
export interface Failure {
  /** `peer 10.255.48.0/24`, `route 10.255.48.0/24 ...`. */
  readonly what: string;
  /** What was found and what was wanted. */
  readonly reason: string;
}

/** Numbers that stand for addresses in maps: no two differ and have the same, and none needs text or a bigint. */
export function prefixKey({ ip, length }: Prefix): number {
  return ipKey(ip) * 64 + length;
}

/** @see prefixKey */
export function ipKey({ value }: Ip): number {
  return Number(value);
}
