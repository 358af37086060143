import { log } from '../log.ts';
import type { SourceProblem } from '../peers/network-source.ts';

/** Says in the log what a source does not follow, when that begins, becomes something else, and ends. */
export class ProblemLog {
  readonly #whose: string;
  #told = new Map<string, string>();

  /** @param whose whose problems they are, as a line begins. */
  constructor(whose = 'The source') {
    this.#whose = whose;
  }

  tell(problems: readonly SourceProblem[]): void {
    const now = new Map(problems.map(({ what, reason }) => [what, reason]));
    for (const [what, reason] of now) {
      if (this.#told.get(what) !== reason) log('warn', `${this.#whose} has a problem`, { what, reason });
    }
    for (const what of this.#told.keys()) {
      if (!now.has(what)) log('info', `${this.#whose} has a problem no more`, { what });
    }
    this.#told = now;
  }
}
