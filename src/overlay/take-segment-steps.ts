import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { type Applied, applySteps } from './apply.ts';
import { portTaken, vniTaken } from './conflicts.ts';
import type { FoundSegment } from './find-segment.ts';
import type { SegmentLinks } from './held-segment.ts';
import type { Failure } from './remote-host.ts';
import { bornRequests, isSegmentStep, type SegmentStep } from './segment-step.ts';
import { describeStep, type Step, stepRequest } from './step.ts';
import type { StepLinks } from './vxlan-device.ts';

/** Where the packets of a segment leave the host, and where the segment itself is: often the same namespace. */
export interface SegmentSockets {
  readonly underlay: NetlinkSocket;
  readonly segment: NetlinkSocket;
}

/** What was done to a segment's devices, and where they are now. */
export interface AppliedToSegment extends Applied, SegmentLinks {}

/**
 * Takes the steps that planSegment() has planned, one after the other, for the devices' indexes change on the way.
 * @throws SilkError OVERLAY_CONFLICT or KERNEL_REFUSED when there is no bridge or no VXLAN device afterwards.
 */
export function takeSegmentSteps(
  sockets: SegmentSockets,
  steps: readonly Step[],
  found: Pick<FoundSegment, 'bridge' | 'vxlan' | 'strays'>,
): AppliedToSegment {
  const links = { linkIndex: found.vxlan?.index ?? 0, bridgeIndex: found.bridge?.index ?? 0 };
  const taken: Step[] = [];
  const failed: Failure[] = [];
  for (const step of steps) {
    if (isSegmentStep(step) && step.action === 'make') {
      const index = makeDevice(sockets, step, links);
      if (step.object === 'bridge') links.bridgeIndex = index;
      else links.linkIndex = index;
      failed.push(...finish(sockets.segment, step, links));
      taken.push(step);
      continue;
    }
    const outcome = applySteps(sockets.segment, [step], { ...links, ...strayOf(step, found) });
    taken.push(...outcome.taken);
    failed.push(...outcome.failed);
  }
  return { ...links, taken, failed };
}

/** A device that goes may be one of another name. */
function strayOf(step: Step, { strays }: Pick<FoundSegment, 'strays'>): Partial<StepLinks> {
  if (step.object !== 'vxlan' || step.action !== 'remove') return {};
  const stray = strays.find(({ name }) => name === step.vxlan.name);
  return stray === undefined ? {} : { linkIndex: stray.index };
}

/** Returns the new device's index. A VXLAN device is asked for where its packets are to leave. */
function makeDevice(
  { underlay, segment }: SegmentSockets,
  step: Extract<SegmentStep, { action: 'make' }>,
  links: StepLinks,
): number {
  const device = step.object === 'bridge' ? step.bridge : step.vxlan;
  const [refusal] = (step.object === 'bridge' ? segment : underlay).execute([stepRequest(step, links)]);
  const link = getLink(segment, device.name);
  if (step.object === 'vxlan') {
    if (refusal?.errno === 'EADDRINUSE') throw portTaken(step.vxlan);
    if (refusal?.errno === 'EEXIST' && link === undefined) throw vniTaken(step.vxlan);
  }
  if (refusal !== undefined) throw refusal;
  if (link !== undefined) return link.index;
  throw new SilkError('KERNEL_REFUSED', `Cannot create ${device.name}: it has gone again`);
}

function finish(socket: NetlinkSocket, step: SegmentStep, links: StepLinks): Failure[] {
  const outcomes = socket.execute(bornRequests(step, links));
  return outcomes.flatMap((refusal) => (refusal ? [{ what: describeStep(step), reason: refusal.message }] : []));
}
