import type { CliContext } from './context.ts';
import { describeFailure, formatFailure } from './failure.ts';
import { type Paint, paintFor } from './paint.ts';

/** What a command has to say. */
export interface Report {
  readonly json: unknown;
  /** For people; lines without their ends. */
  lines(paint: Paint): readonly string[];
  /** For people, on stderr: what has no place among the lines, because a program reads those. */
  asides?(paint: Paint): readonly string[];
  /** The command ran, and found that something is not as it should be. */
  readonly isBad?: boolean;
}

/** Thrown after a command has said all that there is to say. */
export class CommandFailed extends Error {
  constructor() {
    super('the command has failed and said so');
    this.name = 'CommandFailed';
  }
}

/**
 * Runs a command's work and prints what comes of it, as JSON or for people: the report on stdout, a failure on
 * stderr (with `--json` on stdout).
 * @throws CommandFailed when the exit code is to be 1.
 */
export function report(context: CliContext, options: ReportOptions, work: () => Report): void {
  let outcome: Report;
  try {
    outcome = work();
  } catch (error) {
    throw sayFailure(context, options, error);
  }
  sayReport(context, options, outcome);
}

/** As report(), for work that has to wait. */
export async function reportLater(
  context: CliContext,
  options: ReportOptions,
  work: () => Promise<Report>,
): Promise<void> {
  let outcome: Report;
  try {
    outcome = await work();
  } catch (error) {
    throw sayFailure(context, options, error);
  }
  sayReport(context, options, outcome);
}

interface ReportOptions {
  readonly json?: true | undefined;
}

function sayReport({ stdout, stderr }: CliContext, { json }: ReportOptions, outcome: Report): void {
  stdout.write(json ? formatJson(outcome.json) : joinLines(outcome.lines(paintFor(stdout))));
  if (!json) stderr.write(joinLines(outcome.asides?.(paintFor(stderr)) ?? []));
  if (outcome.isBad) throw new CommandFailed();
}

function sayFailure({ stdout, stderr }: CliContext, { json }: ReportOptions, error: unknown): CommandFailed {
  const failure = describeFailure(error);
  if (json) stdout.write(formatJson(failure));
  else stderr.write(formatFailure(failure, stderr));
  return new CommandFailed();
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
