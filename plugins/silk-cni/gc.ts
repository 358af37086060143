import { formatIp, type Ip } from '../../src/addr/ip.ts';
import { delegate } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import { defaultIpamType, type SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig } from '../../src/config/validate.ts';
import { listStale } from '../../src/ipam/stale.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { formatOwnerMark, networkMark } from '../../src/overlay/owner-mark.ts';
import { isUnmarked, listHostLinks, removeHostLink } from '../../src/overlay/remove-container-link.ts';
import { collectAddresses } from '../silk-ipam/gc.ts';
import { openStore } from '../silk-ipam/store.ts';
import { BestEffort } from './best-effort.ts';
import { dropOtherClaims } from './claim.ts';
import { forgetEntries } from './datastore.ts';
import { claimDir, ipamState } from './state.ts';

type GcRequest = CniRequest<SalvagedSilkCni>;

/**
 * GC: what this network holds for attachments that the runtime no longer lists goes: claims, links, datastore entries
 * and addresses, which IPAM may give out again only then. Other networks, and everything listed, are left alone.
 * @throws SilkError TRY_LATER listing what could not be released, after the rest was.
 */
export function collectAttachments(request: GcRequest): void {
  readSilkCniConfig(request.json);
  using socket = NetlinkSocket.open();
  const effort = new BestEffort(`GC of network ${request.network}`);
  effort.try(() => dropOtherClaims(claimDir(request.network, request.config), validOf(request)));
  const reserved = effort.try(() => staleReservations(request)) ?? [];
  const removed = effort.try(() => removeStaleLinks(request, reserved, socket)) ?? [];
  effort.try(() => forgetStaleEntries(request, [...reserved, ...removed]));
  effort.try(() => releaseStaleAddresses(request));
  effort.finish();
}

function validOf(request: GcRequest) {
  return request.validAttachments ?? [];
}

function staleReservations(request: GcRequest): Ip[] {
  if (request.config.ipam.type !== defaultIpamType) return [];
  return listStale(openStore(request.network, ipamState(request.config)), validOf(request));
}

/** Links with this network's mark and no valid owner; and unmarked ones, left by a killed ADD, on a stale reservation's address. */
function removeStaleLinks(request: GcRequest, reserved: readonly Ip[], socket: NetlinkSocket): Ip[] {
  const { network } = request;
  const valid = new Set(validOf(request).map((attachment) => formatOwnerMark({ network, ...attachment })));
  const stale = new Set(reserved.map(formatIp));
  const links = listHostLinks(socket).filter((found) => {
    const { alias } = found.link;
    if (alias === undefined) return stale.has(formatIp(found.ip)) && isUnmarked(found);
    return alias.startsWith(networkMark(network)) && !valid.has(alias);
  });
  for (const link of links) removeHostLink(socket, link);
  return links.map(({ ip }) => ip);
}

function forgetStaleEntries({ config }: GcRequest, stale: readonly Ip[]): void {
  const { datastore } = config;
  if (datastore === undefined) return;
  const addresses = new Set(stale.map(formatIp));
  forgetEntries(datastore, ({ ip }) => addresses.has(ip));
}

function releaseStaleAddresses(request: GcRequest): void {
  const { type } = request.config.ipam;
  if (type !== defaultIpamType) delegate(request, type, 'GC');
  else collectAddresses(openStore(request.network, ipamState(request.config)), validOf(request));
}
