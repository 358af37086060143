import { Gauge, type Registry } from 'prom-client';
import { type Numbered, openNumbered, sourceAgeSeconds } from './numbered-gauges.ts';
import type { SegmentState, SegmentsState } from './segment-state.ts';
import { beatenIn, countEndpoints } from './segment-status.ts';

type OneOf = { readonly all: SegmentsState; readonly segment: SegmentState };

const perSegment: readonly Numbered<OneOf>[] = [
  {
    name: 'silkd_segment_entries_wanted',
    help: 'Endpoints on other hosts that are to be led to.',
    value: ({ segment }) => segment.seen && countEndpoints(segment.seen)?.wanted,
  },
  {
    name: 'silkd_segment_entries',
    help: 'Endpoints on other hosts that are led to, as of the last look.',
    value: ({ segment }) => segment.seen && countEndpoints(segment.seen)?.held,
  },
  {
    name: 'silkd_segment_entries_refused',
    help: 'Endpoints on other hosts that cannot be had.',
    value: ({ segment }) => segment.seen && countEndpoints(segment.seen)?.refused,
  },
  {
    name: 'silkd_segment_local_endpoints',
    help: 'What is attached here.',
    value: ({ segment }) => segment.local?.length,
  },
  {
    name: 'silkd_segment_beaten_endpoints',
    help: 'What is attached here and not announced, as another host has announced its MAC since.',
    value: ({ all, segment }) => beatenIn(all, segment.config.vni).length,
  },
];

const ofAll: readonly Numbered<SegmentsState>[] = [
  {
    name: 'silkd_segment_last_round_timestamp_seconds',
    help: 'When the last round of the segments ended.',
    value: ({ lastRound }) => lastRound && lastRound.endedAtMs / 1000,
  },
  {
    name: 'silkd_segment_source_age_seconds',
    help: 'Since the source of the segments was heard.',
    value: sourceAgeSeconds,
  },
  {
    name: 'silkd_segment_problems',
    help: 'What is not as it should be with segments, and what is not followed.',
    value: ({ problems }) => problems.length,
  },
];

/** Makes what is asked of the segments when somebody reads the metrics. */
export function openSegmentGauges(all: Registry, segments: () => SegmentsState): void {
  openNumbered(all, ofAll, segments);
  for (const { name, help, value } of perSegment) {
    new Gauge({
      name,
      help,
      registers: [all],
      labelNames: ['segment'],
      collect() {
        const state = segments();
        this.reset();
        for (const segment of state.segments) {
          const now = value({ all: state, segment });
          if (now !== undefined) this.set({ segment: `${segment.config.vni}` }, now);
        }
      },
    });
  }
}
