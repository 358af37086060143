import type { LocalEndpoint } from '../segment-source.ts';
import type { WirePath } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';
import type { MacClaims } from './mac-mobility.ts';
import type { OwnSegment } from './own-segment.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';

/** What is known when it is planned what to announce. */
export interface SegmentSituation {
  readonly segments: readonly OwnSegment[];
  /** All that is attached here. */
  readonly local: readonly LocalEndpoint[];
  /** What the plan before said; undefined: there was none. */
  readonly announced: Announced | undefined;
  /** Of other hosts, as judgeEndpoints() found them. */
  readonly winners: MacClaims;
  /** What gobgpd has of this host, as sortSegmentPaths() found it. */
  readonly ours: readonly PathOf<SegmentRoute>[];
  /** Whether a neighbour has sent all that it has. */
  readonly isComplete: boolean;
}

/** What to tell gobgpd, and what to remember for the next plan. */
export interface SegmentPlan {
  /** In this order: endpoints before the segments that they are in. */
  readonly add: readonly WirePath[];
  /** gobgpd was told these before and has made others of them, by a policy: to be told seldom. */
  readonly again: readonly WirePath[];
  /** After all that is added. */
  readonly withdraw: readonly WirePath[];
  /** To be kept once gobgpd has been told. */
  readonly announced: Announced;
  /** Attached here, and not announced as another host has announced its MAC since. */
  readonly beaten: readonly LocalEndpoint[];
  readonly problems: readonly Refusal[];
}

/** What has been announced. */
export interface Announced {
  /** By macInSegment(). */
  readonly macs: ReadonlyMap<string, AnnouncedMac>;
  /** What gobgpd was told, by key. */
  readonly told: ReadonlyMap<string, string>;
}

/** A MAC that is attached here, or was when gobgpd was last asked. */
export interface AnnouncedMac {
  readonly attachments: readonly string[];
  readonly sequence: number;
  /** Another host's claim is stronger: it is not announced. */
  readonly isBeaten: boolean;
  /** What others had announced was known: their claims since then are newer. */
  readonly isSettled: boolean;
}

/** What has to be told so that all that is attached here, and nothing else of this host's, is announced. */
export function planSegmentRoutes(situation: SegmentSituation): SegmentPlan {
  throw new Error(`not done: ${situation.local.length}`);
}
