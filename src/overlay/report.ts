import type { Failure } from './remote-host.ts';
import type { Step } from './step.ts';

/** What a converge did, and what it could not do. With nothing in any list, the kernel was as wanted. */
export interface ConvergeReport {
  readonly made: readonly Step[];
  readonly changed: readonly Step[];
  readonly removed: readonly Step[];
  readonly failed: readonly Failure[];
}

/** Sorts the steps that were taken. */
export function reportOf(taken: readonly Step[], failed: readonly Failure[]): ConvergeReport {
  const which = (action: Step['action']) => taken.filter((step) => step.action === action);
  return { made: which('make'), changed: which('change'), removed: which('remove'), failed };
}
