import type { SegmentConfig } from '../config/silkd-segments.ts';
import { type ConvergeSegmentWish, convergeSegment, planConvergeSegment } from '../overlay/converge-segment.ts';
import { findLocalEndpoints } from '../overlay/local-endpoints.ts';
import { type ConvergeReport, reportOf } from '../overlay/report.ts';
import type { SegmentPlace } from '../overlay/segment-place.ts';
import type { UnderlayChoice } from '../overlay/underlay.ts';
import { vtepLockPath } from '../overlay/vtep-lock.ts';
import type { KnownEndpoints } from '../peers/known-endpoints.ts';
import type { LocalEndpoint } from '../peers/segment-source.ts';
import type { SegmentSeen } from './segment-state.ts';

/** What a segment is kept by. */
export interface SegmentKeeping {
  readonly config: SegmentConfig;
  readonly place: SegmentPlace;
  readonly underlay: UnderlayChoice;
  /** Where the lock is. */
  readonly runDir: string;
  /** The newest list; it is asked for again under the lock. */
  readonly newest: () => Promise<Pick<KnownEndpoints, 'endpoints' | 'isPartial'>>;
}

/** A segment after it was kept. */
export interface KeptSegment {
  readonly seen: SegmentSeen;
  readonly report: ConvergeReport;
  readonly local: readonly LocalEndpoint[];
}

/**
 * Makes a segment as it is wanted, and looks at it. Where nothing differs nothing is written.
 * @throws SilkError as convergeSegment().
 */
export async function keepSegment(keeping: SegmentKeeping): Promise<KeptSegment> {
  const { config, place, runDir } = keeping;
  const wish = () => wishOf(keeping);
  const first = lookAt(place, await wish());
  if (first.plan.deviceSteps.length + first.plan.steps.length === 0) {
    return { seen: first, report: reportOf([], first.plan.failed), local: listLocal(first, keeping) };
  }
  const report = await convergeSegment(place.sockets, wish, { lockPath: vtepLockPath(runDir, config.bridge) });
  const seen = lookAt(place, await wish());
  return { seen, report, local: listLocal(seen, keeping) };
}

/** What a round would do to a segment's devices now. @throws SilkError as planConvergeSegment(). */
export function planDevices({ config, place, underlay }: Pick<SegmentKeeping, 'config' | 'place' | 'underlay'>) {
  const wish = { segment: segmentOf(config, place), underlay, endpoints: undefined };
  return planConvergeSegment(place.sockets, wish).deviceSteps;
}

async function wishOf({ config, place, underlay, newest }: SegmentKeeping): Promise<ConvergeSegmentWish> {
  return { segment: segmentOf(config, place), underlay, ...(await newest()) };
}

function segmentOf(config: SegmentConfig, { netns }: SegmentPlace) {
  return { ...config, mtuBytes: config.mtu, netns };
}

function lookAt({ sockets }: SegmentPlace, wish: ConvergeSegmentWish): SegmentSeen {
  const plan = planConvergeSegment(sockets, wish);
  const { bridge, vxlan, ports } = plan.found;
  return {
    bridgeIndex: bridge?.index ?? 0,
    linkIndex: vxlan?.index ?? 0,
    ports: new Set(ports.map(({ index }) => index)),
    held: plan.held,
    plan,
  };
}

/** An index is given to another link when the host has been started anew, or the namespace is another. */
function listLocal({ plan, held }: SegmentSeen, { config: { vni }, place }: SegmentKeeping): LocalEndpoint[] {
  const where = place.netns?.identity ?? 'host';
  return findLocalEndpoints(plan.found.ports, [...held.local.values()]).map(({ mac, ip, linkIndex }) => ({
    vni,
    mac,
    ip,
    attachment: `${where}:${linkIndex}`,
    isLearned: false,
  }));
}
