import type { SourceProblem } from '../peers/network-source.ts';
import type { RoundState } from './round-state.ts';

/** So many repairs in a window are nobody's hand: two programs undo what the other does. */
const mostRepairs = 30;
const windowMs = 60_000;

/** Notices when what was repaired does not stay so. */
export class Unrest {
  readonly #what: string;
  /** When rounds ended that the kernel asked for and that had something to repair, by the clock that nobody sets; the oldest first. */
  #repairs: number[] = [];
  #sinceMs: number | undefined;

  /** @param what the device that is repaired. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Counts a round. */
  count({ result, causes, endedMs, endedAtMs }: Pick<RoundState, 'result' | 'causes' | 'endedMs' | 'endedAtMs'>): void {
    this.#repairs = this.#repairs.filter((ms) => endedMs - ms < windowMs);
    if (result === 'repaired' && causes.includes('kernel')) this.#repairs.push(endedMs);
    this.#sinceMs = this.#repairs.length < mostRepairs ? undefined : (this.#sinceMs ?? endedAtMs);
  }

  /** One, or none. */
  get problems(): readonly SourceProblem[] {
    if (this.#sinceMs === undefined) return [];
    const found = `found ${mostRepairs} or more repairs within a minute`;
    const wanted = 'wanted nobody else to change it, such as another silkd with another runDir';
    return [{ what: `what is on ${this.#what}`, reason: `${found}, ${wanted}`, sinceMs: this.#sinceMs }];
  }
}
