import type { SilkError } from '../errors.ts';
import { type LogFields, log } from '../log.ts';
import type { Failure } from '../overlay/remote-host.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import { describeStep, type Step } from '../overlay/step.ts';
import type { RoundState } from './round-state.ts';

/** Of steps and failures, so many are named; the rest is counted. */
const named = 10;

/** Says what a round did, where it did or could not do anything. */
export function logRound({ report, error, causes, tookMs }: RoundState): void {
  const fields = { causes, ms: Math.round(tookMs) };
  if (error !== undefined) logFailure(error, fields);
  if (report !== undefined) logReport(report, fields);
}

/** Says why nothing could be done. */
export function logFailure(error: SilkError, fields: LogFields): void {
  log('error', error.message, { ...fields, code: error.code, ...(error.details && { details: error.details }) });
}

/** Says what was done, and what could not be. */
export function logReport(report: ConvergeReport, fields: LogFields): void {
  const { made, changed, removed, failed } = report;
  const steps = [made, changed, removed].flat();
  if (steps.length > 0) {
    const counts = { made: made.length, changed: changed.length, removed: removed.length };
    log('info', 'Converged', { ...fields, ...counts, steps: some(stepTexts(report)) });
  }
  if (failed.length > 0) log('warn', 'Cannot have all that is wanted', { ...fields, ...failures(failed) });
}

function stepTexts({ made, changed, removed }: ConvergeReport): string[] {
  const text = (verb: string) => (step: Step) => `${verb} ${describeStep(step)}`;
  return [...made.map(text('made')), ...changed.map(text('changed')), ...removed.map(text('removed'))];
}

function failures(failed: readonly Failure[]): LogFields {
  return { failed: failed.length, what: some(failed.map(({ what, reason }) => `${what}: ${reason}`)) };
}

function some(texts: readonly string[]): readonly string[] {
  return texts.length <= named ? texts : [...texts.slice(0, named), `and ${texts.length - named} more`];
}
