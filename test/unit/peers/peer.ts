import { parseIp } from '../../../src/addr/ip.ts';
import type { Peer } from '../../../src/addr/peer.ts';
import { formatPrefix, parsePrefix } from '../../../src/addr/prefix.ts';

/** A peer without a MAC of its own. */
export function peer(subnet: string, underlay: string): Peer {
  return { subnet: parsePrefix(subnet, 'subnet'), underlay: parseIp(underlay, 'underlay') };
}

/** The subnets of peers, as text. */
export function subnetsOf(peers: readonly Peer[]): string[] {
  return peers.map(({ subnet }) => formatPrefix(subnet));
}
