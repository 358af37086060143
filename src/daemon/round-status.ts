import type { RoundState } from './round-state.ts';

/** The last round, for `/status`. */
export function describeRound(round: RoundState | undefined) {
  return (
    round && {
      endedAt: toTime(round.endedAtMs),
      ms: Math.round(round.tookMs),
      causes: round.causes,
      result: round.result,
      ...(round.error && { error: { code: round.error.code, msg: round.error.message } }),
      ...(round.report && { failed: round.report.failed }),
    }
  );
}

/** In ISO 8601. */
export function toTime(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
