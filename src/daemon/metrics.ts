import { Registry } from 'prom-client';
import { openCounters } from './metric-counters.ts';
import { openGauges } from './metric-gauges.ts';
import type { DaemonState, RoundState } from './state.ts';

/** What Prometheus is told. */
export interface DaemonMetrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Counts a round. */
  count(round: RoundState): void;
}

/** The metrics of a daemon; what is not counted is asked for when somebody reads them. */
export function openMetrics(daemon: () => DaemonState): DaemonMetrics {
  const all = new Registry();
  const count = openCounters(all);
  openGauges(all, daemon);
  return { contentType: all.contentType, text: () => all.metrics(), count };
}
