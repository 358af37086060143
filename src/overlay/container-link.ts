import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import type { Prefix } from '../addr/prefix.ts';
import { containerMac, hostLinkMac, hostLinkName } from './derive.ts';

/** 169.254.0.1: the host's address on every container link, which is also every container's gateway. */
export const gatewayIp: Ip = { family: 4, value: 0xa9fe0001n };

/** The group of host ends whose containers are masqueraded (`ip link show group 5118`); no part of what CHECK compares. */
export const masqueradedGroup = 5118;

/** Where everything goes that no other route takes. */
export const defaultDestination: Prefix = { ip: { family: 4, value: 0n }, length: 0 };

/** A route by way of the other end of the link. */
export interface LinkRoute {
  readonly destination: Prefix;
  /** The kernel's priority; the lower wins, 0 is the kernel's default. */
  readonly metric: number;
}

/** A key below `net`, in parts because an interface name may hold a dot, and its value. */
export interface LinkSysctl {
  readonly parts: readonly string[];
  readonly value: string;
}

/** One end of a point-to-point link as it has to be: up, NOARP, and with exactly these things on it. */
export interface LinkEnd {
  readonly name: string;
  readonly mac: Mac;
  readonly mtuBytes: number;
  /** The end's own address; the kernel adds the route to `peerIp` by itself. */
  readonly localIp: Ip;
  readonly peerIp: Ip;
  /** The permanent neighbour entry of `peerIp`. */
  readonly peerMac: Mac;
  readonly routes: readonly LinkRoute[];
  readonly sysctls: readonly LinkSysctl[];
}

/** A container's whole link: what ADD makes, CHECK compares and the hand tool prints. */
export interface ContainerLink {
  readonly host: LinkEnd;
  readonly container: LinkEnd;
}

export interface ContainerLinkWish {
  /** The container's overlay address, IPv4. */
  readonly ip: Ip;
  /** The interface's name in the container. */
  readonly ifname: string;
  readonly mtuBytes: number;
  /** The container's routes, all by way of 169.254.0.1. */
  readonly routes: readonly LinkRoute[];
}

/** Describes the link of one container. Everything but MTU and routes follows from the address and the name. */
export function describeContainerLink(wish: ContainerLinkWish): ContainerLink {
  const hostName = hostLinkName(wish.ip);
  const hostMac = hostLinkMac(wish.ip);
  const mac = containerMac(wish.ip);
  const host: LinkEnd = {
    name: hostName,
    mac: hostMac,
    mtuBytes: wish.mtuBytes,
    localIp: gatewayIp,
    peerIp: wish.ip,
    peerMac: mac,
    routes: [],
    sysctls: [...endSysctls(hostName), ...forwardingSysctls(hostName)],
  };
  const container: LinkEnd = {
    name: wish.ifname,
    mac,
    mtuBytes: wish.mtuBytes,
    localIp: wish.ip,
    peerIp: gatewayIp,
    peerMac: hostMac,
    routes: wish.routes,
    sysctls: endSysctls(wish.ifname),
  };
  return { host, container };
}

/** The host's own, which makes all links forward where it was off; and the link's, for hosts whose new links do not. */
function forwardingSysctls(name: string): LinkSysctl[] {
  return [
    { parts: ['ipv4', 'ip_forward'], value: '1' },
    { parts: ['ipv4', 'conf', name, 'forwarding'], value: '1' },
  ];
}

/** IPv6 off; a packet is taken only where its source address would be answered to. */
function endSysctls(name: string): LinkSysctl[] {
  return [
    { parts: ['ipv6', 'conf', name, 'disable_ipv6'], value: '1' },
    { parts: ['ipv4', 'conf', name, 'rp_filter'], value: '1' },
  ];
}
