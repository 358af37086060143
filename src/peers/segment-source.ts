import type { SegmentEntry } from '../addr/endpoint.ts';
import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import type { SourceProblem } from './network-source.ts';

/** What is attached to a segment on this host. */
export interface LocalEndpoint {
  /** The segment's. */
  readonly vni: number;
  readonly mac: Mac;
  /** Absent: not known; then only the MAC is announced. One MAC may have several, each an endpoint of its own. */
  readonly ip?: Ip | undefined;
  /** Which attachment it is: another text when the MAC is attached anew. */
  readonly attachment: string;
  /** Heard on a port to a LAN, and attached by nobody: it is not announced while another host announces the MAC. */
  readonly isLearned: boolean;
}

/** All that a source of segments knows at one moment. */
export interface SegmentsView {
  /** What other hosts have of the segments. Undefined: not known yet; then nothing is removed. */
  readonly entries: readonly SegmentEntry[] | undefined;
  /** What is attached here and not announced, as another host has announced its MAC since. */
  readonly beaten: readonly LocalEndpoint[];
  /** When the source was last heard, in milliseconds since the epoch; undefined: never. */
  readonly heardAtMs: number | undefined;
  readonly problems: readonly SourceProblem[];
}

/** Who tells other hosts what is attached here, and is told what is attached there. */
export interface SegmentSource {
  /** For messages: `gobgpd at unix:///run/gobgpd.sock`. */
  readonly name: string;
  /** What is known now; it costs nothing to ask. */
  view(): SegmentsView;
  /** What is to be announced from now on: all of it, and nothing else. Returns at once. */
  announce(local: readonly LocalEndpoint[]): void;
  /**
   * Works until the signal, and then leaves all as it is: what was announced stays. Never rejects: what goes wrong is in the view.
   * @param changed is called whenever the view may have changed; it returns at once.
   */
  run(changed: () => void, signal: AbortSignal): Promise<void>;
  /** Asks anew, now. Never rejects. */
  refresh(): Promise<void>;
}
