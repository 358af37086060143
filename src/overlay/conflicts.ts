import { formatIp } from '../addr/ip.ts';
import { contains, formatPrefix, overlaps } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { listVxlans, type VxlanLink, type VxlanParameters } from '../linux/rtnetlink/link-vxlan.ts';
import { listRoutes, type Route, RTN_UNICAST } from '../linux/rtnetlink/route.ts';
import { isUdpPortUsed } from '../linux/udp-port.ts';
import { parseHostLinkName } from './derive.ts';
import { listDevicesElsewhere } from './devices-elsewhere.ts';
import { prefixKey, type RemoteHost } from './remote-host.ts';
import { formatRoute } from './route-text.ts';
import type { Vtep } from './vtep.ts';
import type { VxlanDevice } from './vxlan-device.ts';

/**
 * Says no before anything is made, when another VXLAN device has a device's port or VNI, or a program has the port.
 * @throws SilkError OVERLAY_CONFLICT naming the device, or how to find the program.
 */
export function refuseOtherDevices(socket: NetlinkSocket, vtep: VxlanDevice): void {
  // Asked before the devices: another may be making the VTEP at this moment, and then its socket is among both or neither.
  const isUsed = isUdpPortUsed(vtep.port);
  const devices = listVxlans(socket);
  refuseRivals(devices, vtep);
  // A device that is up on the port has the socket itself.
  const isOurs = devices.some(({ up, vxlan }) => up && vxlan.port === vtep.port);
  if (!isUsed || isOurs) return;
  const elsewhere = listDevicesElsewhere(vtep);
  if (elsewhere.length === 0) throw portTaken(vtep);
  refuseRivals(elsewhere, vtep);
}

/**
 * The part of it that is about the VXLAN devices that are seen.
 * @throws SilkError OVERLAY_CONFLICT naming the device.
 */
export function refuseRivals(devices: readonly VxlanLink[], vtep: VxlanDevice): void {
  for (const device of devices) if (device.name !== vtep.name) refuseDevice(vtep, device);
}

/** A program, of this namespace or of one that the kernel shows us nothing of, has the port. */
export function portTaken(vtep: VxlanDevice): SilkError {
  const found = `found UDP port ${vtep.port} used by a program (\`ss -ulpn\` shows which)`;
  return conflict(vtep, `${found} or, where that shows none, by a VXLAN device of another namespace, wanted it free`);
}

/** A peer has the subnet that this host's VTEP, which has another so far, is to get. */
export function subnetTaken(vtep: Vtep, { subnet, underlay }: RemoteHost): SilkError {
  const found = `this host's own subnet ${formatPrefix(vtep.subnet)} overlapping ${formatPrefix(subnet)} of the peer at ${formatIp(underlay)}`;
  return new SilkError(
    'OVERLAY_CONFLICT',
    `Cannot change the address of ${vtep.name}: found ${found}, wanted them apart`,
  );
}

/** A device that is not among this namespace's has port and VNI: its socket is still here. */
export function vniTaken(vtep: VxlanDevice): SilkError {
  const found = `VNI ${vtep.vni} on port ${vtep.port} used by a VXLAN device in another network namespace`;
  return conflict(vtep, `found ${found}, wanted it free`);
}

/**
 * Says no before anything is made, when another route has a part of the overlay network.
 * @param wanted the keys of remote hosts' routes: another's route to one of them is that host's fault, not the network's.
 * @throws SilkError OVERLAY_CONFLICT showing the route.
 */
export function refuseOtherRoutes(socket: NetlinkSocket, vtep: Vtep, wanted: ReadonlySet<number>): void {
  const routes = listRoutes(socket, { family: 4 });
  // Asked for after the routes: another may be making the VTEP at this moment, and its routes are no conflict.
  const own = getLink(socket, vtep.name)?.index;
  for (const route of routes) {
    const isOwn = own !== undefined && route.linkIndex === own;
    if (isOwn || !isInTheWay(route, vtep) || wanted.has(prefixKey(route.destination))) continue;
    const device = route.linkIndex === undefined ? undefined : getLink(socket, route.linkIndex)?.name;
    // A container's link, wherever its address is from, is no other network.
    if (device !== undefined && parseHostLinkName(device) !== undefined) continue;
    const found = `the overlay network ${formatPrefix(vtep.network)} overlapping the route ${formatRoute(route, device)}`;
    throw conflict(vtep, `found ${found}, wanted it apart from every other`);
  }
}

/** The kernel's own rules: devices of one kind on one port share a socket, and tell their packets apart by the VNI alone. */
function refuseDevice(vtep: VxlanDevice, { name, vxlan }: VxlanLink): void {
  if (vxlan.port !== vtep.port || isOverIpv6(vxlan)) return;
  const used = `used by the VXLAN device ${name}`;
  if (vxlan.external) {
    throw conflict(vtep, `found port ${vtep.port} ${used}, which is external, wanted it free`);
  }
  if (vxlan.gbp !== vtep.gbp) {
    const [has, wants] = vxlan.gbp ? ['with', 'without'] : ['without', 'with'];
    const found = `port ${vtep.port} ${used} (VNI ${vxlan.vni}) ${has} gbp`;
    throw conflict(vtep, `found ${found}, wanted it free or ${wants} gbp`);
  }
  if (vxlan.vni === vtep.vni) {
    throw conflict(vtep, `found VNI ${vtep.vni} on port ${vtep.port} ${used}, wanted it free`);
  }
}

/** Then its socket is another. */
function isOverIpv6({ local, remote }: VxlanParameters): boolean {
  return local?.family === 6 || remote?.family === 6;
}

/**
 * The default route leads where no other does, and within its own subnet the host may do as it likes. One that leads nowhere is
 * in the way only where it takes a part of the network: over the whole of it, and more, it is what the more special ones stand out of.
 */
function isInTheWay({ destination, type }: Route, { network, subnet }: Vtep): boolean {
  if (destination.length === 0 || !overlaps(network, destination)) return false;
  if (type !== RTN_UNICAST && destination.length < network.length) return false;
  return destination.length < subnet.length || !contains(subnet, destination.ip);
}

function conflict(vtep: VxlanDevice, text: string): SilkError {
  return new SilkError('OVERLAY_CONFLICT', `Cannot create ${vtep.name}: ${text}`);
}
