import { type ErrorCode, SilkError } from '../../src/errors.ts';

/** An error whose message tells the first of several lines and how many more there are; `details` has all of them. */
export function listedError(code: ErrorCode, cannot: string, lines: readonly string[]): SilkError {
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new SilkError(code, `${cannot}: ${lines[0]}${more}`, { details: lines.join('\n') });
}

/** `what: reason`. */
export function describeFailure({ what, reason }: { readonly what: string; readonly reason: string }): string {
  return `${what}: ${reason}`;
}
