import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Netns } from '../linux/netns.ts';
import { replacePortFdbEntry } from '../linux/rtnetlink/fdb.ts';
import { getLink, type Link, setLink } from '../linux/rtnetlink/link.ts';
import { setBridgePort } from '../linux/rtnetlink/link-bridge.ts';
import { guardPort, openGuard } from './guard.ts';
import { stopGuarding } from './remove-ports.ts';
import type { PortChoice } from './segment-port.ts';
import type { SegmentSockets } from './take-segment-steps.ts';

/** A link that is there, such as the tap of a VM, and what it is to be of a segment. */
export interface LinkWish {
  readonly name: string;
  /** Of what is behind it. Absent: the bridge learns it. */
  readonly mac?: Mac | undefined;
  readonly choice: PortChoice;
  /** Its address, where the port is to be guarded: ARP and IPv4 of no other MAC and address come in. Needs the MAC. */
  readonly guardedIp?: Ip | undefined;
}

/** The bridge of a segment. */
export interface BridgePlace {
  readonly name: string;
  readonly index: number;
  /** The network namespace that it is in, where that is not the underlay's. */
  readonly netns: Netns | undefined;
}

/**
 * Makes a link of the underlay's namespace, or of the segment's, a port of the bridge, and brings it up. Safe to repeat.
 * @throws SilkError NOT_READY when there is no such link; OVERLAY_CONFLICT when it is a port of another.
 */
export function attachLink(sockets: SegmentSockets, wish: LinkWish, bridge: BridgePlace): void {
  const link = bringOver(sockets, wish.name, bridge);
  const { index } = link;
  guardLink(sockets.segment, wish, bridge);
  sockets.segment.apply([setLink(index, { masterIndex: bridge.index, up: true }), setBridgePort(index, wish.choice)]);
  if (wish.mac !== undefined) sockets.segment.apply([replacePortFdbEntry({ linkIndex: index, mac: wish.mac })]);
}

/** Before it is a port: nothing comes in unguarded. What guarded another of its name, or what was behind it before, ends. */
function guardLink(segment: NetlinkSocket, { name, mac, guardedIp: ip }: LinkWish, { netns }: BridgePlace): void {
  if (mac === undefined || ip === undefined) {
    stopGuarding(netns, (names) => names.filter((one) => one === name));
    return;
  }
  using netfilter = openGuard(netns);
  guardPort({ segment, netfilter }, { name, mac, ip });
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
  if (isPort) socket.apply([setLink(link.index, { masterIndex: 0 })]);
  // Of a tap that has gone, too, or that is not a port yet.
  if (isPort || link?.masterIndex === undefined)
    stopGuarding(bridge.netns, (names) => names.filter((one) => one === name));
  if (isPort && home !== undefined) socket.apply([setLink(link.index, { netns: home })]);
  return isPort;
}

interface DetachPlace {
  readonly bridge: BridgePlace;
  readonly home: Netns | undefined;
}
