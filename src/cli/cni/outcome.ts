import type { Paint } from '../paint.ts';
import type { Report } from '../report.ts';
import type { ChainOutcome } from '../runtime/chain.ts';
import { section, stepRows } from './summary.ts';

/**
 * The report of a command that gives no CNI result.
 * @param headline what was done, such as `Removed eth0 in /run/netns/a, network blue (CNI 1.0.0)`.
 * @param facts further keys for `--json`.
 */
export function outcomeReport(
  headline: string,
  outcome: ChainOutcome,
  facts: Readonly<Record<string, unknown>>,
): Report {
  const { skipped, notAsked = [] } = outcome;
  const tooOld = skipped === undefined && notAsked.length > 0;
  return {
    json: {
      ok: true,
      ...facts,
      plugins: outcome.steps.map(({ plugin, durationMs }) => ({
        plugin,
        durationMs: Math.round(durationMs * 10) / 10,
      })),
      ...(skipped === undefined ? {} : { skipped }),
      ...(tooOld ? { notAsked } : {}),
    },
    lines: (paint) => [
      `${paint.good(skipped === undefined ? 'OK' : 'Skipped')} ${headline}`,
      ...(skipped === undefined ? [] : [`No plugin was asked: ${skipped}.`]),
      ...(tooOld ? [`Older than CNI 1.1.0, and not asked: ${notAsked.join(', ')}.`] : []),
      ...section('plugins', stepRows(outcome.steps), paint),
    ],
  };
}

/** The lines of a report, with more of them at its end. */
export function withLines(report: Report, more: (paint: Paint) => readonly string[]): Report {
  return { ...report, lines: (paint) => [...report.lines(paint), ...more(paint)] };
}
