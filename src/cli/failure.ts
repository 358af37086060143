import { catalogue, type ErrorCode, errorText, SilkError } from '../errors.ts';
import type { Sink } from './context.ts';
import { nextStep } from './next-step.ts';
import { type Paint, paintFor } from './paint.ts';
import { PluginFailure } from './runtime/plugin-failure.ts';

/** A failure as `--json` prints it. */
export interface FailureReport {
  readonly ok: false;
  /** The CNI number. */
  readonly code: number;
  /** The catalogue's word for it. */
  readonly name: ErrorCode;
  readonly msg: string;
  readonly details?: string;
  /** The plugin that failed, where one did. */
  readonly plugin?: string;
  /** What to do about it. */
  readonly next: string;
}

/** What was thrown, in the words and numbers of the catalogue. */
export function describeFailure(error: unknown): FailureReport {
  const name = error instanceof SilkError ? error.code : 'UNEXPECTED';
  const { details, next } = error instanceof SilkError ? error : {};
  const failed = error instanceof PluginFailure ? error : undefined;
  return {
    ok: false,
    code: failed?.cniCode ?? catalogue[name].cni,
    name,
    msg: name === 'UNEXPECTED' ? `Cannot go on: unexpected fault: ${errorText(error)}` : errorText(error),
    ...(details === undefined ? {} : { details }),
    ...(failed === undefined ? {} : { plugin: failed.place.plugin }),
    next: next ?? nextStep(name, failed?.place),
  };
}

/**
 * One line with the code and what to do next, then the details, a line each.
 * `silk: Cannot reserve ...: ... (100 EXHAUSTED); release an address ...`
 */
export function formatFailure(report: FailureReport, sink: Pick<Sink, 'colour'>): string {
  const paint: Paint = paintFor(sink);
  const line = `${paint.bad('silk:')} ${report.msg} (${report.code} ${report.name}). ${report.next}`;
  const details = (report.details ?? '').split('\n').filter((detail) => detail !== '');
  return [line, ...details.map((detail) => `  ${detail}`)].map((text) => `${text}\n`).join('');
}
