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
  readonly #counts = new Map<number, number>();
  #lowest = 0;

  constructor(held: Held) {
    for (const routes of held.routes.values()) for (const { metric = 0 } of routes) this.#count(metric);
  }

  /** The metric of one further route. */
  take(): number {
    while ((this.#counts.get(this.#lowest) ?? 0) >= routesPerMetric) this.#lowest++;
    this.#count(this.#lowest);
    return this.#lowest;
  }

  #count(metric: number): void {
    this.#counts.set(metric, (this.#counts.get(metric) ?? 0) + 1);
  }
}
