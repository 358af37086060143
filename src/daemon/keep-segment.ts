import type { SegmentConfig } from '../config/silkd-segments.ts';
import { errorText, type SilkError } from '../errors.ts';
import { getLink } from '../linux/rtnetlink/link.ts';
import { log } from '../log.ts';
import {
  type ConvergeSegmentWish,
  convergeSegment,
  planSegmentDevices,
  type SegmentPlan,
} from '../overlay/converge-segment.ts';
import { type AttachedEndpoint, findLocalEndpoints, listLocalEndpoints } from '../overlay/local-endpoints.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import { segmentMark } from '../overlay/segment.ts';
import type { SegmentPlace } from '../overlay/segment-place.ts';
import type { UnderlayChoice } from '../overlay/underlay.ts';
import { vtepLockPath } from '../overlay/vtep-lock.ts';
import type { KnownEndpoints } from '../peers/known-endpoints.ts';
import type { LocalEndpoint } from '../peers/segment-source.ts';
import type { SegmentSeen } from './segment-state.ts';

/** A segment, and where it is. */
export interface SegmentPart {
  readonly config: SegmentConfig;
  readonly place: SegmentPlace;
}

/** What a segment is kept by. */
export interface SegmentKeeping extends SegmentPart {
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
  const lockPath = vtepLockPath(runDir, config.bridge);
  const { report, plan } = await convergeSegment(place.sockets, () => wishOf(keeping), { lockPath });
  const seen = seenOf(plan);
  return { seen, report, local: localOf(seen, keeping) };
}

/** A segment that could not be kept. */
export interface UnkeptSegment {
  readonly config: SegmentConfig;
  /** Undefined: it is not open. */
  readonly place: SegmentPlace | undefined;
  /** What was there of it before; undefined: that was not known. */
  readonly before: readonly LocalEndpoint[] | undefined;
}

/** What is there of a segment all the same: one of which it is not known would keep all others from being announced. */
export function attachedDespite(
  { code }: SilkError,
  { config, place, before }: UnkeptSegment,
): readonly LocalEndpoint[] | undefined {
  // Without its namespace nothing is attached to it.
  if (code === 'NOT_READY') return [];
  if (place === undefined) return before;
  try {
    return [...listAttached({ config, place }), ...(before?.filter(({ isLearned }) => isLearned) ?? [])];
  } catch (failure) {
    log('debug', `Cannot tell what is attached to ${config.bridge}`, { reason: errorText(failure) });
    return before;
  }
}

/** None where its bridge is missing, or another's. @throws SilkError as listLocalEndpoints(). */
function listAttached({ config, place }: SegmentPart): LocalEndpoint[] {
  const bridge = getLink(place.sockets.segment, config.bridge);
  if (bridge?.alias !== segmentMark(config.vni)) return [];
  return listLocalEndpoints(place.sockets.segment, bridge.index).map((one) => toLocal(one, { config, place }));
}

/** What a round would do to a segment's devices now. @throws SilkError as planSegmentDevices(). */
export function planDevices({ config, place, underlay }: SegmentPart & Pick<SegmentKeeping, 'underlay'>) {
  return planSegmentDevices(place.sockets, { segment: segmentOf(config, place), underlay }).deviceSteps;
}

async function wishOf({ config, place, underlay, newest }: SegmentKeeping): Promise<ConvergeSegmentWish> {
  return { segment: segmentOf(config, place), underlay, ...(await newest()) };
}

function segmentOf(config: SegmentConfig, { netns }: SegmentPlace) {
  return { ...config, mtuBytes: config.mtu, netns };
}

function seenOf(plan: SegmentPlan): SegmentSeen {
  const { bridge, vxlan, ports } = plan.found;
  return {
    bridgeIndex: bridge?.index ?? 0,
    linkIndex: vxlan?.index ?? 0,
    ports: new Set(ports.map(({ index }) => index)),
    held: plan.held,
    plan,
  };
}

function localOf({ plan, held }: SegmentSeen, keeping: SegmentKeeping): LocalEndpoint[] {
  return findLocalEndpoints(plan.found.ports, [...held.local.values()]).map((one) => toLocal(one, keeping));
}

/** An index is given to another link when the host has been started anew, or the namespace is another. */
function toLocal({ mac, ip, linkIndex }: AttachedEndpoint, { config: { vni }, place }: SegmentPart): LocalEndpoint {
  return { vni, mac, ip, attachment: `${place.netns?.identity ?? 'host'}:${linkIndex}`, isLearned: false };
}
