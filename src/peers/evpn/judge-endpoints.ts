import type { SegmentEntry } from '../../addr/endpoint.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import type { Refusal } from './judge-routes.ts';
import type { MacClaims } from './mac-mobility.ts';
import type { HeardSegmentRoute, OwnSegment } from './own-segment.ts';
import type { Announced } from './plan-segment-routes.ts';

/** By what routes are judged. */
export interface EndpointJudge {
  readonly segments: readonly OwnSegment[];
  /** All that is attached here: it is not looked for elsewhere. */
  readonly local: readonly LocalEndpoint[];
  /** What the last plan said; undefined: there was none. */
  readonly announced: Announced | undefined;
  /** What is followed already. */
  readonly held: readonly SegmentEntry[];
}

/** What routes of other hosts come to. */
export interface EndpointVerdict {
  /** By VNI, then host: that it has a part of the segment first, then its endpoints, by MAC and address. */
  readonly entries: readonly SegmentEntry[];
  readonly refusals: readonly Refusal[];
  /** The strongest claim to each MAC, whether it is followed or not. */
  readonly winners: MacClaims;
}

/** The entries that routes lead to. */
export function judgeEndpoints(routes: readonly HeardSegmentRoute[], judge: EndpointJudge): EndpointVerdict {
  throw new Error(`not done: ${routes.length} ${judge.local.length}`);
}
