import { NetlinkError } from '../netlink/error.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { Decode, NetlinkSocket } from '../netlink/socket.ts';

/**
 * Dumps what a request asks for. Nothing is listed where the link (ENODEV) or the routing table (ENOENT) that was asked about does not exist.
 * @throws NetlinkError for any other refusal; SilkError TRY_LATER.
 */
export function listUnlessAbsent<T>(socket: NetlinkSocket, request: NetlinkRequest, decode: Decode<T>): T[] {
  try {
    return socket.dump(request, decode);
  } catch (error) {
    if (error instanceof NetlinkError && (error.errno === 'ENODEV' || error.errno === 'ENOENT')) return [];
    throw error;
  }
}
