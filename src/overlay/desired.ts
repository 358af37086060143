import { formatIp, type Ip } from '../addr/ip.ts';
import { formatMac, type Mac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import { vtepMac } from './derive.ts';
import { type Failure, ipKey, macKey, type RemoteHost, remoteHost } from './remote-host.ts';
import type { Vtep } from './vtep.ts';

/** What is wanted of the kernel for all peers. */
export interface Desired {
  readonly hosts: readonly RemoteHost[];
  /** The peers that cannot be had, each with the reason; they keep no other from being had. */
  readonly refused: readonly Failure[];
}

/**
 * What a host has to hold to reach its peers. A peer that is this host itself is passed over, so that all hosts of a
 * network can share one list. Of two peers that contradict each other the one with the lower subnet is taken.
 */
export function describeRemoteHosts(peers: readonly Peer[], vtep: Vtep): Desired {
  const refused: Failure[] = [];
  const hosts: RemoteHost[] = [];
  const judge = new Judge(vtep);
  for (const peer of bySubnet(peers)) {
    if (judge.isSelf(peer)) continue;
    const mac = peer.mac ?? vtepMac(peer.subnet.ip);
    const reason = judge.reasonAgainst(peer, mac);
    if (reason === undefined) hosts.push(remoteHost(peer.subnet, mac, peer.underlay));
    else refused.push({ what: `peer ${formatPrefix(peer.subnet)}`, reason });
  }
  return { hosts, refused };
}

/** In the order of their first addresses, so that a subnet can overlap only the ones right before it. */
function bySubnet(peers: readonly Peer[]): Peer[] {
  const keyed = peers.map((peer) => ({ peer, key: ipKey(peer.subnet.ip) }));
  keyed.sort((a, b) => a.key - b.key || a.peer.subnet.length - b.peer.subnet.length);
  return keyed.map(({ peer }) => peer);
}

interface Span {
  readonly first: number;
  readonly last: number;
}

/** Says of one peer after the other, in the order of their subnets, whether it can be had beside those before it. */
class Judge {
  readonly #vtep: Vtep;
  readonly #network: Span;
  readonly #own: Span;
  readonly #ownIp: number;
  readonly #ownMac: number;
  /** Where each MAC taken so far is reached. */
  readonly #macs = new Map<number, Ip>();
  /** The highest address of the peers taken so far, and the peer that has it. */
  #last = -1;
  #lastPeer: Peer | undefined;

  constructor(vtep: Vtep) {
    this.#vtep = vtep;
    this.#network = spanOf(vtep.network);
    this.#own = spanOf(vtep.subnet);
    this.#ownIp = ipKey(vtep.underlay.ip);
    this.#ownMac = macKey(vtep.mac);
  }

  isSelf({ subnet, underlay }: Peer): boolean {
    const { subnet: own } = this.#vtep;
    return ipKey(underlay) === this.#ownIp && ipKey(subnet.ip) === this.#own.first && subnet.length === own.length;
  }

  /** Undefined: nothing; the peer is taken. */
  reasonAgainst(peer: Peer, mac: Mac): string | undefined {
    const span = spanOf(peer.subnet);
    const reason = this.#againstSubnet(span) ?? this.#againstUnderlay(peer.underlay) ?? this.#againstMac(peer, mac);
    if (reason !== undefined) return reason;
    this.#macs.set(macKey(mac), peer.underlay);
    this.#last = span.last;
    this.#lastPeer = peer;
    return undefined;
  }

  #againstSubnet({ first, last }: Span): string | undefined {
    const { network, subnet } = this.#vtep;
    if (first < this.#network.first || last > this.#network.last) {
      return `found its subnet outside the overlay network, wanted it within ${formatPrefix(network)}`;
    }
    if (first <= this.#own.last && last >= this.#own.first) {
      return `found its subnet overlapping this host's own, ${formatPrefix(subnet)}, wanted it apart`;
    }
    if (first <= this.#last && this.#lastPeer !== undefined) {
      const { subnet: other, underlay } = this.#lastPeer;
      return `found its subnet overlapping ${formatPrefix(other)} of the peer at ${formatIp(underlay)}, wanted it apart`;
    }
    return undefined;
  }

  #againstUnderlay(underlay: Ip): string | undefined {
    const key = ipKey(underlay);
    if (key === this.#ownIp)
      return `found this host's own underlay address ${formatIp(underlay)}, wanted another host's`;
    if (key >= this.#network.first && key <= this.#network.last) {
      return `found its underlay address ${formatIp(underlay)} in the overlay network ${formatPrefix(this.#vtep.network)}, wanted it outside`;
    }
    return undefined;
  }

  #againstMac({ underlay }: Peer, mac: Mac): string | undefined {
    const key = macKey(mac);
    if (key === this.#ownMac) return `found this host's own VTEP MAC ${formatMac(mac)}, wanted another`;
    const other = this.#macs.get(key);
    if (other === undefined || ipKey(other) === ipKey(underlay)) return undefined;
    return `found its VTEP MAC ${formatMac(mac)} with the peer at ${formatIp(other)}, wanted another`;
  }
}

function spanOf({ ip, length }: Prefix): Span {
  const size = 2 ** (32 - length);
  const address = ipKey(ip);
  const first = address - (address % size);
  return { first, last: first + size - 1 };
}
