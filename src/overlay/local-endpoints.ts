import type { Ip } from '../addr/ip.ts';
import { type Mac, macKey, sameMac } from '../addr/mac.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type BridgeFdbEntry, listBridgeFdb } from '../linux/rtnetlink/fdb.ts';
import type { Link } from '../linux/rtnetlink/link.ts';
import { listBridgePorts } from '../linux/rtnetlink/link-bridge.ts';
import { NUD_NOARP, NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import { containerMac, parseHostLinkMac } from './derive.ts';
import { parseLinkMark } from './link-mark.ts';
import { portName } from './segment-port.ts';

/** What is attached to a segment on this host, as the kernel has it. */
export interface AttachedEndpoint {
  readonly mac: Mac;
  /** Absent: not known. */
  readonly ip?: Ip | undefined;
  /** The port of the bridge. */
  readonly linkIndex: number;
  readonly linkName: string;
}

/**
 * The endpoints that we have attached to the bridge of a segment, in the order of its ports. Nobody writes them down: the ports bear
 * our marks, and the bridge what is behind each.
 * @throws NetlinkError; SilkError TRY_LATER when they kept changing while they were listed.
 */
export function listLocalEndpoints(socket: NetlinkSocket, bridgeIndex: number): AttachedEndpoint[] {
  return findLocalEndpoints(listBridgePorts(socket, bridgeIndex), listBridgeFdb(socket, bridgeIndex));
}

/** As listLocalEndpoints(), of what was listed. */
export function findLocalEndpoints(ports: readonly Link[], entries: readonly BridgeFdbEntry[]): AttachedEndpoint[] {
  const macsOf = new Map<number, Map<number, Mac>>();
  for (const { linkIndex, mac } of entries.filter(isStatic)) {
    // A bridge that knows of VLANs has an entry for each.
    const macs = macsOf.get(linkIndex) ?? new Map<number, Mac>();
    macsOf.set(linkIndex, macs.set(macKey(mac), mac));
  }
  return ports.flatMap((port): AttachedEndpoint[] => {
    const macs = [...(macsOf.get(port.index)?.values() ?? [])];
    const ipOf = addressesOf(port, macs);
    const { index: linkIndex, name: linkName } = port;
    return ipOf === undefined ? [] : macs.map((mac) => ({ mac, ip: ipOf(mac), linkIndex, linkName }));
  });
}

/**
 * Set to be there by us or by hand: not learned from frames, nor the port's own MAC. Of one that another host had before, the kernel
 * still says that a program has learned it; who learns sets no NUD_NOARP.
 */
export function isStatic({ state }: BridgeFdbEntry): boolean {
  return (state & (NUD_NOARP | NUD_PERMANENT)) === NUD_NOARP;
}

/** What address each MAC behind a port has. Undefined: we have not attached it. */
function addressesOf(port: Link, macs: readonly Mac[]): ((mac: Mac) => Ip | undefined) | undefined {
  const mark = parseLinkMark(port.alias);
  if (mark !== undefined) return (mac) => mark.get(macKey(mac))?.ip;
  const ip = port.mac && parseHostLinkMac(port.mac);
  if (ip === undefined || port.alias === undefined || port.name !== portName(port.alias)) return undefined;
  // Beside the container's own there may be another's, set by hand: the address is not that one's.
  return (mac) => (macs.length === 1 || sameMac(mac, containerMac(ip)) ? ip : undefined);
}
