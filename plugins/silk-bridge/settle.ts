import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { Link } from '../../src/linux/rtnetlink/link.ts';
import { convergeSegment } from '../../src/overlay/converge-segment.ts';
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
  const lockPath = vtepLockPath(config.runDir, config.bridge);
  const wish = () => describeWish(config, place.netns);
  const { report, plan } = await convergeSegment(place.sockets, wish, { lockPath });
  const { bridge } = plan.found;
  if (plan.deviceSteps.length > 0 || bridge === undefined) {
    const failures = report.failed.map(describeFailure);
    throw listedError('KERNEL_REFUSED', `Cannot make segment ${config.bridge} as wanted`, failures);
  }
  warnOf(report.failed, { segment: config.bridge });
  return { bridge, mtuBytes: plan.segment.vxlan.mtuBytes };
}
