import type { CniRequest } from '../../src/cni/request.ts';
import type { SalvagedSilkBridge } from '../../src/config/salvage.ts';
import { readSilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { errorText } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { openNetns } from '../../src/linux/netns.ts';
import { planConvergeSegment } from '../../src/overlay/converge-segment.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { openConfiguredPlace } from '../../src/overlay/segment-place.ts';
import { describeDifference, describeFailure, listedError } from '../silk-vtep/listed.ts';
import { findUnguarded } from './check-guard.ts';
import { containerDifferences, portDifferences, recordedMac } from './check-port.ts';
import { addressFailure } from './ipam.ts';
import { describeWish } from './wish.ts';

type CheckRequest = CniRequest<SalvagedSilkBridge>;

/**
 * CHECK: segment and link are as ADD made them and as prevResult records. Repairs nothing.
 * @throws SilkError DRIFTED with every difference in `details`; BAD_ENVIRONMENT when the namespace is gone; what the IPAM plugin's own
 *   CHECK throws.
 */
export async function checkAttachment(request: CheckRequest): Promise<void> {
  const config = readSilkBridgeConfig(request.json);
  using netns = openNetns(request.netns);
  using container = NetlinkSocket.open(netns);
  using place = openConfiguredPlace(config.overlayNamespace);
  const { deviceSteps, steps, failed } = planConvergeSegment(place.sockets, await describeWish(config, place.netns));
  const own = [
    ...[...deviceSteps, ...steps].map(describeDifference),
    ...failed.map(describeFailure),
    ...portDifferences(place.sockets.segment, config, { mark: formatOwnerMark(request), mac: recordedMac(request) }),
    ...findUnguarded(request, config, place.netns),
    ...containerDifferences(container, request),
  ];
  const failure = addressFailure(request);
  if (own.length === 0 && failure !== undefined) throw failure;
  const differences = failure === undefined ? own : [...own, `${config.ipam.type}: ${errorText(failure)}`];
  if (differences.length === 0) return;
  const what = `${request.ifname} of container ${JSON.stringify(request.containerId)}`;
  throw listedError('DRIFTED', `Cannot confirm ${what}`, differences);
}
