import { formatIp, type Ip, sameIp } from '../../src/addr/ip.ts';
import { delegate } from '../../src/cni/delegate.ts';
import { type CniRequest, listedAttachments } from '../../src/cni/request.ts';
import { defaultIpamType, type SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig } from '../../src/config/validate.ts';
import { type IsValid, validity } from '../../src/ipam/collect.ts';
import { listStale } from '../../src/ipam/stale.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type HostLink, isUnmarked, listHostLinks } from '../../src/overlay/remove-container-link.ts';
import { collectAddresses } from '../silk-ipam/gc.ts';
import { openStore } from '../silk-ipam/store.ts';
import { BestEffort } from './best-effort.ts';
import { dropOtherClaims, isClaimed } from './claim.ts';
import { forgetEntries } from './datastore.ts';
import { removeLinks } from './remove-links.ts';
import { staleMarks } from './stale-marks.ts';
import { claimDir, ipamState } from './state.ts';

type GcRequest = CniRequest<SalvagedSilkCni>;

/**
 * GC: what this network holds for attachments that the runtime no longer lists goes: claims, links, datastore entries
 * and addresses, which IPAM may give out again only then. Other networks, everything listed, and what an ADD has begun
 * since, are left alone.
 * @throws SilkError TRY_LATER listing what could not be released, after the rest was.
 */
export async function collectAttachments(request: GcRequest): Promise<void> {
  readSilkCniConfig(request.json);
  await collectListed(request);
}

/** The same with whatever can be used of the configuration. @throws SilkError TRY_LATER as collectAttachments(). */
export async function collectListed(request: GcRequest): Promise<void> {
  using socket = NetlinkSocket.open();
  const effort = new BestEffort(`GC of network ${request.network}`);
  const dir = claimDir(request.network, request.config);
  dropOtherClaims(dir, listedAttachments(request), effort);
  // A claim that is there now is listed, or of an ADD that has begun since: that one makes its claim first of all.
  const isListed = validity(listedAttachments(request));
  const isValid: IsValid = (owner) => isListed(owner) || isClaimed(dir, owner);
  const reserved = effort.try(() => staleReservations(request, isValid)) ?? [];
  const links = effort.try(() => staleLinks({ request, reserved, socket })) ?? [];
  await removeLinks(effort, { links, socket });
  effort.try(() => forgetStaleEntries(request, [...reserved, ...links.map(({ ip }) => ip)]));
  effort.try(() => releaseStaleAddresses(request, isValid));
  effort.finish();
}

function staleReservations(request: GcRequest, isValid: IsValid): Ip[] {
  if (request.config.ipam.type !== defaultIpamType) return [];
  return listStale(openStore(request.network, ipamState(request.config)), isValid);
}

interface StaleLinkSearch {
  readonly request: GcRequest;
  readonly reserved: readonly Ip[];
  readonly socket: NetlinkSocket;
}

/**
 * Links with this network's mark whose attachment is neither listed nor claimed; and unmarked ones, left by a killed ADD,
 * on a stale reservation's address.
 */
function staleLinks({ request, reserved, socket }: StaleLinkSearch): HostLink[] {
  const links = listHostLinks(socket);
  const isStale = staleMarks(request);
  return links.filter((found) => {
    const { alias } = found.link;
    if (alias === undefined) return isUnmarked(found) && reserved.some((ip) => sameIp(ip, found.ip));
    return isStale(alias);
  });
}

function forgetStaleEntries({ config }: GcRequest, stale: readonly Ip[]): void {
  const { datastore } = config;
  if (datastore === undefined) return;
  const addresses = new Set(stale.map(formatIp));
  forgetEntries(datastore, ({ ip }) => addresses.has(ip));
}

function releaseStaleAddresses(request: GcRequest, isValid: IsValid): void {
  const { type } = request.config.ipam;
  if (type !== defaultIpamType) delegate(request, type, 'GC');
  else collectAddresses(openStore(request.network, ipamState(request.config)), isValid);
}
