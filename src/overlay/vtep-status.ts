import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type ConvergeWish, planConverge } from './converge.ts';
import { findVtep } from './find-vtep.ts';
import { listHostLinks } from './remove-container-link.ts';
import type { Step } from './step.ts';

/** Whether a container's link is there: on a host that has just booted there is none. */
export function hasContainers(socket: NetlinkSocket): boolean {
  return listHostLinks(socket).length > 0;
}

/**
 * What has to be done to the VTEP before containers can be added, as STATUS and silkd's `/readyz` say. Of a VTEP that is not there while
 * no container is either, nothing: ADD, or silkd's next round, makes it, and a runtime that was told otherwise after a boot would never
 * send an ADD.
 * @throws SilkError where the VTEP cannot be had, as planConverge().
 */
export function vtepStepsFirst(socket: NetlinkSocket, wish: ConvergeWish): readonly Step[] {
  // With a VTEP there, what leads to 10,000 peers is not read every few seconds: it changes nothing here.
  const isThere = findVtep(socket, wish.vtep.name) !== undefined;
  const { found, vtepSteps } = planConverge(socket, isThere ? { ...wish, peers: undefined } : wish);
  return found === undefined && !hasContainers(socket) ? [] : vtepSteps;
}
