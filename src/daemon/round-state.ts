import type { SilkError } from '../errors.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import type { Cause } from './rounds.ts';

/** How rounds end. */
export const roundResults: readonly RoundResult[] = ['content', 'repaired', 'partial', 'failed', 'waiting'];

/** How a round ended. */
export type RoundResult =
  /** All was as wanted. */
  | 'content'
  /** Something was made, changed or removed, and all is as wanted now. */
  | 'repaired'
  /** Of some peers or objects what is wanted cannot be had. */
  | 'partial'
  /** Nothing could be done. */
  | 'failed'
  /** Nothing is wanted yet: the source has not said where this host is. */
  | 'waiting';

/** One round, after it. */
export interface RoundState {
  /** Milliseconds since the epoch, to be shown. */
  readonly endedAtMs: number;
  /** By the clock that nobody sets (performance.now()). */
  readonly endedMs: number;
  readonly tookMs: number;
  readonly causes: readonly Cause[];
  readonly result: RoundResult;
  readonly report: ConvergeReport | undefined;
  /** Why it failed. */
  readonly error: SilkError | undefined;
}
