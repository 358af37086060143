import { existsSync } from 'node:fs';
import { errorText } from '../errors.ts';
import { describeStep } from '../overlay/step.ts';
import { vtepStepsFirst } from '../overlay/vtep-status.ts';
import { mayAdd } from './may-add.ts';
import type { DaemonState } from './state.ts';

/**
 * Why no container can be added now, a sentence each; none: it can, as STATUS of silk-vtep would say. The VTEP and the segments' devices
 * are looked at in the kernel; what leads to other hosts is not: it is no container's fault. Of what STATUS cannot see, a round that failed
 * is a reason, whatever it failed by.
 */
export function reasonsAgainst(daemon: DaemonState): string[] {
  return [...reasonsOfNetwork(daemon), ...daemon.segments.reasonsAgainst()];
}

/** The same, of the routed network alone. */
export function reasonsOfNetwork({ source, kept, config, socket, lastRound }: DaemonState): string[] {
  if (config.source.kind === 'none') return [];
  if (lastRound?.error !== undefined) return [lastRound.error.message];
  if (source === undefined || lastRound === undefined) return ['the first round is not over yet'];
  const { place, lease } = source.view();
  if (place === undefined || !mayAdd(lease)) {
    return ['reason' in lease ? lease.reason : `${source.name} has not said yet where this host is`];
  }
  if (kept === undefined) return ['the VTEP has not been made yet'];
  // Without it silk-cni adds nobody; the next round writes it anew.
  if (!existsSync(config.subnetFile)) return [`there is no subnet file ${config.subnetFile}`];
  try {
    const { vtepName: name, mtu: mtuBytes, underlayInterface, underlayAddress } = config;
    const underlay = { interface: underlayInterface, address: underlayAddress };
    const wish = { vtep: { name, ...place, mtuBytes }, underlay, peers: kept.peers };
    return vtepStepsFirst(socket, wish).map((step) => `to be done: ${step.action} ${describeStep(step)}`);
  } catch (error) {
    return [errorText(error)];
  }
}
