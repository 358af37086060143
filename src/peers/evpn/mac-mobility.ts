import type { Ip } from '../../addr/ip.ts';
import { type Mac, macKey, macOfKey } from '../../addr/mac.ts';
import type { Mobility } from './route-attributes.ts';

/** The largest sequence number: there is none after it. */
export const lastSequence = 0xffff_ffff;

/** That a host has a MAC. */
export interface MacClaim {
  /** 0: it has not moved. */
  readonly sequence: number;
  /** It never moves. */
  readonly isSticky: boolean;
  /** It was only heard there, on a port to a LAN. */
  readonly isLearned: boolean;
  readonly stale: boolean;
  readonly nextHop: Ip;
}

/** The strongest claim of other hosts to each MAC, by macInSegment(). */
export type MacClaims = ReadonlyMap<string, MacClaim>;

/** What stands for a MAC of a segment in maps. */
export function macInSegment(vni: number, mac: Mac): string {
  return `${vni} ${macKey(mac)}`;
}

/** What macInSegment() was made from. */
export function parseMacInSegment(key: string): { readonly vni: number; readonly mac: Mac } {
  const [vni, number] = key.split(' ').map(Number);
  if (vni === undefined || number === undefined) throw new RangeError(`${key} stands for no MAC`);
  return { vni, mac: macOfKey(number) };
}

/**
 * Below zero where `a` is the stronger one: it is sticky, has moved more often, is attached, is fresh, or has the lower next hop
 * (RFC 7432, sections 7.7 and 15). All hosts choose alike.
 */
export function compareClaims(a: MacClaim, b: MacClaim): number {
  return (
    Number(b.isSticky) - Number(a.isSticky) ||
    b.sequence - a.sequence ||
    Number(a.isLearned) - Number(b.isLearned) ||
    Number(a.stale) - Number(b.stale) ||
    Number(a.nextHop.value - b.nextHop.value)
  );
}

/**
 * What routes say of a MAC's moves. For one that is only heard that is a sequence number of 0, for one that is attached nothing, which
 * means the same to others: so that of two hosts of ours the one where it is attached has it, whoever was first.
 */
export function encodeMoves({ sequence, isLearned }: Pick<MacClaim, 'sequence' | 'isLearned'>): Mobility | undefined {
  return sequence === 0 && !isLearned ? undefined : { isSticky: false, sequence };
}

/** @see encodeMoves */
export function decodeMoves(mobility: Mobility | undefined): Pick<MacClaim, 'sequence' | 'isSticky' | 'isLearned'> {
  const { sequence = 0, isSticky = false } = mobility ?? {};
  return { sequence, isSticky, isLearned: mobility !== undefined && sequence === 0 && !isSticky };
}
