import { SilkError } from '../errors.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { type Applied, applySteps } from './apply.ts';
import { portTaken, vniTaken } from './conflicts.ts';
import type { FoundVtep } from './plan-vtep.ts';
import type { Failure } from './remote-host.ts';
import { type Step, stepRequest } from './step.ts';
import type { Vtep } from './vtep.ts';

/** A VTEP and the device that has its name so far. */
export interface VtepTarget {
  readonly vtep: Vtep;
  readonly found: FoundVtep | undefined;
}

/** What was done to the VTEP, and where it is now. */
export interface AppliedToVtep extends Applied {
  readonly linkIndex: number;
}

/**
 * Takes the steps that planVtep() has planned, one after the other, for the device's index changes on the way.
 * @throws SilkError OVERLAY_CONFLICT or KERNEL_REFUSED when there is no device afterwards.
 */
export function takeVtepSteps(
  socket: NetlinkSocket,
  steps: readonly Step[],
  { vtep, found }: VtepTarget,
): AppliedToVtep {
  let linkIndex = found?.link.index ?? 0;
  const taken: Step[] = [];
  const failed: Failure[] = [];
  for (const step of steps) {
    if (step.object === 'vtep' && step.action === 'make') {
      linkIndex = makeVtep(socket, vtep, stepRequest(step, { linkIndex }));
      taken.push(step);
      continue;
    }
    const outcome = applySteps(socket, [step], { linkIndex });
    taken.push(...outcome.taken);
    failed.push(...outcome.failed);
  }
  return { linkIndex, taken, failed };
}

/** Returns the new device's index. */
function makeVtep(socket: NetlinkSocket, vtep: Vtep, request: NetlinkRequest): number {
  const [refusal] = socket.execute([request]);
  if (refusal?.errno === 'EADDRINUSE') throw portTaken(vtep);
  const link = getLink(socket, vtep.name);
  if (refusal?.errno === 'EEXIST' && link === undefined) throw vniTaken(vtep);
  if (refusal !== undefined) throw refusal;
  if (link !== undefined) return link.index;
  throw new SilkError('KERNEL_REFUSED', `Cannot create ${vtep.name}: it has gone again`);
}
