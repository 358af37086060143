import type { Peer } from '../addr/peer.ts';
import type { SilkdConfig } from '../config/silkd.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Sight } from '../overlay/converge.ts';
import type { NetworkSource, SourceProblem } from '../peers/network-source.ts';
import type { DaemonLog } from './daemon-log.ts';
import type { RoundState } from './round-state.ts';
import type { SegmentsState } from './segment-state.ts';
import type { Told } from './subnet-file.ts';

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
  readonly segments: SegmentsState;
}
