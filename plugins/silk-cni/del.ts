import { type Ip, sameIp, tryParseIp } from '../../src/addr/ip.ts';
import { delegate } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { defaultIpamType, type SalvagedSilkCni } from '../../src/config/salvage.ts';
import { reservedBy } from '../../src/ipam/reserved-by.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { findHostLink, isUnmarked, listHostLinks, removeHostLink } from '../../src/overlay/remove-container-link.ts';
import { deleteAddresses } from '../silk-ipam/del.ts';
import { openStore } from '../silk-ipam/store.ts';
import { BestEffort } from './best-effort.ts';
import { dropClaim } from './claim.ts';
import { findContainerIp } from './container-ip.ts';
import { forgetEntry } from './datastore-entry.ts';
import { claimDir, ipamState } from './state.ts';

type DelRequest = CniRequest<SalvagedSilkCni>;

/**
 * DEL: everything of this attachment goes, and nothing else. Each step is done although others fail.
 * The address is released last, so that nobody is given it while anything still bears it.
 * @throws SilkError TRY_LATER listing what could not be released; the failing step's own error where there is one only.
 */
export function deleteAttachment(request: DelRequest): void {
  using socket = NetlinkSocket.open();
  const effort = new BestEffort(`DEL of ${request.ifname} from container ${JSON.stringify(request.containerId)}`);
  effort.try(() => dropClaim(claimDir(request.network, request.config), request));
  const reserved = effort.try(() => reservedIps(request)) ?? [];
  const removed = effort.try(() => removeLinks(request, reserved, socket)) ?? [];
  const place = { datastore: request.config.datastore, netns: request.netns, socket };
  effort.try(() => forgetEntry(place, [...reserved, ...removed]));
  effort.try(() => releaseAddresses(request, socket));
  effort.finish();
}

function reservedIps(request: DelRequest): Ip[] {
  if (request.config.ipam.type !== defaultIpamType) return [];
  return reservedBy(openStore(request.network, ipamState(request.config)), request);
}

/**
 * Removes the links that bear this attachment's mark, wherever its addresses are still written down; where none of
 * them leads to a link, by looking at all. Returns the addresses of the links removed.
 */
function removeLinks(request: DelRequest, reserved: readonly Ip[], socket: NetlinkSocket): Ip[] {
  const mark = formatOwnerMark(request);
  const inContainer = findContainerIp(request, socket);
  const told = (request.prevResult?.ips ?? []).flatMap(({ address }) => tryParseIp(address.split('/')[0] ?? '') ?? []);
  const candidates = [...reserved, ...(inContainer ? [inContainer] : []), ...told].filter((ip) => ip.family === 4);
  // An ADD that was killed before it could mark its link: the reservation, or the container's own end, says whose it is.
  const mayBeUnmarked = (ip: Ip) => [...reserved, inContainer].some((own) => own !== undefined && sameIp(own, ip));
  const known = candidates
    .flatMap((ip) => findHostLink(socket, ip) ?? [])
    .filter((found) => found.link.alias === mark || (isUnmarked(found) && mayBeUnmarked(found.ip)));
  const links = known.length > 0 ? known : listHostLinks(socket).filter(({ link }) => link.alias === mark);
  for (const link of links) removeHostLink(socket, link);
  return links.map(({ ip }) => ip);
}

function releaseAddresses(request: DelRequest, socket: NetlinkSocket): void {
  const { type } = request.config.ipam;
  if (type !== defaultIpamType) delegate(request, type, 'DEL');
  else deleteAddresses(openStore(request.network, ipamState(request.config), socket), request);
}
