import { SilkError } from '../../src/errors.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink, type Link, listLinks } from '../../src/linux/rtnetlink/link.ts';
import type { RemovalPlace } from '../../src/overlay/remove-ports.ts';
import { openSegmentPlace } from '../../src/overlay/segment-place.ts';
import { portName } from '../../src/overlay/segment-port.ts';

/**
 * The host end of the link that bears a mark. One without any mark, of the name that follows from it, is ours too: its ADD was killed
 * before marking it.
 */
export function findPort(socket: NetlinkSocket, mark: string): Link | undefined {
  const link = getLink(socket, portName(mark));
  return link?.kind === 'veth' && (link.alias === mark || link.alias === undefined) ? link : undefined;
}

/** The host ends of links that bear a mark, of all networks. */
export function listPorts(socket: NetlinkSocket): Link[] {
  return listLinks(socket, { kind: 'veth' }).filter(
    ({ name, alias }) => alias !== undefined && name === portName(alias),
  );
}

/**
 * Does something in the segment's namespace. Nothing where that is gone: with it went all that was in it.
 * @throws what `fn` throws
 */
export function inSegment(overlayNamespace: string | undefined, fn: (place: RemovalPlace) => void): void {
  try {
    using place = openSegmentPlace(overlayNamespace);
    fn({ segment: place.sockets.segment, netns: place.netns });
  } catch (error) {
    if (!(error instanceof SilkError && error.code === 'BAD_ENVIRONMENT')) throw error;
  }
}
