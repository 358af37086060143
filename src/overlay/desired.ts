import { formatIp, sameIp } from '../addr/ip.ts';
import { formatMac, macKey, sameMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import { type Failure, ipKey, type RemoteHost, remoteHost } from './remote-host.ts';
import type { Vtep } from './vtep.ts';

/** What is wanted of the kernel for all peers. */
export interface Desired {
  readonly hosts: readonly RemoteHost[];
  /** How many MACs the hosts have: those at one underlay address may share one. */
  readonly macCount: number;
  /** The peers that cannot be had, each with the reason; they keep no other from being had. */
  readonly refused: readonly Failure[];
  /** One of those: it has a part of this host's own subnet. */
  readonly rival: RemoteHost | undefined;
}

/**
 * What a host has to hold to reach its peers. A peer that is this host itself is passed over, so that all hosts of a
 * network can share one list. Of two peers that contradict each other the one with the lower subnet is taken.
 */
export function describeRemoteHosts(peers: readonly Peer[], vtep: Vtep): Desired {
  const before = described.get(peers);
  if (before !== undefined && isAlike(before.vtep, vtep)) return before.desired;
  const desired = describe(peers, vtep);
  described.set(peers, { vtep, desired });
  return desired;
}

/** What was made of each list that somebody still has: who converges to the same one again and again does not pay for it again. */
const described = new WeakMap<readonly Peer[], { readonly vtep: Vtep; readonly desired: Desired }>();

function isAlike(a: Vtep, b: Vtep): boolean {
  const isSamePlace = samePrefix(a.network, b.network) && samePrefix(a.subnet, b.subnet);
  return isSamePlace && sameMac(a.mac, b.mac) && sameIp(a.underlay.ip, b.underlay.ip);
}

function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && sameIp(a.ip, b.ip);
}

function describe(peers: readonly Peer[], vtep: Vtep): Desired {
  const refused: Failure[] = [];
  const hosts: RemoteHost[] = [];
  const judge = new Judge(vtep);
  for (const host of inOrder(peers.map(remoteHost))) {
    if (judge.isSelf(host)) continue;
    const reason = judge.reasonAgainst(host);
    if (reason === undefined) hosts.push(host);
    else refused.push({ what: `peer ${formatPrefix(host.subnet)}`, reason });
  }
  return { hosts, macCount: judge.macCount, refused, rival: judge.rival };
}

/** In the order of their first addresses, so that a subnet can overlap only the ones right before it. */
function inOrder(hosts: RemoteHost[]): RemoteHost[] {
  // Most lists are kept in order.
  const isSorted = hosts.every(({ keys }, i) => i === 0 || keys.route > (hosts[i - 1]?.keys.route ?? 0));
  return isSorted ? hosts : hosts.sort((a, b) => a.keys.route - b.keys.route);
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
  /** Who has each MAC taken so far. */
  readonly #macs = new Map<number, RemoteHost>();
  /** The highest address of the hosts taken so far, and the host that has it. */
  #last = -1;
  #lastHost: RemoteHost | undefined;

  constructor(vtep: Vtep) {
    this.#vtep = vtep;
    this.#network = spanOf(vtep.network);
    this.#own = spanOf(vtep.subnet);
    this.#ownIp = ipKey(vtep.underlay.ip);
    this.#ownMac = macKey(vtep.mac);
  }

  /** The first host that was refused for having a part of our own subnet. */
  rival: RemoteHost | undefined;

  /** Of the hosts taken so far. */
  get macCount(): number {
    return this.#macs.size;
  }

  isSelf({ subnet, keys }: RemoteHost): boolean {
    const isOwnSubnet = keys.neighbour === this.#own.first && subnet.length === this.#vtep.subnet.length;
    return isOwnSubnet && keys.underlay === this.#ownIp;
  }

  /** Undefined: nothing; the host is taken. */
  reasonAgainst(host: RemoteHost): string | undefined {
    const span = { first: host.keys.neighbour, last: host.keys.neighbour + sizeOf(host.subnet) - 1 };
    const reason = this.#againstSubnet(host, span) ?? this.#againstUnderlay(host) ?? this.#againstMac(host);
    if (reason !== undefined) return reason;
    this.#macs.set(host.keys.fdb, host);
    this.#last = span.last;
    this.#lastHost = host;
    return undefined;
  }

  #againstSubnet(host: RemoteHost, { first, last }: Span): string | undefined {
    const { network, subnet } = this.#vtep;
    if (first < this.#network.first || last > this.#network.last) {
      return `found its subnet outside the overlay network, wanted it within ${formatPrefix(network)}`;
    }
    if (first <= this.#own.last && last >= this.#own.first) {
      this.rival ??= host;
      return `found its subnet overlapping this host's own, ${formatPrefix(subnet)}, wanted it apart`;
    }
    if (first <= this.#last && this.#lastHost !== undefined) {
      const { subnet: other, underlay } = this.#lastHost;
      return `found its subnet overlapping ${formatPrefix(other)} of the peer at ${formatIp(underlay)}, wanted it apart`;
    }
    return undefined;
  }

  #againstUnderlay({ underlay, keys: { underlay: key } }: RemoteHost): string | undefined {
    if (key === this.#ownIp)
      return `found this host's own underlay address ${formatIp(underlay)}, wanted another host's`;
    if (key >= this.#network.first && key <= this.#network.last) {
      return `found its underlay address ${formatIp(underlay)} in the overlay network ${formatPrefix(this.#vtep.network)}, wanted it outside`;
    }
    return undefined;
  }

  #againstMac({ vtepMac, keys }: RemoteHost): string | undefined {
    if (keys.fdb === this.#ownMac) return `found this host's own VTEP MAC ${formatMac(vtepMac)}, wanted another`;
    const other = this.#macs.get(keys.fdb);
    if (other === undefined || other.keys.underlay === keys.underlay) return undefined;
    return `found its VTEP MAC ${formatMac(vtepMac)} with the peer at ${formatIp(other.underlay)}, wanted another`;
  }
}

function spanOf(prefix: Prefix): Span {
  const address = ipKey(prefix.ip);
  const first = address - (address % sizeOf(prefix));
  return { first, last: first + sizeOf(prefix) - 1 };
}

function sizeOf({ length }: Prefix): number {
  return 2 ** (32 - length);
}
