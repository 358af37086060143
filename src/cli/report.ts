import type { CliContext } from './context.ts';
import { describeFailure, formatFailure } from './failure.ts';
import { type Paint, paintFor } from './paint.ts';

/** What a command has to say. */
export interface Report {
  readonly json: unknown;
  /** For people; lines without their ends. */
  lines(paint: Paint): readonly string[];
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
export function report(context: CliContext, options: { readonly json?: true | undefined }, work: () => Report): void {
  const outcome = attempt(context, options.json === true, work);
  const { stdout } = context;
  stdout.write(options.json ? formatJson(outcome.json) : joinLines(outcome.lines(paintFor(stdout))));
  if (outcome.isBad) throw new CommandFailed();
}

function attempt(context: CliContext, asJson: boolean, work: () => Report): Report {
  try {
    return work();
  } catch (error) {
    const failure = describeFailure(error);
    if (asJson) context.stdout.write(formatJson(failure));
    else context.stderr.write(formatFailure(failure, context.stderr));
    throw new CommandFailed();
  }
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
