import { formatIp } from '../addr/ip.ts';
import { contains, firstOf, type Prefix } from '../addr/prefix.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { listAddresses } from '../linux/rtnetlink/address.ts';
import { listHostLinks } from '../overlay/remove-container-link.ts';

/**
 * What rests on a subnet of this host, beside its VTEP: the link of a container, or an address on another device, such as docker's
 * bridge. Undefined: nothing.
 */
export function userOf(socket: NetlinkSocket, subnet: Prefix): string | undefined {
  const link = listHostLinks(socket).find(({ ip }) => contains(subnet, ip));
  if (link !== undefined) return `the container link ${link.link.name}`;
  const vtepIp = firstOf(subnet);
  const other = listAddresses(socket, { family: 4 }).find(
    ({ local }) => contains(subnet, local) && local.value !== vtepIp.value,
  );
  return other && `the address ${formatIp(other.local)}`;
}

/** The link of a container with an address of the network, but none of the host's subnet. Undefined: there is none. */
export function linkBeyond(socket: NetlinkSocket, network: Prefix, subnet: Prefix): string | undefined {
  const link = listHostLinks(socket).find(({ ip }) => contains(network, ip) && !contains(subnet, ip));
  return link && `the container link ${link.link.name}`;
}
