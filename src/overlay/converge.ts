import { sameIp } from '../addr/ip.ts';
import { sameMac, vtepMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { applySteps, type Progress } from './apply.ts';
import { refuseOtherDevices, refuseOtherRoutes, subnetTaken } from './conflicts.ts';
import { planConnectedRoute } from './connected-route.ts';
import { type Desired, describeRemoteHosts } from './desired.ts';
import { findVtep } from './find-vtep.ts';
import { type Held, holdNothing, readHeld } from './held.ts';
import { type Plan, planRemoteHosts } from './plan.ts';
import { type FoundVtep, planVtep } from './plan-vtep.ts';
import { remember } from './remember.ts';
import { type ConvergeReport, reportOf } from './report.ts';
import type { Step, VtepProperty } from './step.ts';
import { takeVtepSteps } from './take-vtep-steps.ts';
import { findUnderlay, type UnderlayChoice } from './underlay.ts';
import { describeVtep, type Vtep, type VtepWish } from './vtep.ts';
import { lockVtep } from './vtep-lock.ts';

/** What a host's part of the overlay is to be. */
export interface ConvergeWish {
  readonly vtep: VtepWish;
  readonly underlay: UnderlayChoice;
  /** All of them. Undefined: not known; then what leads to remote hosts is left as it is. */
  readonly peers: readonly Peer[] | undefined;
}

/** The VTEP that is wanted beside the one that is there, and the remote hosts that are wanted. */
interface Outlook {
  readonly vtep: Vtep;
  readonly found: FoundVtep | undefined;
  readonly vtepSteps: readonly Step[];
  /** Undefined where the peers are not known. */
  readonly desired: Desired | undefined;
}

/** What a converge would do. The steps of remote hosts count as gone what the VTEP's own steps take with them. */
export interface ConvergePlan extends Outlook, Plan {}

export interface ConvergeOptions {
  /** A file that all who converge this VTEP lock while they do; its directory is made. */
  readonly lockPath: string;
  readonly onProgress?: Progress | undefined;
  /** Called at the end with what there is now, for a process that goes on. */
  readonly onEnd?: ((sight: Sight) => void) | undefined;
}

/** A VTEP, what it is to lead to and what the kernel holds of that: as it was read, with the steps that were taken since. */
export interface Sight {
  readonly vtep: Vtep;
  readonly linkIndex: number;
  /** Undefined where the peers are not known. */
  readonly desired: Desired | undefined;
  readonly held: Held;
}

/**
 * Makes the VTEP and the entries of its remote hosts as they are wanted. Where nothing is to be done nothing is written, not
 * even the lock. Safe to repeat after any interruption.
 * @param newestWish is asked again under the lock: who changes the kernel last has seen the newest list of peers.
 * @throws SilkError UNDERLAY_UNKNOWN, BAD_CONFIG or OVERLAY_CONFLICT before anything is changed; KERNEL_REFUSED when the VTEP cannot
 *   be made; TRY_LATER when another converges for a minute; IO_FAILURE when the lock cannot be had; what `newestWish` throws. Any
 *   other failed step is in the report, and the rest is done.
 */
export async function converge(
  socket: NetlinkSocket,
  newestWish: () => Promise<ConvergeWish>,
  options: ConvergeOptions,
): Promise<ConvergeReport> {
  const outlook = look(socket, await newestWish());
  if (outlook.vtepSteps.length === 0 && outlook.found !== undefined) {
    const linkIndex = outlook.found.link.index;
    const { steps, failed, held } = planRest(socket, outlook, linkIndex);
    if (steps.length === 0) {
      options.onEnd?.({ ...outlook, linkIndex, held });
      return reportOf([], failed);
    }
  }
  using _lock = await lockVtep(options.lockPath);
  return carryOut(socket, await newestWish(), options);
}

/** What converge() would do now. Changes nothing. @throws SilkError as converge() before anything is changed. */
export function planConverge(socket: NetlinkSocket, wish: ConvergeWish): ConvergePlan {
  const outlook = look(socket, wish);
  const { vtep, found, vtepSteps, desired } = outlook;
  if (vtepSteps.length === 0 && found !== undefined) {
    const { steps, failed } = planRest(socket, outlook, found.link.index);
    return { ...outlook, steps, failed };
  }
  if (desired === undefined) return { ...outlook, steps: [], failed: [] };
  const held = heldAfter(outlook, readHeld(socket, found?.link.index));
  return { ...outlook, ...planRemoteHosts(desired, held, vtep.ip) };
}

function look(socket: NetlinkSocket, wish: ConvergeWish): Outlook {
  const found = findVtep(socket, wish.vtep.name);
  const vtep = describeVtep(wish.vtep, findUnderlay(socket, wish.underlay));
  const outlook = {
    vtep,
    found,
    vtepSteps: planVtep(vtep, found),
    desired: wish.peers && describeRemoteHosts(wish.peers, vtep),
  };
  refuseConflicts(socket, outlook);
  return outlook;
}

/** Of a VTEP that is as it should be. Where nothing is known of the peers, what leads to them is not asked for. */
function planRest(
  socket: NetlinkSocket,
  { vtep, desired }: Outlook,
  linkIndex: number,
): Plan & { readonly held: Held } {
  const held = readHeld(socket, desired === undefined ? undefined : linkIndex);
  const connected = planConnectedRoute(vtep, held, linkIndex);
  if (desired === undefined) return { steps: connected, failed: [], held };
  const { steps, failed } = planRemoteHosts(desired, held, vtep.ip);
  return { steps: [...connected, ...steps], failed, held };
}

/** Only where the VTEP is to be made, moved or brought up: one that is in use gives way to nothing. */
function refuseConflicts(socket: NetlinkSocket, { vtep, found, vtepSteps, desired }: Outlook): void {
  const isMade = vtepSteps.some(({ action, object }) => action === 'make' && object === 'vtep');
  if (isMade || hasChange(vtepSteps, 'up')) refuseOtherDevices(socket, vtep);
  if (vtepSteps.some(({ action, object }) => action === 'make' && object === 'address')) {
    if (desired?.rival !== undefined && isOfAnotherSubnet(vtep, found)) throw subnetTaken(vtep, desired.rival);
    refuseOtherRoutes(socket, vtep, new Set(desired?.hosts.map(({ keys }) => keys.route)));
  }
}

/** Whether address and MAC are those of a VTEP that another subnet was given to: that is no drift, but another wish. */
function isOfAnotherSubnet(vtep: Vtep, found: FoundVtep | undefined): boolean {
  const { mac } = found?.link ?? {};
  const [address] = found?.addresses ?? [];
  if (mac === undefined || address === undefined || sameIp(address.local, vtep.ip)) return false;
  return sameMac(mac, vtepMac(address.local));
}

/**
 * What is left after the VTEP's own steps: nothing on a device made anew, no routes and neighbours once its last address has gone,
 * and no neighbours with a new MAC.
 */
function heldAfter({ vtepSteps, found }: Outlook, held: Held): Held {
  if (vtepSteps.some(({ action, object }) => action === 'remove' && object === 'vtep')) {
    return { ...holdNothing(), foreignRoutes: held.foreignRoutes };
  }
  const gone = vtepSteps.filter(({ action, object }) => action === 'remove' && object === 'address');
  if (gone.length > 0 && gone.length === found?.addresses.length) {
    return { ...held, routes: new Map(), neighbours: new Map() };
  }
  return hasChange(vtepSteps, 'mac') ? { ...held, neighbours: new Map() } : held;
}

function hasChange(steps: readonly Step[], property: VtepProperty): boolean {
  return steps.some((step) => step.object === 'vtep' && step.action === 'change' && step.property === property);
}

/** Under the lock all is read anew, as another may have done the work meanwhile. */
function carryOut(socket: NetlinkSocket, wish: ConvergeWish, { onProgress, onEnd }: ConvergeOptions): ConvergeReport {
  const outlook = look(socket, wish);
  const own = takeVtepSteps(socket, outlook.vtepSteps, outlook);
  // The kernel drops some of what was there with each change of the device: what is left is read only after it.
  const rest = planRest(socket, outlook, own.linkIndex);
  const { taken, failed } = applySteps(socket, rest.steps, { linkIndex: own.linkIndex, onProgress });
  remember(rest.held, taken, own.linkIndex);
  onEnd?.({ vtep: outlook.vtep, linkIndex: own.linkIndex, desired: outlook.desired, held: rest.held });
  return reportOf([...own.taken, ...taken], [...own.failed, ...rest.failed, ...failed]);
}
