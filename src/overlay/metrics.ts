import type { Held } from './held.ts';

/**
 * How many routes may share a metric. The kernel looks the next hop of a new route up among all of the same protocol, source,
 * metric and device, one after the other: with one metric for all, each further route costs more than the one before.
 */
const routesPerMetric = 256;

/**
 * Hands out metrics for new routes: the lowest that has room, so that the routes of a small network have none to show.
 * The routes that are there count; those that are to go leave their room to a later plan.
 */
export class Metrics {
  readonly #held: Held;
  /** Made when the first metric is asked for: most plans need none. */
  #counts: Map<number, number> | undefined;
  #lowest = 0;

  constructor(held: Held) {
    this.#held = held;
  }

  /** The metric of one further route. */
  take(): number {
    this.#counts ??= countMetrics(this.#held);
    let count = this.#counts.get(this.#lowest) ?? 0;
    while (count >= routesPerMetric) {
      this.#lowest++;
      count = this.#counts.get(this.#lowest) ?? 0;
    }
    this.#counts.set(this.#lowest, count + 1);
    return this.#lowest;
  }
}

function countMetrics({ routes }: Held): Map<number, number> {
  const counts = new Map<number, number>();
  for (const some of routes.values()) {
    for (const { metric = 0 } of some) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  }
  return counts;
}
