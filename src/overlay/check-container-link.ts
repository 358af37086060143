import { formatIp, sameIp } from '../addr/ip.ts';
import { formatMac, sameMac } from '../addr/mac.ts';
import { formatPrefix } from '../addr/prefix.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { inNetns } from '../linux/netns.ts';
import { type Address, listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink, type Link } from '../linux/rtnetlink/link.ts';
import { listNeighbours, type Neighbour, NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import { listRoutes, type Route, RT_SCOPE_LINK } from '../linux/rtnetlink/route.ts';
import { readSysctl } from '../linux/sysctl.ts';
import type { ContainerLink, LinkEnd, LinkRoute, LinkSysctl } from './container-link.ts';
import type { LinkPlace } from './create-container-link.ts';

/** How strictly an end's MTU is compared: `orLower` where somebody may have lowered it without leaving a record. */
export type MtuRule = 'exact' | 'orLower';

export interface CheckOptions {
  readonly ownerMark: string;
  readonly containerMtu: MtuRule;
}

/** Everything in which the kernel differs from the description, one sentence each; empty when nothing does. Changes nothing. */
export function containerLinkDifferences(link: ContainerLink, place: LinkPlace, options: CheckOptions): string[] {
  const hostLink = getLink(place.host, link.host.name);
  const containerLink = getLink(place.container, link.container.name);
  return [
    ...endDifferences(link.host, { where: 'host', link: hostLink, socket: place.host, mtu: 'exact' }),
    ...markDifference(link.host, hostLink, options.ownerMark),
    ...sysctlDifferences('host', link.host.sysctls),
    ...endDifferences(link.container, {
      where: 'container',
      link: containerLink,
      socket: place.container,
      mtu: options.containerMtu,
    }),
    ...inNetns(place.netns, () => sysctlDifferences('container', link.container.sysctls)),
    ...pairDifference(link, hostLink, containerLink),
  ];
}

interface FoundEnd {
  readonly where: 'host' | 'container';
  readonly link: Link | undefined;
  readonly socket: NetlinkSocket;
  readonly mtu: MtuRule;
}

function endDifferences(end: LinkEnd, found: FoundEnd): string[] {
  const subject = `${found.where} link ${end.name}`;
  if (found.link === undefined) return [`${subject}: found none, wanted a veth`];
  const filter = { family: 4, linkIndex: found.link.index } as const;
  return [
    ...linkDifferences(end, found.link, found.mtu),
    ...addressDifference(end, listAddresses(found.socket, filter)),
    ...neighbourDifference(end, listNeighbours(found.socket, filter)),
    ...routeDifferences(end, listRoutes(found.socket, filter)),
  ].map((difference) => `${subject}: ${difference}`);
}

function linkDifferences(end: LinkEnd, link: Link, mtu: MtuRule): string[] {
  const differences: string[] = [];
  if (link.kind !== 'veth') differences.push(`found kind ${link.kind ?? 'none'}, wanted veth`);
  if (!link.up) differences.push('found down, wanted up');
  if (!link.noArp) differences.push('found ARP on, wanted NOARP');
  if (link.mac === undefined || !sameMac(link.mac, end.mac)) {
    differences.push(`found MAC ${link.mac ? formatMac(link.mac) : 'none'}, wanted ${formatMac(end.mac)}`);
  }
  const mtuHolds = mtu === 'exact' ? link.mtuBytes === end.mtuBytes : link.mtuBytes <= end.mtuBytes;
  if (!mtuHolds) differences.push(`found MTU ${link.mtuBytes}, wanted ${end.mtuBytes}`);
  return differences;
}

function addressDifference(end: LinkEnd, addresses: readonly Address[]): string[] {
  const wanted = `${formatIp(end.localIp)} peer ${formatIp(end.peerIp)}/32 scope link`;
  const held = addresses.some(
    (address) =>
      sameIp(address.local, end.localIp) &&
      sameIp(address.prefix.ip, end.peerIp) &&
      address.prefix.length === 32 &&
      address.scope === RT_SCOPE_LINK,
  );
  if (held) return [];
  const found = addresses.map((address) => `${formatIp(address.local)} peer ${formatPrefix(address.prefix)}`);
  return [`found address ${found.join(', ') || 'none'}, wanted ${wanted}`];
}

function neighbourDifference(end: LinkEnd, neighbours: readonly Neighbour[]): string[] {
  const found = neighbours.find((neighbour) => sameIp(neighbour.ip, end.peerIp));
  const mac = found?.mac;
  if (found !== undefined && mac !== undefined && found.state === NUD_PERMANENT && sameMac(mac, end.peerMac)) return [];
  const state = found?.state === NUD_PERMANENT ? 'permanent' : 'not permanent';
  const seen = mac === undefined ? 'none' : `${formatMac(mac)} (${state})`;
  return [`found neighbour ${formatIp(end.peerIp)} ${seen}, wanted ${formatMac(end.peerMac)} (permanent)`];
}

function routeDifferences(end: LinkEnd, routes: readonly Route[]): string[] {
  return end.routes
    .filter((wanted) => !routes.some((route) => isRoute(route, wanted, end)))
    .map((wanted) => {
      const text = `${formatPrefix(wanted.destination)} via ${formatIp(end.peerIp)} src ${formatIp(end.localIp)} metric ${wanted.metric}`;
      return `found no route ${text}, wanted one`;
    });
}

function isRoute(route: Route, wanted: LinkRoute, end: LinkEnd): boolean {
  return (
    route.destination.length === wanted.destination.length &&
    sameIp(route.destination.ip, wanted.destination.ip) &&
    route.gateway !== undefined &&
    sameIp(route.gateway, end.peerIp) &&
    route.source !== undefined &&
    sameIp(route.source, end.localIp) &&
    (route.metric ?? 0) === wanted.metric
  );
}

function sysctlDifferences(where: string, sysctls: readonly LinkSysctl[]): string[] {
  return sysctls.flatMap(({ parts, value }) => {
    const found = readSysctl(['net', ...parts]);
    if (found === undefined || found === value) return [];
    return [`${where} sysctl net/${parts.join('/')}: found ${found}, wanted ${value}`];
  });
}

function markDifference(end: LinkEnd, link: Link | undefined, wanted: string): string[] {
  if (link === undefined || link.alias === wanted) return [];
  return [`host link ${end.name}: found owner mark ${link.alias ?? 'none'}, wanted ${wanted}`];
}

function pairDifference(link: ContainerLink, host: Link | undefined, container: Link | undefined): string[] {
  if (host === undefined || container === undefined) return [];
  if (host.peerIndex === container.index && container.peerIndex === host.index) return [];
  return [`host link ${link.host.name}: its other end is not the container's ${link.container.name}`];
}
