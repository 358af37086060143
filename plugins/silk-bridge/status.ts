import type { CniRequest } from '../../src/cni/request.ts';
import type { SalvagedSilkBridge } from '../../src/config/salvage.ts';
import { readSilkBridgeConfig, type SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { SilkError } from '../../src/errors.ts';
import { type DevicePlan, planSegmentDevices } from '../../src/overlay/converge-segment.ts';
import { openConfiguredPlace } from '../../src/overlay/segment-place.ts';
import { describeStep } from '../../src/overlay/step.ts';
import { addressStatus } from './ipam.ts';
import { describeWish } from './wish.ts';

/**
 * STATUS: ADD could have the segment and an address, and the segment that containers use is as it should be. Takes no lock and
 * writes nothing. A segment that is not there is no error: ADD makes it. What leads to endpoints is CHECK's affair.
 * @throws SilkError NOT_READY, or IMPAIRED when existing containers suffer too; what the IPAM plugin says.
 */
export async function reportStatus(request: CniRequest<SalvagedSilkBridge>): Promise<void> {
  const config = readSilkBridgeConfig(request.json);
  const { deviceSteps, found } = await planOrExplain(config);
  const [step] = deviceSteps;
  const hasContainers = found.ports.some(({ index }) => index !== found.vxlan?.index);
  if (step !== undefined && hasContainers) {
    const more = deviceSteps.length > 1 ? ` (and ${deviceSteps.length - 1} more)` : '';
    const repair = '`silk segment create`, or an ADD, repairs what can be repaired';
    throw new SilkError('IMPAIRED', `Cannot reach other hosts as wanted: ${describeStep(step)}${more}; ${repair}`);
  }
  addressStatus(request, config);
}

/** @throws SilkError NOT_READY where ADD would fail. */
async function planOrExplain(config: SilkBridgeConfig): Promise<DevicePlan> {
  try {
    using place = openConfiguredPlace(config.overlayNamespace);
    return planSegmentDevices(place.sockets, await describeWish(config, place.netns));
  } catch (cause) {
    if (!(cause instanceof SilkError) || cause.code === 'NOT_READY') throw cause;
    throw new SilkError('NOT_READY', `Cannot add containers: ${cause.message}`, { cause });
  }
}
