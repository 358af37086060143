import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { type ChainName, ensureSourceNatChain } from '../linux/nftables/chain.ts';
import {
  accept,
  addressInSet,
  count,
  deviceBegins,
  deviceIs,
  type Expression,
  masquerade,
} from '../linux/nftables/expression.ts';
import { comment, isWanted } from '../linux/nftables/iptables-match.ts';
import { appendIptablesRule, appendRule } from '../linux/nftables/rule.ts';
import { ensureAddressSet, NFT_SET_INTERVAL, type SetName } from '../linux/nftables/set.ts';
import { ensureTable } from '../linux/nftables/table.ts';

/*
 * What nftables has of us, as data. A table of our own:
 *
 *   table ip silk {
 *     set containers { type ipv4_addr; }
 *     set inside { type ipv4_addr; flags interval; }
 *     chain postrouting {
 *       type nat hook postrouting priority srcnat;
 *       ip saddr @containers ip daddr != @inside oifname != "s-*" oifname != "silk-*" masquerade fully-random comment "silk"
 *     }
 *   }
 *
 * And where iptables drops by policy what is forwarded, three rules at the end of its chain: what another chain accepts
 * is dropped all the same, so that no table of ours could do it. At the end, because every rule of the host's own comes first.
 */
const table = 'silk';

/** The chain whose rule masquerades. */
export const masqueradeChain: ChainName = { table, chain: 'postrouting' };

/** The addresses that are masqueraded. */
export const containers: SetName = { table, set: 'containers' };

/** Where masqueraded addresses show themselves as they are. */
export const inside: SetName = { table, set: 'inside' };

const containersId = 1;
const insideId = 2;

/** What names of container links' host ends, and of VTEPs, begin with: what leaves by these keeps its source. */
const hostLinkStart = 's-';
const vtepStart = 'silk-';

/** The comment of our rule, by which it is known. */
export const masqueradeMark = 'silk';

/** The requests for our table without any element; what of it is there stays, but for the rule, which is added. */
export function tableRequests(): NetlinkRequest[] {
  return [
    ensureTable({ table }),
    ensureSourceNatChain(masqueradeChain),
    ensureAddressSet({ ...containers, flags: 0, id: containersId }),
    ensureAddressSet({ ...inside, flags: NFT_SET_INTERVAL, id: insideId }),
    appendRule({
      ...masqueradeChain,
      comment: masqueradeMark,
      expressions: [
        addressInSet('source', { set: containers.set, id: containersId }),
        addressInSet('destination', { set: inside.set, id: insideId, isIn: false }),
        deviceBegins('out', hostLinkStart, false),
        deviceBegins('out', vtepStart, false),
        masquerade,
      ],
    }),
  ];
}

/** Where iptables decides what is forwarded. */
export const forwardChain: ChainName = { table: 'filter', chain: 'FORWARD' };

interface ForwardRule {
  /** By which it is known. */
  readonly comment: string;
  readonly tests: readonly Expression[];
}

/** What containers send; what was asked for or is led to them by a published port; what comes out of the overlay. */
export const forwardRules: readonly ForwardRule[] = [
  { comment: 'silk: from containers', tests: deviceBegins('in', hostLinkStart) },
  { comment: 'silk: to containers', tests: [...deviceBegins('out', hostLinkStart), isWanted()] },
  {
    comment: 'silk: overlay to containers',
    tests: [...deviceBegins('in', vtepStart), ...deviceBegins('out', hostLinkStart)],
  },
];

/** As forwardRules, with one of its own for a VTEP that is called otherwise than ours; undefined: it is not. */
export function forwardRulesWith(vtepName: string | undefined): readonly ForwardRule[] {
  if (vtepName === undefined || vtepName.startsWith(vtepStart)) return forwardRules;
  const tests = [...deviceIs('in', vtepName), ...deviceBegins('out', hostLinkStart)];
  return [...forwardRules, { comment: `silk: ${vtepName} to containers`, tests }];
}

/** Whether a comment is that of a rule of ours, whatever the VTEP is called. */
export function isForwardComment(comment: string | undefined): boolean {
  return /^silk: (from|(.+ )?to) containers$/.test(comment ?? '');
}

/** The request that adds a rule of ours to the chain of iptables. */
export function appendForwardRule(rule: ForwardRule): NetlinkRequest {
  return appendIptablesRule({
    ...forwardChain,
    comment: rule.comment,
    expressions: [...rule.tests, comment(rule.comment), count, accept],
  });
}
