import type { Ip } from '../addr/ip.ts';
import { sameMac } from '../addr/mac.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink, type Link, listLinks, removeLink } from '../linux/rtnetlink/link.ts';
import { masqueradedGroup } from './container-link.ts';
import { hostLinkMac, hostLinkName, parseHostLinkName } from './derive.ts';

/** The host end of some container's link, known by its name and kind. Whose it is, its alias says. */
export interface HostLink {
  readonly ip: Ip;
  readonly link: Link;
}

/** The host link of an address, or undefined where there is none or something else bears its name. */
export function findHostLink(socket: NetlinkSocket, ip: Ip): HostLink | undefined {
  const link = getLink(socket, hostLinkName(ip));
  return link?.kind === 'veth' ? { ip, link } : undefined;
}

/** Every host link on this host, of all networks. */
export function listHostLinks(socket: NetlinkSocket): HostLink[] {
  return listLinks(socket, { kind: 'veth' }).flatMap((link) => {
    const ip = parseHostLinkName(link.name);
    return ip === undefined ? [] : [{ ip, link }];
  });
}

/** Whether nobody has marked the link yet although its MAC is ours: an ADD was killed right after creating it. */
export function isUnmarked({ ip, link }: HostLink): boolean {
  return link.alias === undefined && link.mac !== undefined && sameMac(link.mac, hostLinkMac(ip));
}

/** Whether its container is masqueraded, by what its ADD has left on it: who finds the table of nftables flushed goes by it. */
export function isMasqueraded({ link }: HostLink): boolean {
  return link.group === masqueradedGroup;
}

/** Removes a host link, and with it the container's end and all that is on either. That it is gone already is success. */
export function removeHostLink(socket: NetlinkSocket, { link }: HostLink): void {
  removeLink(socket, link.index);
}
