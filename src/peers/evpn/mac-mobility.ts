import type { Ip } from '../../addr/ip.ts';
import { type Mac, macKey } from '../../addr/mac.ts';

/** The largest sequence number: there is none after it. */
export const lastSequence = 0xffff_ffff;

/** That a host has a MAC. */
export interface MacClaim {
  /** 0: it has not moved. */
  readonly sequence: number;
  /** It never moves. */
  readonly isSticky: boolean;
  readonly stale: boolean;
  readonly nextHop: Ip;
}

/** The strongest claim of other hosts to each MAC, by macInSegment(). */
export type MacClaims = ReadonlyMap<string, MacClaim>;

/** What stands for a MAC of a segment in maps. */
export function macInSegment(vni: number, mac: Mac): string {
  return `${vni} ${macKey(mac)}`;
}

/**
 * Below zero where `a` is the stronger one: it is sticky, has moved more often, is fresh, or has the lower next hop (RFC 7432, sections 7.7 and 15).
 * All hosts choose alike.
 */
export function compareClaims(a: MacClaim, b: MacClaim): number {
  return (
    Number(b.isSticky) - Number(a.isSticky) ||
    b.sequence - a.sequence ||
    Number(a.stale) - Number(b.stale) ||
    Number(a.nextHop.value - b.nextHop.value)
  );
}
