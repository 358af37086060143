import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig, type SilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { type ConvergePlan, planConverge } from '../../src/overlay/converge.ts';
import { findVtep } from '../../src/overlay/find-vtep.ts';
import { listHostLinks } from '../../src/overlay/remove-container-link.ts';
import { describeStep } from '../../src/overlay/step.ts';
import { describeWish } from './wish.ts';

/**
 * STATUS: ADD could have the VTEP, and the one that containers use is as it should be. Takes no lock and writes nothing.
 *
 * A VTEP that is not there while no container is either is no error: ADD makes it, and a runtime that was told otherwise after
 * a boot would never send one. Nor is a missing route, neighbour or FDB entry: the specification's errors all say that "the plugin
 * is not available (i.e. cannot service ADD requests)", and it is the next ADD that repairs these. CHECK tells of them.
 * @throws SilkError NOT_READY, or IMPAIRED when existing containers suffer too.
 */
export async function reportStatus(request: CniRequest<undefined>): Promise<void> {
  const config = readSilkVtepConfig(request.json);
  using socket = NetlinkSocket.open();
  const plan = await planOrExplain(config, socket);
  const [step] = plan.vtepSteps;
  if (step === undefined) return;
  if (plan.found === undefined && !hasContainers(socket)) return;
  const more = plan.vtepSteps.length > 1 ? ` (and ${plan.vtepSteps.length - 1} more)` : '';
  throw impaired(`${describeStep(step)}${more}`);
}

/** @throws SilkError where ADD would fail. */
async function planOrExplain(config: SilkVtepConfig, socket: NetlinkSocket): Promise<ConvergePlan> {
  try {
    const wish = await describeWish(config);
    // With a VTEP there, what leads to 10,000 peers is not read every few seconds: it changes nothing here.
    const isThere = findVtep(socket, config.vtepName) !== undefined;
    return planConverge(socket, isThere ? { ...wish, peers: undefined } : wish);
  } catch (cause) {
    if (!(cause instanceof SilkError)) throw cause;
    const link = getLink(socket, config.vtepName);
    const works = link?.kind === 'vxlan' && link.up;
    if (!works && hasContainers(socket)) throw impaired(cause.message, cause);
    throw new SilkError('NOT_READY', `Cannot add containers: ${cause.message}`, { cause });
  }
}

/** Whether a container's link is there: on a host that has just booted there is none. */
function hasContainers(socket: NetlinkSocket): boolean {
  return listHostLinks(socket).length > 0;
}

function impaired(reason: string, cause?: unknown): SilkError {
  const repair = '`silk vtep up`, or an ADD, repairs what can be repaired';
  return new SilkError('IMPAIRED', `Cannot reach other hosts as wanted: ${reason}; ${repair}`, { cause });
}
