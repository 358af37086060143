import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig, type SilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { describeStep, type Step } from '../../src/overlay/step.ts';
import { hasContainers, vtepStepsFirst } from '../../src/overlay/vtep-status.ts';
import { describeWish } from './wish.ts';

/**
 * STATUS: ADD could have the VTEP, and the one that containers use is as it should be. Takes no lock and writes nothing.
 *
 * A missing route, neighbour or FDB entry is no error: the specification's errors all say that "the plugin is not available (i.e. cannot
 * service ADD requests)", and it is the next ADD that repairs these. CHECK tells of them.
 * @throws SilkError NOT_READY, or IMPAIRED when existing containers suffer too.
 */
export async function reportStatus(request: CniRequest<undefined>): Promise<void> {
  const config = readSilkVtepConfig(request.json);
  using socket = NetlinkSocket.open();
  const [step, ...rest] = await planOrExplain(config, socket);
  if (step === undefined) return;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  throw impaired(`${describeStep(step)}${more}`);
}

/** @throws SilkError where ADD would fail. */
async function planOrExplain(config: SilkVtepConfig, socket: NetlinkSocket): Promise<readonly Step[]> {
  try {
    return vtepStepsFirst(socket, await describeWish(config));
  } catch (cause) {
    if (!(cause instanceof SilkError)) throw cause;
    const link = getLink(socket, config.vtepName);
    const works = link?.kind === 'vxlan' && link.up;
    if (!works && hasContainers(socket)) throw impaired(cause.message, cause);
    throw new SilkError('NOT_READY', `Cannot add containers: ${cause.message}`, { cause });
  }
}

function impaired(reason: string, cause?: unknown): SilkError {
  const repair = '`silk vtep up`, or an ADD, repairs what can be repaired';
  return new SilkError('IMPAIRED', `Cannot reach other hosts as wanted: ${reason}; ${repair}`, { cause });
}
