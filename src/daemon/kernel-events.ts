import { sameIp } from '../addr/ip.ts';
import { macKey } from '../addr/mac.ts';
import { contains } from '../addr/prefix.ts';
import { errorText } from '../errors.ts';
import { RTMGRP_IPV4_IFADDR, RTMGRP_IPV4_ROUTE, RTMGRP_LINK, RTMGRP_NEIGH } from '../linux/netlink/constants.ts';
import type { NetlinkMonitor } from '../linux/netlink/monitor.ts';
import { decodeEvents, type KernelEvent } from '../linux/rtnetlink/event.ts';
import { NUD_FAILED, NUD_INCOMPLETE } from '../linux/rtnetlink/neigh.ts';
import { type Route, RT_TABLE_MAIN } from '../linux/rtnetlink/route.ts';
import { log } from '../log.ts';
import type { Sight } from '../overlay/converge.ts';
import type { Vtep } from '../overlay/vtep.ts';

/** What a NetlinkMonitor of ours listens to. */
export const watchedGroups = RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE;

/** By what an event is judged. */
export interface Watched {
  readonly vtepName: string;
  /** Of the socket that converges: what it asked for is no news. */
  readonly ownPort: number;
  /** Undefined: nothing has been made yet. */
  readonly sight: Sight | undefined;
}

/**
 * Calls `ask` for what the kernel says where any of it matters. An event is a hint and no more: where it cannot be read, or the kernel
 * has dropped some (ENOBUFS), there is something to look at as well. Ends when the monitor is closed.
 */
export async function hearKernel(
  monitor: NetlinkMonitor,
  isNews: (event: KernelEvent) => boolean,
  ask: () => void,
): Promise<void> {
  for (;;) {
    try {
      const heard = await monitor.next();
      if (heard === undefined) return;
      if (decodeEvents(heard).some(isNews)) ask();
    } catch (error) {
      log('debug', 'Cannot hear all that the kernel says, so it is looked at', { reason: errorText(error) });
      ask();
      // What cannot be heard now is tried again, but not without a pause.
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Whether an event is of our device, what leads by it, or the underlay, and is not what we have just done ourselves. */
export function matters(event: KernelEvent, { vtepName, ownPort, sight }: Watched): boolean {
  if (event.port === ownPort) return false;
  const [device, underlay] = [sight?.linkIndex, sight?.vtep.underlay.index];
  switch (event.object) {
    case 'link': {
      const { name, index } = event.link;
      // Without an underlay any link, address or default route may be the one.
      return sight === undefined || name === vtepName || index === device || index === underlay;
    }
    case 'address':
      return sight === undefined || event.address.linkIndex === device || event.address.linkIndex === underlay;
    case 'route':
      return event.route.linkIndex === device || isInTheWay(event.route, sight?.vtep);
    case 'neighbour': {
      const { linkIndex, state } = event.neighbour;
      // A container that sends to an address that no host has makes the kernel ask for it: nothing of ours has changed.
      return linkIndex === device && (event.gone || (state !== NUD_INCOMPLETE && state !== NUD_FAILED));
    }
    case 'fdb':
      return event.entry.linkIndex === device && !isKnownFdb(event, sight);
    case 'bridgeFdb':
      // The VTEP is a port of nothing.
      return false;
  }
}

/** A default route may be the underlay's; one in the network, but not in the host's own part of it, takes a part of some peer's. */
function isInTheWay({ destination: { ip, length }, table }: Route, vtep: Vtep | undefined): boolean {
  if (length === 0 || vtep === undefined) return length === 0;
  return table === RT_TABLE_MAIN && contains(vtep.network, ip) && !contains(vtep.subnet, ip);
}

/** The kernel does not say who asked for a change of an FDB entry: one that is as we hold it is ours. */
function isKnownFdb({ gone, entry }: Extract<KernelEvent, { object: 'fdb' }>, sight: Sight | undefined): boolean {
  const held = sight?.held.fdb.get(macKey(entry.mac));
  if (gone || held === undefined) return gone && held === undefined;
  if (entry.destination === undefined || held.destination === undefined) return false;
  const isPlain = entry.port === undefined && entry.vni === undefined && entry.viaIndex === undefined;
  if (entry.external !== held.external) return false;
  return isPlain && entry.state === held.state && sameIp(entry.destination, held.destination);
}
