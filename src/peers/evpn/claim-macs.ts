import type { Mac } from '../../addr/mac.ts';
import type { LocalEndpoint } from '../segment-source.ts';
import { compareClaims, lastSequence, type MacClaim, macInSegment } from './mac-mobility.ts';
import { type OwnSegment, ownClaim } from './own-segment.ts';

/** What was said of a MAC that is here. */
export interface AnnouncedMac {
  readonly attachments: readonly string[];
  readonly sequence: number;
  /** Another host's claim is stronger: it is not announced. */
  readonly isBeaten: boolean;
  /** What others announce was known when it was first announced: what they announce since then is newer. */
  readonly isSettled: boolean;
}

/** A MAC of this host with all of its addresses. */
export interface LocalMac {
  readonly segment: OwnSegment;
  readonly mac: Mac;
  readonly endpoints: readonly LocalEndpoint[];
  readonly attachments: readonly string[];
  /** Heard on ports to LANs, and attached nowhere. */
  readonly isLearned: boolean;
}

/** What is known of a MAC beside that it is here. */
export interface MacNews {
  /** What was said of it before; undefined: it is new. */
  readonly said: AnnouncedMac | undefined;
  /** The strongest claim of another host. */
  readonly winner: MacClaim | undefined;
  /** Whether gobgpd has it from this host. */
  readonly isThere: boolean;
  /** Whether a neighbour has sent all that it has. */
  readonly isComplete: boolean;
}

/** What is attached to the segments, by MAC. */
export function groupByMac(local: readonly LocalEndpoint[], segments: readonly OwnSegment[]): Map<string, LocalMac> {
  const byVni = new Map(segments.map((segment) => [segment.vni, segment]));
  const groups = Map.groupBy(local, ({ vni, mac }) => macInSegment(vni, mac));
  const macs = new Map<string, LocalMac>();
  for (const [key, [first, ...others]] of groups) {
    const segment = first && byVni.get(first.vni);
    if (first === undefined || segment === undefined) continue;
    const all = [first, ...others];
    const attached = all.filter(({ isLearned }) => !isLearned);
    // Where it is attached it does not matter where else it was heard.
    const endpoints = attached.length > 0 ? attached : all;
    const attachments = [...new Set(endpoints.map(({ attachment }) => attachment))];
    macs.set(key, { segment, mac: first.mac, endpoints, attachments, isLearned: attached.length === 0 });
  }
  return macs;
}

/**
 * Whether a MAC of this host is announced, and with which sequence number. One that is attached anew has moved here, so it is announced
 * with the number after that of whoever else announces it (RFC 7432, section 7.7). Who announces it after that, has it: here it is
 * beaten, until nobody else has it attached. What is only heard is announced while nobody else announces it: of two that do so at the
 * same time one goes on, who has lost it on the way does not.
 */
export function claimMac(local: LocalMac, { said, winner, isThere, isComplete }: MacNews): AnnouncedMac {
  const { attachments, segment, isLearned } = local;
  const isNew = said === undefined || attachments.some((attachment) => !said.attachments.includes(attachment));
  const startsAnew = said === undefined || (isLearned && (isNew || said.isBeaten));
  const sequence = startsAnew ? 0 : said.sequence;
  if (winner === undefined) {
    const isSettled = isComplete || (!isNew && said.isSettled);
    return { attachments, sequence, isBeaten: false, isSettled };
  }
  if (!isLearned && (isNew || !said.isSettled) && canBeat(winner)) {
    return { attachments, sequence: Math.max(sequence, winner.sequence + 1), isBeaten: false, isSettled: true };
  }
  const isOurs = compareClaims(ownClaim(segment, { sequence, isLearned }), winner) < 0;
  const mayHaveIt = !isNew && (isLearned ? isThere && !said.isBeaten : !said.isBeaten || winner.isLearned);
  return { attachments, sequence, isBeaten: !(mayHaveIt && isOurs), isSettled: true };
}

function canBeat({ isSticky, sequence }: MacClaim): boolean {
  return !isSticky && sequence < lastSequence;
}
