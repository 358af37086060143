import { Registry } from 'prom-client';
import { openCounters, openProcessCounters } from './metric-counters.ts';
import { openGauges } from './metric-gauges.ts';
import type { RoundState } from './round-state.ts';
import { openSegmentGauges } from './segment-gauges.ts';
import type { DaemonState } from './state.ts';

/** What Prometheus is told. */
export interface DaemonMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Counts a round. */
  count(round: RoundState): void;
  /** The same, of the segments. */
  countSegments(round: RoundState): void;
}

/** The metrics of a daemon; what is not counted is asked for when somebody reads them. */
export function openMetrics(daemon: () => DaemonState): DaemonMetrics {
  const all = new Registry();
  openProcessCounters(all);
  const count = openCounters(all, 'silkd');
  const countSegments = openCounters(all, 'silkd_segment');
  openGauges(all, daemon);
  openSegmentGauges(all, () => daemon().segments);
  return { contentType: all.contentType, text: () => all.metrics(), count, countSegments };
}
