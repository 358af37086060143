import { Counter, Histogram, type Registry } from 'prom-client';
import { type RoundState, roundResults } from './round-state.ts';

/** Makes what only grows and is counted nowhere else. */
export function openProcessCounters(all: Registry): void {
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of this process.',
    registers: [all],
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}

/**
 * Makes what only grows; the function that is returned counts a round.
 * @param of what the rounds are of, as their metrics are called: `silkd` or `silkd_segment`.
 */
export function openCounters(all: Registry, of: string): (round: RoundState) => void {
  const registers = [all];
  const repairs = new Counter({
    name: `${of}_repairs_total`,
    help: 'Objects that were made, changed or removed in the kernel.',
    labelNames: ['object', 'action'],
    registers,
  });
  const converges = new Counter({
    name: `${of}_converges_total`,
    help: 'Rounds, by how they ended.',
    labelNames: ['result'],
    registers,
  });
  for (const result of roundResults) converges.inc({ result }, 0);
  const seconds = new Histogram({
    name: `${of}_converge_duration_seconds`,
    help: 'How long a round took.',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  return ({ result, tookMs, report }) => {
    converges.inc({ result });
    seconds.observe(tookMs / 1000);
    const steps = report === undefined ? [] : [...report.made, ...report.changed, ...report.removed];
    for (const { object, action } of steps) repairs.inc({ object, action });
  };
}
