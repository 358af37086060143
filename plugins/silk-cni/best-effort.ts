import { errorText, SilkError } from '../../src/errors.ts';

/** A command that does each of its steps although others fail, and reports all failures at the end. */
export class BestEffort {
  readonly #what: string;
  readonly #failures: unknown[] = [];

  /** `what` reads after "Cannot finish". */
  constructor(what: string) {
    this.#what = what;
  }

  /** The step's value, or undefined when it failed. */
  try<T>(step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      this.#failures.push(error);
      return undefined;
    }
  }

  /** @throws the failure itself where there is one only, else SilkError TRY_LATER listing them. */
  finish(): void {
    const [first, ...more] = this.#failures;
    if (first === undefined) return;
    if (more.length === 0) throw first;
    const texts = this.#failures.map(errorText);
    throw new SilkError('TRY_LATER', `Cannot finish ${this.#what}: ${texts[0]} (and ${more.length} more)`, {
      details: texts.join('\n'),
    });
  }
}
