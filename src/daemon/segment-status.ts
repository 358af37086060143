import { formatIp, sameIp } from '../addr/ip.ts';
import { formatMac, macKey } from '../addr/mac.ts';
import type { LocalEndpoint } from '../peers/segment-source.ts';
import { describeRound, toTime } from './round-status.ts';
import type { SegmentSeen, SegmentState, SegmentsState } from './segment-state.ts';

/** How many endpoints of other hosts there are of a segment. */
export interface EndpointCounts {
  readonly wanted: number;
  /** Of those, as of the last look. */
  readonly held: number;
  readonly refused: number;
}

/** Of a segment that was seen whose endpoints are known. */
export function countEndpoints({ held, plan }: SegmentSeen): EndpointCounts | undefined {
  if (plan.desired === undefined) return undefined;
  const { endpoints } = plan.desired;
  const there = endpoints.filter(({ mac, underlay }) => {
    const destination = held.self.get(macKey(mac))?.destination;
    return destination !== undefined && sameIp(destination, underlay);
  });
  return { wanted: endpoints.length, held: there.length, refused: plan.failed.length };
}

/** What is attached to a segment here and not announced, as another host has announced its MAC since. */
export function beatenIn({ source }: Pick<SegmentsState, 'source'>, vni: number): readonly LocalEndpoint[] {
  return source?.view().beaten.filter((one) => one.vni === vni) ?? [];
}

/** The segments, for `/status`. */
export function describeSegments(state: SegmentsState) {
  const { source, lastRound, segments } = state;
  return {
    source: source === undefined ? null : { name: source.name, heardAt: toTime(source.view().heardAtMs) },
    lastRound: describeRound(lastRound),
    list: segments.map((segment) => describeSegment(segment, beatenIn(state, segment.config.vni))),
  };
}

function describeSegment({ config, seen, local, error }: SegmentState, beaten: readonly LocalEndpoint[]) {
  return {
    vni: config.vni,
    bridge: config.bridge,
    vxlan: config.vxlan,
    namespace: config.overlayNamespace ?? null,
    ...(error && { error: { code: error.code, msg: error.message } }),
    endpoints: (seen && countEndpoints(seen)) ?? null,
    refused: seen?.plan.failed ?? [],
    local: local?.map(describeLocal) ?? null,
    beaten: beaten.map(describeLocal),
  };
}

function describeLocal({ mac, ip, isLearned }: LocalEndpoint) {
  return { mac: formatMac(mac), ...(ip && { ip: formatIp(ip) }), ...(isLearned && { learned: true }) };
}
