import type { Peer } from '../addr/peer.ts';
import type { SilkdConfig } from '../config/silkd.ts';
import type { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Sight } from '../overlay/converge.ts';
import type { ConvergeReport } from '../overlay/report.ts';
import type { NetworkSource, SourceProblem } from '../peers/network-source.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { Cause } from './rounds.ts';
import type { Told } from './subnet-file.ts';

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

/** What was there after the last converge, and the list of peers that it was made for. */
export interface Kept {
  readonly sight: Sight;
  readonly peers: readonly Peer[] | undefined;
}

/** All that the daemon knows; what reports of it changes none of it. */
export interface DaemonState {
  readonly version: string;
  /** Milliseconds since the epoch, to be shown. */
  readonly startedAtMs: number;
  /** By the clock that nobody sets. */
  readonly startedMs: number;
  readonly socket: NetlinkSocket;
  readonly log: DaemonLog;
  readonly config: SilkdConfig;
  /** Undefined: not yet, for the underlay is not known. */
  readonly source: NetworkSource | undefined;
  readonly kept: Kept | undefined;
  readonly lastRound: RoundState | undefined;
  /** Undefined: no container may be added. */
  readonly told: Told | undefined;
  /** The daemon's own, beside those of the source. */
  readonly problems: readonly SourceProblem[];
}
