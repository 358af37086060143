import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Peer } from '../addr/peer.ts';
import { SilkError } from '../errors.ts';
import { withFlock } from '../linux/flock.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { applySteps, type Progress, remember } from './apply.ts';
import { refuseOtherDevices, refuseOtherRoutes } from './conflicts.ts';
import { type Desired, describeRemoteHosts } from './desired.ts';
import { findVtep } from './find-vtep.ts';
import { type Held, holdNothing, readHeld } from './held.ts';
import { planRemoteHosts } from './plan.ts';
import { type FoundVtep, planVtep } from './plan-vtep.ts';
import type { Failure } from './remote-host.ts';
import type { Step } from './step.ts';
import { findUnderlay, type UnderlayChoice } from './underlay.ts';
import { describeVtep, type Vtep, type VtepWish } from './vtep.ts';

/** What a host's part of the overlay is to be. */
export interface ConvergeWish {
  readonly vtep: VtepWish;
  readonly underlay: UnderlayChoice;
  /** All of them. Undefined: not known; then what leads to remote hosts is left as it is. */
  readonly peers: readonly Peer[] | undefined;
}

/** What a converge would do. */
export interface ConvergePlan {
  readonly vtep: Vtep;
  readonly found: FoundVtep | undefined;
  readonly vtepSteps: readonly Step[];
  /** Undefined where the peers are not known. */
  readonly desired: Desired | undefined;
  /** Of the remote hosts. What the VTEP's own steps take with them is counted as gone. */
  readonly steps: readonly Step[];
  readonly failed: readonly Failure[];
}

/** What a converge did, and what it could not do. With nothing in any list, the kernel was as wanted. */
export interface ConvergeReport {
  readonly made: readonly Step[];
  readonly changed: readonly Step[];
  readonly removed: readonly Step[];
  readonly failed: readonly Failure[];
}

export interface ConvergeOptions {
  /** A file that all who converge this VTEP lock while they do; its directory is made. */
  readonly lockPath: string;
  readonly onProgress?: Progress | undefined;
}

/** Others' converge, of however many peers, is over by then. */
const lockTimeoutMs = 60_000;

/**
 * Makes the VTEP and the entries of its remote hosts as they are wanted. Where nothing is to be done nothing is written, not
 * even the lock. Safe to repeat after any interruption.
 * @throws SilkError UNDERLAY_UNKNOWN, BAD_CONFIG or OVERLAY_CONFLICT before anything is changed; KERNEL_REFUSED when the VTEP cannot
 *   be made; TRY_LATER when another converges for a minute. Any other failed step is in the report, and the rest is done.
 */
export function converge(socket: NetlinkSocket, wish: ConvergeWish, options: ConvergeOptions): ConvergeReport {
  const plan = planConverge(socket, wish);
  if (isSettled(plan)) return report([], plan.failed);
  mkdirSync(dirname(options.lockPath), { recursive: true });
  return withFlock(options.lockPath, lockTimeoutMs, () => carryOut(socket, wish, options));
}

/** Whether nothing is to be done; what cannot be done is another matter. */
export function isSettled({ vtepSteps, steps }: ConvergePlan): boolean {
  return vtepSteps.length === 0 && steps.length === 0;
}

/** What converge() would do now. Changes nothing. @throws SilkError as converge() before anything is changed. */
export function planConverge(socket: NetlinkSocket, wish: ConvergeWish): ConvergePlan {
  const vtep = describeVtep(wish.vtep, findUnderlay(socket, wish.underlay));
  const found = findVtep(socket, vtep.name);
  const vtepSteps = planVtep(vtep, found);
  const desired = wish.peers && describeRemoteHosts(wish.peers, vtep);
  refuseConflicts(socket, { vtep, vtepSteps, desired });
  if (desired === undefined) return { vtep, found, vtepSteps, desired, steps: [], failed: [] };
  const held = heldAfter(vtepSteps, readHeld(socket, found?.link.index));
  return { vtep, found, vtepSteps, desired, ...planRemoteHosts(desired, held, vtep.ip) };
}

/** Only where the VTEP is to be made, moved or brought up: one that is in use gives way to nothing. */
function refuseConflicts(
  socket: NetlinkSocket,
  { vtep, vtepSteps, desired }: Pick<ConvergePlan, 'vtep' | 'vtepSteps' | 'desired'>,
): void {
  const isMade = vtepSteps.some(({ action, object }) => action === 'make' && object === 'vtep');
  const isRaised = vtepSteps.some(
    (step) => step.object === 'vtep' && step.action === 'change' && step.property === 'up',
  );
  if (isMade || isRaised) refuseOtherDevices(socket, vtep);
  if (vtepSteps.some(({ action, object }) => action === 'make' && object === 'address')) {
    refuseOtherRoutes(socket, vtep, new Set(desired?.hosts.map(({ keys }) => keys.route)));
  }
}

/** What is left after the VTEP's own steps: nothing on a device made anew, and no neighbours with a new MAC. */
function heldAfter(vtepSteps: readonly Step[], held: Held): Held {
  if (vtepSteps.some(({ action, object }) => action === 'remove' && object === 'vtep')) {
    return { ...holdNothing(), foreignRoutes: held.foreignRoutes };
  }
  const newMac = vtepSteps.some(
    (step) => step.object === 'vtep' && step.action === 'change' && step.property === 'mac',
  );
  return newMac ? { ...held, neighbours: new Map() } : held;
}

/** Under the lock: the plan is made anew, as another may have carried it out meanwhile. */
function carryOut(socket: NetlinkSocket, wish: ConvergeWish, { onProgress }: ConvergeOptions): ConvergeReport {
  const plan = planConverge(socket, wish);
  const { vtep, desired } = plan;
  const own = takeVtepSteps(socket, plan);
  if (desired === undefined) return report(own.taken, own.failed);
  const target = { vtep, linkIndex: own.linkIndex, desired };
  // The kernel drops some of what was there with each change of the device: what is left is read only now.
  const rest = convergeRemoteHosts(socket, target, { held: readHeld(socket, own.linkIndex), onProgress });
  return {
    made: own.taken.filter(({ action }) => action === 'make').concat(rest.made),
    changed: own.taken.filter(({ action }) => action === 'change').concat(rest.changed),
    removed: own.taken.filter(({ action }) => action === 'remove').concat(rest.removed),
    failed: [...own.failed, ...rest.failed],
  };
}

/** A VTEP that is as it should be, and what it has to lead to. */
export interface RemoteTarget {
  readonly vtep: Vtep;
  readonly linkIndex: number;
  readonly desired: Desired;
}

/**
 * Makes the entries of the remote hosts alone as they are wanted. What is held is brought up to date, so that a process that
 * goes on can converge to the next list of peers without reading the kernel again.
 */
export function convergeRemoteHosts(
  socket: NetlinkSocket,
  { vtep, linkIndex, desired }: RemoteTarget,
  { held, onProgress }: { readonly held: Held; readonly onProgress?: Progress | undefined },
): ConvergeReport {
  const plan = planRemoteHosts(desired, held, vtep.ip);
  const { taken, failed } = applySteps(socket, plan.steps, { linkIndex, onProgress });
  remember(held, taken, linkIndex);
  return report(taken, [...plan.failed, ...failed]);
}

/** @throws SilkError KERNEL_REFUSED when there is no device afterwards. */
function takeVtepSteps(socket: NetlinkSocket, { vtep, vtepSteps, found }: ConvergePlan) {
  let linkIndex = found?.link.index ?? 0;
  const taken: Step[] = [];
  const failed: Failure[] = [];
  for (const step of vtepSteps) {
    const outcome = applySteps(socket, [step], { linkIndex });
    taken.push(...outcome.taken);
    failed.push(...outcome.failed);
    if (step.object !== 'vtep' || step.action !== 'make') continue;
    linkIndex = getLink(socket, vtep.name)?.index ?? 0;
    if (linkIndex === 0) {
      throw new SilkError(
        'KERNEL_REFUSED',
        outcome.failed[0]?.reason ?? `Cannot create ${vtep.name}: it has gone again`,
      );
    }
  }
  return { linkIndex, taken, failed };
}

function report(taken: readonly Step[], failed: readonly Failure[]): ConvergeReport {
  const which = (action: Step['action']) => taken.filter((step) => step.action === action);
  return { made: which('make'), changed: which('change'), removed: which('remove'), failed };
}
