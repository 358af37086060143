import { type Expression, iptablesMatch } from './expression.ts';

/* Extensions of iptables, as iptables-nft writes them: it refuses to show a chain with anything that it does not know. */

/** linux/netfilter/xt_comment.h: XT_MAX_COMMENT_LEN. */
const commentBytes = 256;

/** linux/netfilter/xt_conntrack.h: struct xt_conntrack_mtinfo3, a multiple of 8 bytes. */
const conntrackBytes = 168;
const conntrackOffsets = { matchFlags: 146, stateMask: 150 } as const;
const XT_CONNTRACK_STATE = 1;

/** XT_CONNTRACK_STATE_BIT of ESTABLISHED and RELATED, and XT_CONNTRACK_STATE_DNAT. */
const ESTABLISHED = 0x02;
const RELATED = 0x04;
const DNAT = 0x80;

/** `-m comment --comment TEXT`; ASCII. */
export function comment(text: string): Expression {
  const info = new Uint8Array(commentBytes);
  new TextEncoder().encodeInto(text, info.subarray(0, commentBytes - 1));
  return iptablesMatch('comment', 0, info);
}

/** `-m conntrack --ctstate RELATED,ESTABLISHED,DNAT`: what was asked for from here, or is led here by a published port. */
export function isWanted(): Expression {
  const info = new Uint8Array(conntrackBytes);
  info[conntrackOffsets.matchFlags] = XT_CONNTRACK_STATE;
  info[conntrackOffsets.stateMask] = ESTABLISHED | RELATED | DNAT;
  return iptablesMatch('conntrack', 3, info);
}
