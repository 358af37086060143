import { errorText } from './errors.ts';

interface UndoStep {
  readonly what: string;
  readonly undo: () => void;
}

/**
 * The steps that take back what has been done so far.
 * Push a step right after its effect; `commit()` forgets them all; `rollBack()` runs them, the last one first.
 */
export class UndoList {
  #steps: UndoStep[] = [];

  push(what: string, undo: () => void): void {
    this.#steps.push({ what, undo });
  }

  commit(): void {
    this.#steps = [];
  }

  /** Runs every step although others fail, and returns what could not be undone, one line each. */
  rollBack(): string[] {
    const failures: string[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        step.undo();
      } catch (error) {
        failures.push(`cannot undo ${step.what}: ${errorText(error)}`);
      }
    }
    return failures;
  }
}
