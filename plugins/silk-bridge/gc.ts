import { type CniRequest, listedAttachments } from '../../src/cni/request.ts';
import type { SalvagedSilkBridge } from '../../src/config/salvage.ts';
import { readSilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import type { Link } from '../../src/linux/rtnetlink/link.ts';
import { removePorts, withoutLink } from '../../src/overlay/remove-ports.ts';
import { BestEffort } from '../silk-cni/best-effort.ts';
import { dropOtherClaims } from '../silk-cni/claim.ts';
import { staleMarks } from '../silk-cni/stale-marks.ts';
import { claimDir } from '../silk-cni/state.ts';
import { collectStaleAddresses } from './ipam.ts';
import { inSegment, listPorts } from './ports.ts';

type GcRequest = CniRequest<SalvagedSilkBridge>;

/**
 * GC: what this network holds for attachments that the runtime no longer lists goes: claims, links and addresses. Other networks,
 * everything listed, what an ADD has begun since, and the segment itself are left alone.
 * @throws SilkError TRY_LATER listing what could not be released, after the rest was.
 */
export async function collectAttachments(request: GcRequest): Promise<void> {
  readSilkBridgeConfig(request.json);
  await collectListed(request);
}

/** The same with whatever can be used of the configuration. @throws SilkError TRY_LATER as collectAttachments(). */
export async function collectListed(request: GcRequest): Promise<void> {
  const effort = new BestEffort(`GC of network ${request.network}`);
  dropOtherClaims(claimDir(request.network, request.config), listedAttachments(request), effort);
  effort.try(() =>
    inSegment(request.config.overlayNamespace, (place) => {
      const stale = stalePorts(place.segment, request);
      const isStale = (name: string) => stale.some((link) => link.name === name);
      removePorts(place, stale, (names) => [...names.filter(isStale), ...withoutLink(place.segment, names)]);
    }),
  );
  effort.try(() => collectStaleAddresses(request));
  effort.finish();
}

function stalePorts(socket: NetlinkSocket, request: GcRequest): Link[] {
  const ports = listPorts(socket);
  const isStale = staleMarks(request);
  return ports.filter(({ alias = '' }) => isStale(alias));
}
