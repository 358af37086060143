import type { CniRequest } from '../../src/cni/request.ts';
import { readSilkVtepConfig, type SilkVtepConfig } from '../../src/config/silk-vtep.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { log } from '../../src/log.ts';
import { applySteps } from '../../src/overlay/apply.ts';
import { findVtep } from '../../src/overlay/find-vtep.ts';
import { readHeld } from '../../src/overlay/held.ts';
import { staleSteps } from '../../src/overlay/plan.ts';
import { remoteHost } from '../../src/overlay/remote-host.ts';
import type { Step } from '../../src/overlay/step.ts';
import { lockVtep, vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { fixedDifferences } from '../../src/overlay/vxlan-device.ts';
import { describeFailure, listedError } from './listed.ts';
import { readPeers } from './wish.ts';

/**
 * GC: what leads to hosts that are peers no longer goes. Which attachments are valid is no matter: none of it is theirs. Who is a peer
 * is all that has to be known: neither underlay nor subnet are asked for, and where nobody says who is, nobody is gone, and GC has
 * nothing to do. Nothing is made and nothing repaired.
 * @throws SilkError TRY_LATER listing what could not be removed, after the rest was.
 */
export async function collectStalePeers(request: CniRequest<undefined>): Promise<void> {
  const config = readSilkVtepConfig(request.json);
  using socket = NetlinkSocket.open();
  if ((await planRemovals(socket, config)).steps.length === 0) return;
  using _lock = await lockVtep(vtepLockPath(config.runDir, config.vtepName));
  // Asked for again under the lock, as converge() does.
  const { steps, linkIndex } = await planRemovals(socket, config);
  const { failed } = applySteps(socket, steps, { linkIndex });
  if (failed.length > 0) throw listedError('TRY_LATER', 'Cannot finish GC', failed.map(describeFailure));
}

interface Removals {
  readonly linkIndex: number;
  readonly steps: readonly Step[];
}

/** A device that ADD would make anew takes along what is on it, so nothing is removed there. */
async function planRemovals(socket: NetlinkSocket, config: SilkVtepConfig): Promise<Removals> {
  const peers = await knownPeers(config);
  const link = findVtep(socket, config.vtepName)?.link;
  if (peers === undefined || link === undefined || fixedDifferences(config, link).length > 0) {
    return { linkIndex: 0, steps: [] };
  }
  return { linkIndex: link.index, steps: staleSteps(peers.map(remoteHost), readHeld(socket, link.index)) };
}

/** Those that cannot be read are told of by ADD, CHECK and STATUS: for GC they are not known. */
async function knownPeers(config: SilkVtepConfig) {
  try {
    return await readPeers(config);
  } catch (error) {
    if (!(error instanceof SilkError && error.code === 'PEERS_UNUSABLE')) throw error;
    log('warn', `${error.message}; what leads to peers is left as it is`, { vtep: config.vtepName });
    return undefined;
  }
}
