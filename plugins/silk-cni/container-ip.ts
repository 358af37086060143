import { type Ip, sameIp } from '../../src/addr/ip.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { isOwnNetns, openNetns } from '../../src/linux/netns.ts';
import { listAddresses } from '../../src/linux/rtnetlink/address.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { gatewayIp } from '../../src/overlay/container-link.ts';
import { findHostLink } from '../../src/overlay/remove-container-link.ts';

/**
 * The address on the container's end of a link of ours, as the container has it now. Undefined when the namespace is
 * not given, gone, no namespace or the host's own, and when the interface there is not one end of our link.
 */
export function findContainerIp(
  request: Pick<CniRequest<unknown>, 'netns' | 'ifname'>,
  host: NetlinkSocket,
): Ip | undefined {
  if (request.netns === '') return undefined;
  try {
    return lookInside(request.netns, request.ifname, host);
  } catch (error) {
    // To DEL, a namespace that cannot be entered is one that is gone.
    if (error instanceof SilkError && error.code === 'BAD_ENVIRONMENT') return undefined;
    throw error;
  }
}

function lookInside(path: string, ifname: string, host: NetlinkSocket): Ip | undefined {
  using netns = openNetns(path);
  if (isOwnNetns(netns)) return undefined;
  using container = NetlinkSocket.open(netns);
  const link = getLink(container, ifname);
  if (link?.kind !== 'veth') return undefined;
  const addresses = listAddresses(container, { family: 4, linkIndex: link.index });
  const ip = addresses.find((address) => sameIp(address.prefix.ip, gatewayIp))?.local;
  if (ip === undefined) return undefined;
  return findHostLink(host, ip)?.link.index === link.peerIndex ? ip : undefined;
}
