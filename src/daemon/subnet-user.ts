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
