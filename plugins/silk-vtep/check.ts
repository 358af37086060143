import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { planConverge } from '../../src/overlay/converge.ts';
import { describeDifference, describeFailure, listedError } from './listed.ts';
import { describeWish } from './wish.ts';

/**
 * CHECK: the VTEP and the way to each peer are as ADD would make them now. Repairs nothing.
 * @throws SilkError DRIFTED with every difference in `details`; what describing the wish throws.
 */
export async function checkVtep(request: CniRequest<undefined>): Promise<void> {
  const wish = await describeWish(readSilkVtepConfig(request.json));
  using socket = NetlinkSocket.open();
  const { vtepSteps, steps, failed } = planConverge(socket, wish);
  const differences = [...[...vtepSteps, ...steps].map(describeDifference), ...failed.map(describeFailure)];
  if (differences.length > 0) throw listedError('DRIFTED', `Cannot confirm ${wish.vtep.name}`, differences);
}
