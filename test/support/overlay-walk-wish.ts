import { parseIp } from '../../src/addr/ip.ts';
import { parseMac } from '../../src/addr/mac.ts';
import type { Peer } from '../../src/addr/peer.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import type { ConvergeWish } from '../../src/overlay/converge.ts';

/** A remote host as text. */
export interface PeerText {
  readonly subnet: string;
  readonly underlay: string;
  readonly mac?: string;
}

/** What is asked of a converge, as text: what a test says, prints, and gives to a process of its own. */
export interface WishText {
  readonly name: string;
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
  readonly network: string;
  readonly subnet: string;
  /** Absent: the underlay's less 50. */
  readonly mtuBytes?: number;
  readonly underlayInterface: string;
  /** Absent: not known. */
  readonly peers?: readonly PeerText[];
}

/** A wish without peers, as in the field. */
export const plainWish: WishText = {
  name: 'silk-vtep',
  vni: 1,
  port: 4789,
  gbp: true,
  network: '10.255.0.0/16',
  subnet: '10.255.32.0/24',
  underlayInterface: 'uplink',
  peers: [],
};

/** The wish as converge() takes it. */
export function parseWish(text: WishText): ConvergeWish {
  const { name, vni, port, gbp, mtuBytes } = text;
  const network = parsePrefix(text.network, 'network');
  const subnet = parsePrefix(text.subnet, 'subnet');
  return {
    vtep: { name, vni, port, gbp, network, subnet, mtuBytes },
    underlay: { interface: text.underlayInterface },
    peers: text.peers?.map(parsePeer),
  };
}

/** The peer as the product has it. */
export function parsePeer({ subnet, underlay, mac }: PeerText): Peer {
  const peer = { subnet: parsePrefix(subnet, 'subnet'), underlay: parseIp(underlay, 'underlay') };
  return mac === undefined ? peer : { ...peer, mac: parseMac(mac, 'mac') };
}

/** Peers of the subnets 10.128.0.0/24, 10.128.1.0/24, ...: `count` of them, for a network that holds them all. */
export function manyPeers(count: number): PeerText[] {
  return Array.from({ length: count }, (_, i) => ({
    subnet: `10.${128 + (i >> 8)}.${i & 255}.0/24`,
    underlay: `172.16.${i >> 8}.${i & 255}`,
  }));
}

/** The wish that has room for them. */
export const wideWish: WishText = { ...plainWish, network: '10.128.0.0/9' };
