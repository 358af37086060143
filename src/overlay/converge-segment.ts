import type { SegmentEntry } from '../addr/endpoint.ts';
import { listVxlans } from '../linux/rtnetlink/link-vxlan.ts';
import { applySteps } from './apply.ts';
import { refuseRivals } from './conflicts.ts';
import type { ConvergeOptions } from './converge.ts';
import { type DesiredEndpoints, describeEndpoints } from './endpoints.ts';
import { type FoundSegment, findSegment } from './find-segment.ts';
import { type HeldSegment, holdNothingInSegment, readHeldSegment } from './held-segment.ts';
import { lookThenLock } from './look-then-lock.ts';
import type { Plan } from './plan.ts';
import { planEndpoints } from './plan-endpoints.ts';
import { planSegment } from './plan-segment.ts';
import { type ConvergeReport, reportOf } from './report.ts';
import { describeSegment, type Segment, type SegmentWish } from './segment.ts';
import type { Step } from './step.ts';
import { type SegmentSockets, takeSegmentSteps } from './take-segment-steps.ts';
import { findUnderlay, type UnderlayChoice } from './underlay.ts';

/** What a host's part of a segment is to be. */
export interface ConvergeSegmentWish {
  readonly segment: SegmentWish;
  readonly underlay: UnderlayChoice;
  /** All of them, on all hosts and of all segments. Undefined: not known; then what leads to them is left as it is. */
  readonly endpoints: readonly SegmentEntry[] | undefined;
  /** There are others beside them that are not known: what leads to others is left as it is. */
  readonly isPartial?: boolean | undefined;
}

/** The devices of a segment as they are wanted, and as they are. */
export interface DevicePlan {
  readonly segment: Segment;
  readonly found: FoundSegment;
  readonly deviceSteps: readonly Step[];
}

/** The segment that is wanted beside what is there. */
interface Outlook extends DevicePlan {
  readonly desired: DesiredEndpoints | undefined;
}

/** What a converge would do. */
export interface SegmentPlan extends Outlook, Plan {
  /** What there is now. */
  readonly held: HeldSegment;
}

/** A segment after it was made as it is wanted. */
export interface ConvergedSegment {
  readonly report: ConvergeReport;
  /** What there is now, and what another converge would do. */
  readonly plan: SegmentPlan;
}

/**
 * Makes a segment's devices and the entries of its endpoints as they are wanted, and looks at it. Safe to repeat after any interruption.
 * @throws SilkError UNDERLAY_UNKNOWN, BAD_CONFIG or OVERLAY_CONFLICT before anything is changed; KERNEL_REFUSED when a device cannot
 *   be made; as lookThenLock(). Any other failed step is in the report, and the rest is done.
 */
export function convergeSegment(
  sockets: SegmentSockets,
  newestWish: () => Promise<ConvergeSegmentWish>,
  { lockPath, onProgress }: Pick<ConvergeOptions, 'lockPath' | 'onProgress'>,
): Promise<ConvergedSegment> {
  return lookThenLock(newestWish, {
    lockPath,
    look: (wish) => {
      const plan = planConvergeSegment(sockets, wish);
      const isSettled = plan.deviceSteps.length + plan.steps.length === 0;
      return isSettled ? { report: reportOf([], plan.failed), plan } : undefined;
    },
    carryOut: (wish) => {
      const outlook = look(sockets, wish);
      const own = takeSegmentSteps(sockets, outlook.deviceSteps, outlook.found);
      // The kernel drops some of what was there with each change of a device: what is left is read only after it.
      const rest = planEntries(outlook, readHeldSegment(sockets.segment, own));
      const { linkIndex, bridgeIndex } = own;
      const { taken, failed } = applySteps(sockets.segment, rest.steps, { linkIndex, bridgeIndex, onProgress });
      const report = reportOf([...own.taken, ...taken], [...own.failed, ...rest.failed, ...failed]);
      return { report, plan: planConvergeSegment(sockets, wish) };
    },
  });
}

/** What convergeSegment() would do now. Changes nothing. @throws SilkError as convergeSegment() before anything is changed. */
export function planConvergeSegment(sockets: SegmentSockets, wish: ConvergeSegmentWish): SegmentPlan {
  const outlook = look(sockets, wish);
  const { bridge, vxlan } = outlook.found;
  const held = readHeldSegment(sockets.segment, { bridgeIndex: bridge?.index ?? 0, linkIndex: vxlan?.index ?? 0 });
  return { ...outlook, held, ...planEntries(outlook, heldAfter(outlook.deviceSteps, held)) };
}

/** The same, of the devices alone: what leads to endpoints is not read. @throws SilkError as planConvergeSegment(). */
export function planSegmentDevices(
  sockets: SegmentSockets,
  wish: Pick<ConvergeSegmentWish, 'segment' | 'underlay'>,
): DevicePlan {
  return look(sockets, { ...wish, endpoints: undefined });
}

function look(sockets: SegmentSockets, wish: ConvergeSegmentWish): Outlook {
  const segment = describeSegment(wish.segment, findUnderlay(sockets.underlay, wish.underlay));
  const found = findSegment(sockets.segment, segment);
  const deviceSteps = planSegment(segment, found);
  const makes = deviceSteps.some(({ action, object }) => action === 'make' && object === 'vxlan');
  if (makes) refuseRivals(listVxlans(sockets.underlay), segment.vxlan);
  return { segment, found, deviceSteps, desired: desiredOf(wish, segment) };
}

function desiredOf({ endpoints, isPartial }: ConvergeSegmentWish, segment: Segment): DesiredEndpoints | undefined {
  return endpoints && { ...describeEndpoints(endpoints, segment), isPartial };
}

function planEntries({ segment, desired }: Outlook, held: HeldSegment): Plan {
  return desired === undefined ? { steps: [], failed: [] } : planEndpoints(desired, held, segment);
}

/** What is left after the devices' own steps. */
function heldAfter(steps: readonly Step[], held: HeldSegment): HeldSegment {
  const nothing = holdNothingInSegment();
  const isAnew = steps.some(({ action, object }) => action === 'make' && object === 'vxlan');
  const isMoved = isChanged(steps, 'vxlan', 'master');
  const { bridge, vxlan } = held.neighbours;
  return {
    ...(isAnew ? { ...nothing, local: held.local } : held),
    ...(isMoved ? { master: nothing.master } : {}),
    neighbours: {
      bridge: isChanged(steps, 'bridge', 'mac') ? nothing.neighbours.bridge : bridge,
      vxlan: isAnew || isChanged(steps, 'vxlan', 'mac') ? nothing.neighbours.vxlan : vxlan,
    },
  };
}

function isChanged(steps: readonly Step[], object: 'bridge' | 'vxlan', property: 'mac' | 'master'): boolean {
  return steps.some((step) => step.object === object && step.action === 'change' && step.property === property);
}
