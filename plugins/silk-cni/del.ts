import { type Ip, sameIp, tryParseIp } from '../../src/addr/ip.ts';
import { addressIn } from '../../src/addr/prefix.ts';
import { delegate } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { defaultIpamType, type SalvagedSilkCni } from '../../src/config/salvage.ts';
import { reservedBy } from '../../src/ipam/reserved-by.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { findHostLink, type HostLink, isUnmarked, listHostLinks } from '../../src/overlay/remove-container-link.ts';
import { deleteAddresses } from '../silk-ipam/del.ts';
import { openStore } from '../silk-ipam/store.ts';
import { BestEffort } from './best-effort.ts';
import { dropClaim } from './claim.ts';
import { forgetEntry } from './datastore-entry.ts';
import { findOwnEnd } from './own-end.ts';
import { removeLinks } from './remove-links.ts';
import { claimDir, ipamState } from './state.ts';

type DelRequest = CniRequest<SalvagedSilkCni>;

/**
 * DEL: everything of this attachment goes, and nothing else. Each step is done although others fail.
 * The address is released last, so that nobody is given it while anything still bears it.
 * @throws SilkError TRY_LATER listing what could not be released; the failing step's own error where there is one only.
 */
export async function deleteAttachment(request: DelRequest): Promise<void> {
  using socket = NetlinkSocket.open();
  const effort = new BestEffort(`DEL of ${request.ifname} from container ${JSON.stringify(request.containerId)}`);
  effort.try(() => dropClaim(claimDir(request.network, request.config), request));
  const reserved = effort.try(() => reservedIps(request)) ?? [];
  const inContainer = effort.try(() => findOwnEnd(request, socket));
  const links = effort.try(() => findLinks(request, { reserved, inContainer, socket })) ?? [];
  const ours = [...reserved, ...links.map(({ ip }) => ip)];
  await removeLinks(effort, { links, only: [...ours, ...toldIps(request)], socket });
  const place = { datastore: request.config.datastore, netns: request.netns, socket };
  effort.try(() => forgetEntry(place, { ours, told: toldIps(request) }));
  effort.try(() => releaseAddresses(request, socket));
  effort.finish();
}

function reservedIps(request: DelRequest): Ip[] {
  if (request.config.ipam.type !== defaultIpamType) return [];
  return reservedBy(openStore(request.network, ipamState(request.config)), request);
}

function toldIps({ prevResult }: DelRequest): Ip[] {
  const ips = (prevResult?.ips ?? []).flatMap(({ address }) => tryParseIp(addressIn(address)) ?? []);
  return ips.filter((ip) => ip.family === 4);
}

interface LinkSearch {
  readonly reserved: readonly Ip[];
  /** The host end of the link that the container has under the attachment's name, where it has one. */
  readonly inContainer: HostLink | undefined;
  readonly socket: NetlinkSocket;
}

/**
 * The links that bear this attachment's mark, wherever its addresses are still written down; where none of them leads to
 * a link, by looking at all. An ADD that was killed, or failed, before it could mark its link: the reservation, or the
 * container's own end, says whose it is.
 */
function findLinks(request: DelRequest, { reserved, inContainer, socket }: LinkSearch): HostLink[] {
  const mark = formatOwnerMark(request);
  const candidates = [...reserved, ...toldIps(request)].flatMap((ip) => findHostLink(socket, ip) ?? []);
  const isOurs = (found: HostLink) =>
    found.link.alias === mark ||
    (isUnmarked(found) && (found === inContainer || reserved.some((ip) => sameIp(ip, found.ip))));
  const known = [...(inContainer ? [inContainer] : []), ...candidates].filter(isOurs);
  const links = known.length > 0 ? known : listHostLinks(socket).filter(({ link }) => link.alias === mark);
  return [...new Map(links.map((found) => [found.link.index, found])).values()];
}

function releaseAddresses(request: DelRequest, socket: NetlinkSocket): void {
  const { type } = request.config.ipam;
  if (type !== defaultIpamType) delegate(request, type, 'DEL');
  else deleteAddresses(openStore(request.network, ipamState(request.config), socket), request);
}
