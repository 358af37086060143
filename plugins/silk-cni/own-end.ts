import type { CniRequest } from '../../src/cni/request.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { isOwnNetns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { parseHostLinkName } from '../../src/overlay/derive.ts';
import type { HostLink } from '../../src/overlay/remove-container-link.ts';

/**
 * The host's end of the link that the container has under the attachment's name, whatever is on it. Undefined when the
 * namespace is not given, gone, no namespace or the host's own, and when the interface there is no end of a link of ours.
 */
export function findOwnEnd(
  request: Pick<CniRequest<unknown>, 'netns' | 'ifname'>,
  host: NetlinkSocket,
): HostLink | undefined {
  if (request.netns === '') return undefined;
  try {
    return lookInside(request.netns, request.ifname, host);
  } catch (error) {
    // To DEL, a namespace that cannot be entered is one that is gone.
    if (error instanceof SilkError && error.code === 'BAD_ENVIRONMENT') return undefined;
    throw error;
  }
}

function lookInside(path: string, ifname: string, host: NetlinkSocket): HostLink | undefined {
  using netns = openNetns(path);
  if (isOwnNetns(netns)) return undefined;
  using container = NetlinkSocket.open(netns);
  const end = getLink(container, ifname);
  if (end?.kind !== 'veth' || end.peerIndex === undefined) return undefined;
  const link = getLink(host, end.peerIndex);
  const ip = link?.kind === 'veth' && link.peerIndex === end.index ? parseHostLinkName(link.name) : undefined;
  return link !== undefined && ip !== undefined ? { ip, link } : undefined;
}
