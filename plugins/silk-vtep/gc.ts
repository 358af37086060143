import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { applySteps } from '../../src/overlay/apply.ts';
import { type ConvergeWish, planConverge } from '../../src/overlay/converge.ts';
import { lockVtep, vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { describeFailure, listedError } from './listed.ts';
import { describeWish } from './wish.ts';

/**
 * GC: what leads to hosts that are peers no longer goes. Which attachments are valid is no matter: none of it is theirs.
 * Nothing is made and nothing repaired, and where the peers are not known nothing goes.
 * @throws SilkError TRY_LATER listing what could not be removed, after the rest was; what describing the wish throws.
 */
export async function collectStalePeers(request: CniRequest<undefined>): Promise<void> {
  const config = readSilkVtepConfig(request.json);
  using socket = NetlinkSocket.open();
  if (planRemovals(socket, await describeWish(config)).steps.length === 0) return;
  using _lock = await lockVtep(vtepLockPath(config.runDir, config.vtepName));
  // Asked for again under the lock, as converge() does.
  const { steps, linkIndex } = planRemovals(socket, await describeWish(config));
  const { failed } = applySteps(socket, steps, { linkIndex });
  if (failed.length > 0) throw listedError('TRY_LATER', 'Cannot finish GC', failed.map(describeFailure));
}

/** A device that ADD would make anew takes along what is on it, so nothing is removed there. */
function planRemovals(socket: NetlinkSocket, wish: ConvergeWish) {
  const { found, steps } = planConverge(socket, wish);
  return { linkIndex: found?.link.index ?? 0, steps: steps.filter(({ action }) => action === 'remove') };
}
