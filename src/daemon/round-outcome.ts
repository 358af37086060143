import { errorText, SilkError } from '../errors.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import type { RoundResult, RoundState } from './round-state.ts';

/** What came of a round. */
export type Outcome = Pick<RoundState, 'result' | 'report' | 'error'>;

/** How a round with that report ended. */
export function resultOf({ made, changed, removed, failed }: ConvergeReport): RoundResult {
  if (failed.length > 0) return 'partial';
  return made.length + changed.length + removed.length > 0 ? 'repaired' : 'content';
}

/** What came of all parts together: of no error of one of them, where another went well. */
export function sumOf(parts: readonly Outcome[]): Outcome {
  const reports = parts.flatMap(({ report }) => report ?? []);
  if (reports.length === 0) return parts[0] ?? { result: 'content', report: undefined, error: undefined };
  const report = {
    made: reports.flatMap(({ made }) => made),
    changed: reports.flatMap(({ changed }) => changed),
    removed: reports.flatMap(({ removed }) => removed),
    failed: reports.flatMap(({ failed }) => failed),
  };
  const isWhole = parts.every(({ error }) => error === undefined);
  return { result: isWhole ? resultOf(report) : 'partial', report, error: undefined };
}

/** The error itself, or one that says that nobody expected it. */
export function toSilkError(cause: unknown): SilkError {
  return cause instanceof SilkError ? cause : new SilkError('UNEXPECTED', errorText(cause), { cause });
}
