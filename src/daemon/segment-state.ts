import type { SegmentConfig } from '../config/silkd-segments.ts';
import type { SilkError } from '../errors.ts';
import type { SegmentPlan } from '../overlay/converge-segment.ts';
import type { HeldSegment } from '../overlay/held-segment.ts';
import type { SourceProblem } from '../peers/network-source.ts';
import type { LocalEndpoint, SegmentSource } from '../peers/segment-source.ts';
import type { RoundState } from './round-state.ts';

/** What was seen of a segment at the end of a round. */
export interface SegmentSeen {
  readonly bridgeIndex: number;
  readonly linkIndex: number;
  /** The bridge's, by index. */
  readonly ports: ReadonlySet<number>;
  readonly held: HeldSegment;
  /** What is still to be done, and what cannot be had. */
  readonly plan: SegmentPlan;
}

/** A segment that is kept. */
export interface SegmentState {
  readonly config: SegmentConfig;
  /** Undefined: it could not be looked at. */
  readonly seen: SegmentSeen | undefined;
  /** What is attached here; undefined: not known. */
  readonly local: readonly LocalEndpoint[] | undefined;
  /** Why it is not as wanted. */
  readonly error: SilkError | undefined;
}

/** All that is known of the segments that are kept. */
export interface SegmentsState {
  readonly segments: readonly SegmentState[];
  /** Undefined: nobody is told what is attached here, or it is not known yet by which address. */
  readonly source: SegmentSource | undefined;
  readonly lastRound: RoundState | undefined;
  readonly problems: readonly SourceProblem[];
  /** Why a segment is not there as it is wanted, a sentence each, by the kernel as it is now. */
  reasonsAgainst(): string[];
}
