import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { getLink, type Link } from '../../src/linux/rtnetlink/link.ts';
import { convergeSegment, planSegmentDevices } from '../../src/overlay/converge-segment.ts';
import type { SegmentPlace } from '../../src/overlay/segment-place.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { describeFailure, listedError, warnOf } from '../silk-vtep/listed.ts';
import { describeWish } from './wish.ts';

/** What a container's link needs to know of its segment. */
export interface SettledSegment {
  readonly bridge: Link;
  readonly mtuBytes: number;
}

/**
 * Makes this host's part of the segment as it is wanted. An endpoint that cannot be had is logged and fails nobody's ADD.
 * @throws SilkError KERNEL_REFUSED when bridge or VXLAN device are not as wanted; what convergeSegment() throws.
 */
export async function settleSegment(config: SilkBridgeConfig, place: SegmentPlace): Promise<SettledSegment> {
  const wish = () => describeWish(config, place.netns);
  const { failed } = await convergeSegment(place.sockets, wish, {
    lockPath: vtepLockPath(config.runDir, config.bridge),
  });
  const { deviceSteps, segment } = planSegmentDevices(place.sockets, await wish());
  const bridge = getLink(place.sockets.segment, config.bridge);
  if (deviceSteps.length > 0 || bridge === undefined) {
    throw listedError('KERNEL_REFUSED', `Cannot make segment ${config.bridge} as wanted`, failed.map(describeFailure));
  }
  warnOf(failed, { segment: config.bridge });
  return { bridge, mtuBytes: segment.vxlan.mtuBytes };
}
