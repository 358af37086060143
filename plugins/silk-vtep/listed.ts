import { type ErrorCode, SilkError } from '../../src/errors.ts';
import { log } from '../../src/log.ts';
import type { Failure } from '../../src/overlay/remote-host.ts';
import { type Action, describeStep, type Step } from '../../src/overlay/step.ts';

/** An error whose message tells the first of several lines and how many more there are; `details` has all of them. */
export function listedError(code: ErrorCode, cannot: string, lines: readonly string[]): SilkError {
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new SilkError(code, `${cannot}: ${lines[0]}${more}`, { details: lines.join('\n') });
}

/** What a step that would be taken says of what is there: `missing: route ...`. */
export function describeDifference(step: Step): string {
  return `${stateBefore[step.action]}: ${describeStep(step)}`;
}

const stateBefore: Readonly<Record<Action, string>> = { make: 'missing', change: 'wrong', remove: 'unwanted' };

/** One line each up to that many; then their number. */
const maxWarnings = 10;

/** Logs what could not be had, which fails nobody's ADD. */
export function warnOf(failed: readonly Failure[], facts: Readonly<Record<string, string>>): void {
  for (const { what, reason } of failed.slice(0, maxWarnings)) log('warn', `Cannot have ${what}: ${reason}`, facts);
  if (failed.length > maxWarnings) log('warn', `Cannot have ${failed.length - maxWarnings} more`, facts);
}

/** `what: reason`. */
export function describeFailure({ what, reason }: { readonly what: string; readonly reason: string }): string {
  return `${what}: ${reason}`;
}
