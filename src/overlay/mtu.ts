import type { Ip } from '../addr/ip.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { getRoute } from '../linux/rtnetlink/route.ts';

/** What VXLAN over IPv4 adds to a packet: outer IP 20, UDP 8, VXLAN 8, inner Ethernet 14. */
export const vxlanOverheadBytes = 50;

/** The MTU of Ethernet, assumed of the underlay where the host has no default route to tell. */
const ethernetMtuBytes = 1500;

/** 192.0.2.1: an address that only a default route leads to (TEST-NET-1, RFC 5737). */
export const elsewhere: Ip = { family: 4, value: 0xc0000201n };

/**
 * The MTU for a container whose configuration does not say: the VTEP's, else that of the default route's device less
 * the overlay's overhead. In bytes.
 */
export function inferMtu(socket: NetlinkSocket, vtepName: string): number {
  const vtep = getLink(socket, vtepName);
  if (vtep?.kind === 'vxlan') return vtep.mtuBytes;
  return underlayMtu(socket) - vxlanOverheadBytes;
}

function underlayMtu(socket: NetlinkSocket): number {
  const route = getRoute(socket, elsewhere);
  if (route?.linkIndex === undefined) return ethernetMtuBytes;
  return getLink(socket, route.linkIndex)?.mtuBytes ?? ethernetMtuBytes;
}
