import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Netns } from '../linux/netns.ts';
import { replacePortFdbEntry } from '../linux/rtnetlink/fdb.ts';
import { getLink, IFF_LOOPBACK, type Link, maxAliasBytes, setLink } from '../linux/rtnetlink/link.ts';
import { getBridgePort, type PortSettings, setBridgePort } from '../linux/rtnetlink/link-bridge.ts';
import { guardGroup, guardPorts, openGuard } from './guard.ts';
import type { GuardedPort } from './guard-table.ts';
import { formatLinkMark, markWith, parseLinkMark } from './link-mark.ts';
import { stopGuarding } from './remove-ports.ts';
import { requireLocked } from './require-locked.ts';
import type { PortChoice } from './segment-port.ts';
import type { SegmentSockets } from './take-segment-steps.ts';

/** A link that is there, such as the tap of a VM, and what it is to be of a segment. */
export interface LinkWish {
  readonly name: string;
  /** Of what is behind it. Absent: the bridge learns it. */
  readonly mac?: Mac | undefined;
  /** That MAC's address, IPv4. Absent: not known. */
  readonly ip?: Ip | undefined;
  /** And what else is to be other than it is. */
  readonly choice: PortChoice & Partial<PortSettings>;
  /** Whether ARP and IPv4 of no other MAC and address come in. Needs both. Absent: not. */
  readonly isGuarded?: boolean | undefined;
}

/** The bridge of a segment. */
export interface BridgePlace {
  readonly name: string;
  readonly index: number;
  /** The network namespace that it is in, where that is not the underlay's. */
  readonly netns: Netns | undefined;
}

/**
 * Makes a link of the underlay's namespace, or of the segment's, a port of the bridge, and brings it up. With a MAC its alias says that
 * it is attached, and the address, where it has no other. Safe to repeat. False: it has another alias.
 * @throws SilkError BAD_CONFIG when it can be no port, or there are more addresses than an alias has room for; NOT_READY when there is no such link;
 *   OVERLAY_CONFLICT when it is a port of another; KERNEL_REFUSED where the kernel cannot lock it: then it is no port any more.
 */
export function attachLink(sockets: SegmentSockets, wish: LinkWish, bridge: BridgePlace): boolean {
  const link = bringOver(sockets, wish.name, bridge);
  const { index } = link;
  const marks = marksOf(link, wish);
  guardLink(sockets.segment, { name: link.name, ports: guardedBy(wish, marks) }, bridge);
  sockets.segment.apply([setLink(index, { masterIndex: bridge.index, up: true }), setBridgePort(index, wish.choice)]);
  if (wish.choice.locked) lockOrRelease(sockets.segment, link, bridge);
  sockets.segment.apply([setLink(index, marks)]);
  if (wish.mac !== undefined) sockets.segment.apply([replacePortFdbEntry({ linkIndex: index, mac: wish.mac })]);
  return wish.mac === undefined || marks.alias !== undefined;
}

/** A port that should be locked and is not had better be none. */
function lockOrRelease(socket: NetlinkSocket, link: Link, bridge: BridgePlace): void {
  try {
    requireLocked(link.name, getBridgePort(socket, link.index));
  } catch (error) {
    release(socket, link, { bridge, home: undefined });
    throw error;
  }
}

/** By which a link says that it is attached. */
export interface LinkMarks {
  /** Undefined: it has another's, or stays without. */
  readonly alias: string | undefined;
  /** Undefined: it stays as it is. */
  readonly group: number | undefined;
}

/** What attachLink() would mark the link with, which need not be there. */
export function nextMarks({ segment, underlay }: SegmentSockets, wish: LinkWish): LinkMarks {
  return marksOf(getLink(segment, wish.name) ?? getLink(underlay, wish.name), wish);
}

function marksOf(link: Link | undefined, wish: LinkWish): LinkMarks {
  const toBe = wish.isGuarded ? guardGroup : 0;
  // Another's group stays.
  const isOurs = link?.group === undefined || link.group === guardGroup;
  return { alias: aliasOf(link, wish), group: isOurs && toBe !== (link?.group ?? 0) ? toBe : undefined };
}

/** What may be said by a link that is attached so: by what was attached to it before, too. None: it is not guarded. */
export function guardedBy({ name, mac, ip, isGuarded }: LinkWish, { alias }: LinkMarks): GuardedPort[] {
  if (!isGuarded || mac === undefined || ip === undefined) return [];
  const mark = parseLinkMark(alias) ?? markWith(new Map(), { mac, ip });
  return [...mark.values()].map((one) => ({ name, ...one }));
}

/** What takes our marks off a link. */
export function unmarkOf({ alias, group }: Link): Partial<LinkMarks> {
  return {
    ...(parseLinkMark(alias) !== undefined && { alias: '' }),
    ...(group === guardGroup && { group: 0 }),
  };
}

function aliasOf(link: Link | undefined, { name, mac, ip }: LinkWish): string | undefined {
  const mark = parseLinkMark(link?.alias ?? formatLinkMark(new Map()));
  if (mac === undefined || mark === undefined) return undefined;
  const next = formatLinkMark(markWith(mark, { mac, ip }));
  if (next.length <= maxAliasBytes) return next;
  const found = `found ${mark.size + 1} addresses, wanted ${mark.size}: its alias has no room for more`;
  throw new SilkError('BAD_CONFIG', `Cannot attach ${name}: ${found}`);
}

interface GuardedLink {
  readonly name: string;
  readonly ports: readonly GuardedPort[];
}

/** Before it is a port: nothing comes in unguarded. What guarded another of its name ends. */
function guardLink(segment: NetlinkSocket, { name, ports }: GuardedLink, { netns }: BridgePlace): void {
  if (ports.length === 0) {
    stopGuarding(netns, (names) => names.filter((one) => one === name));
    return;
  }
  using netfilter = openGuard(netns);
  guardPorts({ segment, netfilter }, ports);
}

/** The link in the segment's namespace, where it is moved if it is not there. */
function bringOver({ segment, underlay }: SegmentSockets, name: string, bridge: BridgePlace): Link {
  const here = getLink(segment, name);
  if (here !== undefined) return requireFree(here, bridge);
  const link = bridge.netns === undefined ? undefined : getLink(underlay, name);
  if (link === undefined) {
    throw new SilkError('NOT_READY', `Cannot attach ${name} to ${bridge.name}: found no such link, wanted one`);
  }
  underlay.apply([setLink(requireFree(link, undefined).index, { netns: bridge.netns })]);
  // Its index may be another there.
  const moved = getLink(segment, name);
  if (moved !== undefined) return moved;
  throw new SilkError('KERNEL_REFUSED', `Cannot attach ${name} to ${bridge.name}: it has gone again`);
}

/** @param bridge may have it already; undefined: none may. */
function requireFree(link: Link, bridge: BridgePlace | undefined): Link {
  if (link.kind === 'bridge' || (link.flags & IFF_LOOPBACK) !== 0) {
    const found = `found ${link.kind === 'bridge' ? 'a bridge' : 'the loopback device'}`;
    throw new SilkError('BAD_CONFIG', `Cannot attach ${link.name}: ${found}, wanted a link that can be a port`);
  }
  if (link.masterIndex === undefined || link.masterIndex === bridge?.index) return link;
  const found = `found it a port of link ${link.masterIndex}`;
  throw new SilkError(
    'OVERLAY_CONFLICT',
    `Cannot attach ${link.name}: ${found}, wanted it free or a port of the segment`,
  );
}

/**
 * Makes a port of the bridge free again, and gives it back to `home`, where that is not the segment's namespace. False: it is no
 * port of it.
 */
export function detachLink(socket: NetlinkSocket, name: string, { bridge, home }: DetachPlace): boolean {
  const link = getLink(socket, name);
  const isPort = link !== undefined && link.masterIndex === bridge.index;
  if (isPort) release(socket, link, { bridge, home });
  // A tap that has gone, or that is not a port yet.
  else if (link?.masterIndex === undefined) stopGuarding(bridge.netns, (names) => names.filter((one) => one === name));
  return isPort;
}

/** In one request: where it cannot go home, or whoever does it is killed, it is still a port, which can be detached. */
function release(socket: NetlinkSocket, link: Link, { bridge, home }: DetachPlace): void {
  socket.apply([setLink(link.index, { masterIndex: 0, ...unmarkOf(link), netns: home })]);
  stopGuarding(bridge.netns, (names) => names.filter((one) => one === link.name));
}

interface DetachPlace {
  readonly bridge: BridgePlace;
  readonly home: Netns | undefined;
}
