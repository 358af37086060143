import { type Ip, ipFromBytes, ipToBytes } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { type ChainName, ensureBridgeChain } from '../linux/nftables/chain.ts';
import type { KeyElement } from '../linux/nftables/element.ts';
import {
  accept,
  compare,
  drop,
  type Expression,
  type Field,
  ipv4Address,
  loadField,
  loadMeta,
  lookUp,
} from '../linux/nftables/expression.ts';
import { appendRule } from '../linux/nftables/rule.ts';
import { endpointKey, ensureSet, linkKey, type SetName } from '../linux/nftables/set.ts';
import { ensureTable, removeTable } from '../linux/nftables/table.ts';

/*
 * What nftables has of us for the ports of segments, as data:
 *
 *   table bridge silk {
 *     set guarded { type ifname; }
 *     set endpoints { type ifname . ether_addr . ipv4_addr; }
 *     chain prerouting {
 *       type filter hook prerouting priority dstnat;
 *       iifname != @guarded accept
 *       meta protocol arp arp htype 1 arp ptype ip arp hlen 6 arp plen 4
 *         iifname . ether saddr . arp saddr ip @endpoints iifname . arp saddr ether . arp saddr ip @endpoints accept
 *       meta protocol ip ip saddr 0.0.0.0 udp sport 68 udp dport 67 iifname . ether saddr . ip saddr @endpoints accept
 *       meta protocol ip ip saddr != 0.0.0.0 iifname . ether saddr . ip saddr @endpoints accept
 *       meta protocol arp drop
 *       meta protocol ip drop
 *       meta protocol vlan drop
 *       meta protocol 0x88a8 drop
 *     }
 *   }
 *
 * A port has two elements in `endpoints`: its address, and 0.0.0.0, which a probe (RFC 5227) and a DHCP discover come from.
 * `meta protocol` is what is behind a first VLAN tag, which receivers ignore where its VLAN is 0; of two such tags the second is
 * dropped, or ARP could hide behind it.
 */
const table = { family: 'bridge', table: 'silk' } as const;

/** The chain of our rules. */
export const guardChain: ChainName = { ...table, chain: 'prerouting' };

/** The ports' names. */
export const guardedLinks: SetName = { ...table, set: 'guarded' };

/** What may be said there. */
export const guardedEndpoints: SetName = { ...table, set: 'endpoints' };

const linksId = 1;
const endpointsId = 2;

const ETH_P_IP = 0x0800;
const ETH_P_ARP = 0x0806;
const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;

const macSource: Field = { header: 'link', offset: 6, bytes: 6 };
/** RFC 826. */
const arpSenderMac: Field = { header: 'network', offset: 8, bytes: 6 };
const arpSenderIp: Field = { header: 'network', offset: 14, bytes: 4 };

function isProtocol(number: number): Expression[] {
  return [loadMeta('protocol'), compare(Uint8Array.of(number >> 8, number & 0xff))];
}

/** The fields are those of an endpoint of the port; its parts are side by side in the registers. */
function isOwn(mac: Field, ip: Field): Expression[] {
  const set = { set: guardedEndpoints.set, id: endpointsId };
  return [loadMeta('inputName'), loadField(mac, 2), loadField(ip, 14), lookUp(set)];
}

function comesFromNowhere(does: boolean): Expression[] {
  return [loadField(ipv4Address.source), compare(new Uint8Array(4), does)];
}

/** ARP of Ethernet and IPv4: a packet of another form has its addresses elsewhere. */
const isPlainArp: readonly Expression[] = [
  ...isProtocol(ETH_P_ARP),
  loadField({ header: 'network', offset: 0, bytes: 4 }),
  compare(Uint8Array.of(0, 1, ETH_P_IP >> 8, ETH_P_IP & 0xff)),
  loadField({ header: 'network', offset: 4, bytes: 2 }),
  compare(Uint8Array.of(6, 4)),
];

/** UDP from port 68 to port 67. */
const isToDhcpServer: readonly Expression[] = [
  loadMeta('l4protocol'),
  compare(Uint8Array.of(17)),
  loadField({ header: 'transport', offset: 0, bytes: 4 }),
  compare(Uint8Array.of(0, 68, 0, 67)),
];

const isOwnIpv4 = isOwn(macSource, ipv4Address.source);

/** In order; the comments tell whether all are there. */
export const guardRules: readonly { readonly comment: string; readonly expressions: readonly Expression[] }[] = [
  {
    comment: 'silk: not guarded',
    expressions: [loadMeta('inputName'), lookUp({ set: guardedLinks.set, id: linksId, isIn: false }), accept],
  },
  {
    comment: 'silk: own ARP',
    expressions: [...isPlainArp, ...isOwn(macSource, arpSenderIp), ...isOwn(arpSenderMac, arpSenderIp), accept],
  },
  {
    comment: 'silk: DHCP',
    expressions: [...isProtocol(ETH_P_IP), ...comesFromNowhere(true), ...isToDhcpServer, ...isOwnIpv4, accept],
  },
  {
    comment: 'silk: own IPv4',
    expressions: [...isProtocol(ETH_P_IP), ...comesFromNowhere(false), ...isOwnIpv4, accept],
  },
  { comment: 'silk: other ARP', expressions: [...isProtocol(ETH_P_ARP), drop] },
  { comment: 'silk: other IPv4', expressions: [...isProtocol(ETH_P_IP), drop] },
  { comment: 'silk: tag in a tag', expressions: [...isProtocol(ETH_P_8021Q), drop] },
  { comment: 'silk: service tag in a tag', expressions: [...isProtocol(ETH_P_8021AD), drop] },
];

/** The requests for our table without any element, where there is none. */
export function guardTableRequests(): NetlinkRequest[] {
  return [
    ensureTable(table),
    ensureBridgeChain(guardChain),
    ensureSet({ ...guardedLinks, key: linkKey, flags: 0, id: linksId }),
    ensureSet({ ...guardedEndpoints, key: endpointKey, flags: 0, id: endpointsId }),
    ...guardRules.map((rule) => appendRule({ ...guardChain, ...rule })),
  ];
}

/** The requests that take the table away, whatever is left of it. */
export function removeGuardTableRequests(): NetlinkRequest[] {
  return [ensureTable(table), removeTable(table)];
}

/** What one port may say. */
export interface GuardedPort {
  readonly name: string;
  readonly mac: Mac;
  /** IPv4. */
  readonly ip: Ip;
}

const linkBytes = 16;
const macBytes = 6;
const ipOffset = 24;
const nowhere: Ip = { family: 4, value: 0n };

/** The element of a link's name. */
export function linkElement(name: string): KeyElement {
  const key = new Uint8Array(linkBytes);
  new TextEncoder().encodeInto(name, key.subarray(0, linkBytes - 1));
  return { key };
}

/** The name that an element begins with. */
export function linkNameOf({ key }: KeyElement): string {
  const end = key.indexOf(0);
  return new TextDecoder().decode(key.subarray(0, end === -1 || end > linkBytes ? linkBytes : end));
}

/** The port that an element is of, with the address in it. */
export function portOfElement(element: KeyElement): GuardedPort {
  const { key } = element;
  const mac = { bytes: key.slice(linkBytes, linkBytes + macBytes) };
  return { name: linkNameOf(element), mac, ip: ipFromBytes(key.slice(ipOffset, ipOffset + 4)) };
}

/** The two elements of a port. */
export function endpointElements({ name, mac, ip }: GuardedPort): [KeyElement, KeyElement] {
  const element = (address: Ip) => ({
    key: Uint8Array.of(...linkElement(name).key, ...mac.bytes, 0, 0, ...ipToBytes(address)),
  });
  return [element(ip), element(nowhere)];
}
