import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { applySteps, type Progress } from './apply.ts';
import type { Desired } from './desired.ts';
import type { Held } from './held.ts';
import { planRemoteHosts } from './plan.ts';
import { remember } from './remember.ts';
import { type ConvergeReport, reportOf } from './report.ts';
import type { Vtep } from './vtep.ts';

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
  return reportOf(taken, [...plan.failed, ...failed]);
}
