import { sameIp } from '../addr/ip.ts';
import { sameMac } from '../addr/mac.ts';
import { SilkError } from '../errors.ts';
import { NetlinkError } from '../linux/netlink/error.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Netns } from '../linux/netns.ts';
import { addAddress, listAddresses } from '../linux/rtnetlink/address.ts';
import { listBridgeFdb, replacePortFdbEntry } from '../linux/rtnetlink/fdb.ts';
import { getLink, type Link, removeLink, setLink } from '../linux/rtnetlink/link.ts';
import { getBridgePort, setBridgePort } from '../linux/rtnetlink/link-bridge.ts';
import { createVeth } from '../linux/rtnetlink/link-veth.ts';
import { addRoute, RT_SCOPE_UNIVERSE, RT_TABLE_MAIN, RTN_UNICAST, RTPROT_BOOT } from '../linux/rtnetlink/route.ts';
import { waitRunning } from '../linux/rtnetlink/wait-running.ts';
import { guardGroup, guardPorts } from './guard.ts';
import { isStatic } from './local-endpoints.ts';
import { requireLocked } from './require-locked.ts';
import type { SegmentPort } from './segment-port.ts';

/** Where a container's link to a segment is made. */
export interface PortPlace {
  readonly segment: NetlinkSocket;
  /** The bridge's. */
  readonly bridgeIndex: number;
  readonly container: NetlinkSocket;
  readonly netns: Netns;
  /** Of the segment's namespace, where the port is to be guarded: what else than its own it says by ARP and IPv4 is dropped. */
  readonly netfilter?: NetlinkSocket | undefined;
}

/**
 * Makes the link as described, and waits until it carries frames. What is left of one that was killed while it was made goes first.
 * @param onMade is called with the host end's index as soon as there is something to undo.
 * @throws SilkError INTERFACE_EXISTS when either end's name is taken, KERNEL_REFUSED where the kernel cannot lock it, TRY_LATER when it
 *   carries no frames; NetlinkError for any other failure.
 */
export function createPort(port: SegmentPort, place: PortPlace, onMade: (index: number) => void): void {
  const { segment, container, netfilter } = place;
  const found = getLink(segment, port.name);
  if (found !== undefined && isLeftover(found, port)) removeLink(segment, found.index);
  const { index, peerIndex } = createPair(port, place);
  onMade(index);
  segment.apply([
    setLink(index, { alias: port.mark }),
    setBridgePort(index, port.choice),
    // Who is there is known before its first frame: nothing for it is flooded.
    replacePortFdbEntry({ linkIndex: index, mac: port.mac }),
  ]);
  if (port.choice.locked) requireLocked(port.name, getBridgePort(segment, index));
  const { address, routes } = port;
  if (netfilter !== undefined) {
    guardPorts({ segment, netfilter }, [{ name: port.name, mac: port.mac, ip: address.ip }]);
    // Only now: nothing has come in unguarded.
    segment.apply([setLink(index, { up: true })]);
  }
  const local = { linkIndex: peerIndex, local: address.ip, prefix: address, scope: RT_SCOPE_UNIVERSE };
  container.apply([setLink(peerIndex, { up: true }), addAddress(local)]);
  for (const refusal of container.execute(routes.map((route) => addRoute(routeOf(route, port, peerIndex))))) {
    // EEXIST: another network of this container has set the route already, and the first one stays.
    if (refusal !== undefined && refusal.errno !== 'EEXIST') throw refusal;
  }
  waitRunning(segment, index);
}

/**
 * Whether a host end that bears the mark is that of a link as createPort() leaves it, apart from routes and the elements that guard it.
 * It is not, where whoever made it was killed on the way, or other settings are asked for.
 */
export function isPortWhole(port: SegmentPort, { index, group }: Link, place: Omit<PortPlace, 'netns'>): boolean {
  const { mac, address, ifname, choice } = port;
  const { segment, bridgeIndex, container, netfilter } = place;
  if ((group === guardGroup) !== (netfilter !== undefined)) return false;
  const found = getBridgePort(segment, index)?.port;
  const { hairpin, isolated, locked } = choice;
  if (found?.hairpin !== hairpin || found.isolated !== isolated || found.locked !== locked) return false;
  // One that was only learned ages, and is no endpoint to silkd.
  const isKnown = listBridgeFdb(segment, bridgeIndex).some(
    (one) => one.linkIndex === index && sameMac(one.mac, mac) && isStatic(one),
  );
  const end = getLink(container, ifname);
  if (!isKnown || end?.peerIndex !== index || !end.up) return false;
  const addresses = listAddresses(container, { family: 4, linkIndex: end.index });
  return addresses.some(({ local, prefix }) => sameIp(local, address.ip) && prefix.length === address.length);
}

/** Nobody has marked it although its MAC is ours: whoever made it was killed before. */
function isLeftover({ alias, mac }: Link, { hostMac }: SegmentPort): boolean {
  return alias === undefined && mac !== undefined && sameMac(mac, hostMac);
}

function createPair({ name, hostMac, mtuBytes, ifname, mac }: SegmentPort, place: PortPlace) {
  const { segment, bridgeIndex: masterIndex, netns, netfilter } = place;
  const guarded = netfilter === undefined ? {} : { group: guardGroup, up: false };
  try {
    const peer = { name: ifname, mac, netns };
    return createVeth(segment, { name, mac: hostMac, mtuBytes, arp: true, masterIndex, peer, ...guarded });
  } catch (cause) {
    if (!(cause instanceof NetlinkError && cause.errno === 'EEXIST')) throw cause;
    const taken = getLink(segment, name) ? `the host's ${name}` : `the container's ${ifname}`;
    throw new SilkError('INTERFACE_EXISTS', `Cannot create ${ifname} in ${netns.path}: ${taken} exists`, { cause });
  }
}

function routeOf(
  { destination, gateway, metric }: SegmentPort['routes'][number],
  port: SegmentPort,
  linkIndex: number,
) {
  return {
    destination,
    gateway,
    linkIndex,
    source: port.address.ip,
    scope: RT_SCOPE_UNIVERSE,
    protocol: RTPROT_BOOT,
    table: RT_TABLE_MAIN,
    type: RTN_UNICAST,
    metric,
  };
}
