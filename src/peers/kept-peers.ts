import { sameIp } from '../addr/ip.ts';
import { sameMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { overlaps } from '../addr/prefix.ts';
import type { Kept } from './withdraw-guard.ts';

/** Peers are told apart by their subnets; one whose subnet another has a part of is replaced. */
export const keptPeers = {
  keyOf: ({ subnet }: Pick<Peer, 'subnet'>) => Number(subnet.ip.value) * 64 + subnet.length,
  replacedBy(list: readonly Peer[]) {
    // Two of one length overlap only where they are the same; and nearly always all are of one length.
    const lengths = new Set(list.map(({ subnet }) => subnet.length));
    const isMixed = ({ subnet }: Peer) => lengths.size > 1 || !lengths.has(subnet.length);
    return (one: Peer) => isMixed(one) && list.some(({ subnet }) => overlaps(subnet, one.subnet));
  },
} satisfies Kept<Peer>;

/** Whether two peers of one subnet are reached alike. */
export function isSamePeer(a: Peer, b: Peer): boolean {
  if (!sameIp(a.underlay, b.underlay)) return false;
  return a.mac === undefined || b.mac === undefined ? a.mac === b.mac : sameMac(a.mac, b.mac);
}
