import { formatIp, type Ip } from '../addr/ip.ts';
import { hostPrefix } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import { NetlinkError } from '../linux/netlink/error.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import { inNetns, type Netns } from '../linux/netns.ts';
import { addAddress } from '../linux/rtnetlink/address.ts';
import { getLink, removeLink, setLink } from '../linux/rtnetlink/link.ts';
import { createVeth } from '../linux/rtnetlink/link-veth.ts';
import { addNeighbour, NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import {
  addRoute,
  RT_SCOPE_LINK,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTN_UNICAST,
  RTPROT_BOOT,
} from '../linux/rtnetlink/route.ts';
import { readSysctl, writeSysctl } from '../linux/sysctl.ts';
import type { UndoList } from '../undo.ts';
import type { ContainerLink, LinkEnd, LinkRoute, LinkSysctl } from './container-link.ts';
import { findHostLink, isUnmarked, removeHostLink } from './remove-container-link.ts';

/** Where a link is made: a socket in each namespace, and the container's namespace itself. */
export interface LinkPlace {
  readonly host: NetlinkSocket;
  readonly container: NetlinkSocket;
  readonly netns: Netns;
}

export interface CreateOptions {
  /** The host end's alias: see owner-mark.ts. */
  readonly ownerMark: string;
  /** Of the host end, as of `ip link`. Absent: the default one. */
  readonly group?: number | undefined;
  readonly undo: UndoList;
}

/**
 * Makes the link as described, and pushes its removal on the undo list.
 * Returns the routes that are in force by way of the link: those that the container already had by another interface are left alone.
 * @throws SilkError INTERFACE_EXISTS when either end's name is taken; KERNEL_REFUSED for any other failure.
 */
export function createContainerLink(link: ContainerLink, place: LinkPlace, options: CreateOptions): LinkRoute[] {
  const { index, peerIndex } = createPair(link, place, options);
  writeSysctls(link.host.sysctls);
  inNetns(place.netns, () => writeSysctls(link.container.sysctls));
  place.host.apply([setLink(index, { alias: options.ownerMark }), ...endRequests(link.host, index)]);
  // The kernel does not bring up a peer that is born with its own end.
  place.container.apply([setLink(peerIndex, { up: true }), ...endRequests(link.container, peerIndex)]);
  return addRoutes(link.container, peerIndex, place.container);
}

function createPair(
  link: ContainerLink,
  place: LinkPlace,
  { group, undo }: CreateOptions,
): { index: number; peerIndex: number } {
  const { host, container } = link;
  try {
    const pair = createVeth(place.host, {
      name: host.name,
      mac: host.mac,
      mtuBytes: host.mtuBytes,
      group,
      peer: { name: container.name, mac: container.mac, netns: place.netns },
    });
    undo.push(`link ${host.name}`, () => undoPair(pair.index));
    return pair;
  } catch (error) {
    if (!(error instanceof NetlinkError && error.errno === 'EEXIST')) {
      // The request may have been carried out although its answer was lost.
      undo.push(`link ${host.name}`, () => undoUnmarked(container.localIp));
      throw error;
    }
    const taken = getLink(place.host, host.name) ? `the host's ${host.name}` : `the container's ${container.name}`;
    throw new SilkError(
      'INTERFACE_EXISTS',
      `Cannot create the link of ${formatIp(container.localIp)}: ${taken} exists`,
      {
        cause: error,
      },
    );
  }
}

/** The caller's sockets may be closed by then. */
function undoPair(index: number): void {
  using host = NetlinkSocket.open();
  removeLink(host, index);
}

function undoUnmarked(ip: Ip): void {
  using host = NetlinkSocket.open();
  const found = findHostLink(host, ip);
  if (found !== undefined && isUnmarked(found)) removeHostLink(host, found);
}

/** A value that is already right is not written: the host's own sysctls may be read-only for us. */
function writeSysctls(sysctls: readonly LinkSysctl[]): void {
  for (const { parts, value } of sysctls) {
    const found = readSysctl(['net', ...parts]);
    // A kernel without IPv6 has nothing to switch off.
    if (found !== undefined && found !== value) writeSysctl(['net', ...parts], value);
  }
}

/** The address and the neighbour entry of one end; the kernel adds the route to the peer by itself. */
function endRequests(end: LinkEnd, linkIndex: number): NetlinkRequest[] {
  return [
    addAddress({ linkIndex, local: end.localIp, prefix: hostPrefix(end.peerIp), scope: RT_SCOPE_LINK }),
    addNeighbour({ linkIndex, ip: end.peerIp, mac: end.peerMac, state: NUD_PERMANENT }),
  ];
}

function addRoutes(end: LinkEnd, linkIndex: number, socket: NetlinkSocket): LinkRoute[] {
  const outcomes = socket.execute(end.routes.map((route) => addRoute(kernelRoute(end, route, linkIndex))));
  return end.routes.filter((_, i) => {
    const failure = outcomes[i];
    // EEXIST: another network of this container has set the route already, and the first one stays.
    if (failure !== undefined && failure.errno !== 'EEXIST') throw failure;
    return failure === undefined;
  });
}

function kernelRoute(end: LinkEnd, route: LinkRoute, linkIndex: number) {
  return {
    destination: route.destination,
    gateway: end.peerIp,
    linkIndex,
    source: end.localIp,
    scope: RT_SCOPE_UNIVERSE,
    // What `ip route add` leaves unnamed, so that the table reads as in the field.
    protocol: RTPROT_BOOT,
    table: RT_TABLE_MAIN,
    type: RTN_UNICAST,
    metric: route.metric,
  };
}
