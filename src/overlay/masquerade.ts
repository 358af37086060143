import { formatIp, type Ip, sameIp } from '../addr/ip.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { dropsByPolicy } from '../linux/nftables/chain.ts';
import {
  type AddressElement,
  addElements,
  hasElement,
  inParts,
  listElements,
  removeElements,
} from '../linux/nftables/element.ts';
import { listRules, removeRule } from '../linux/nftables/rule.ts';
import { removeTable } from '../linux/nftables/table.ts';
import { commit, whileUnchanged } from '../linux/nftables/transaction.ts';
import { planRanges, rangeElements, rangeOf, rangesOf, uncovered } from './address-range.ts';
import {
  appendForwardRule,
  containers,
  forwardChain,
  forwardRulesWith,
  inside,
  isForwardComment,
  masqueradeChain,
  masqueradeMark,
  tableRequests,
} from './masquerade-table.ts';
import { findHostLink, isMasqueraded, listHostLinks } from './remove-container-link.ts';

/** One container's part in the host's masquerading. */
export interface Masquerading {
  /** IPv4. */
  readonly ip: Ip;
  /** Where the address shows itself as it is. IPv4, on top of what other containers have asked for. */
  readonly inside: readonly Prefix[];
  /** The VTEP, where it is called otherwise than ours. */
  readonly vtepName?: string | undefined;
}

/** Both of the host's namespace. */
export interface MasqueradeSockets {
  readonly host: NetlinkSocket;
  readonly netfilter: NetlinkSocket;
}

/**
 * What the address sends out of the overlay goes under the host's own address from now on. Makes what is missing of the
 * host's table, and of what iptables needs to forward it, in one transaction. A table that somebody has flushed is made anew for all
 * whose links say that they are masqueraded.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function startMasquerading({ host, netfilter }: MasqueradeSockets, wish: Masquerading): void {
  let others: readonly Ip[] = [];
  whileUnchanged(netfilter, (generation) => {
    const isThere = isTableThere(netfilter);
    others = isThere ? [] : forgottenIps(host, netfilter).filter((ip) => !sameIp(ip, wish.ip));
    const requests = [
      ...(isThere ? [] : tableRequests()),
      ...missingForwardRules(netfilter, wish.vtepName).map(appendForwardRule),
      ...insideRequests(netfilter, wish.inside),
      ...renewElement(netfilter, elementOf(wish.ip)),
      ...inParts(others.map(elementOf)).map((part) => addElements(containers, part)),
    ];
    commit(netfilter, requests, generation);
  });
  // A DEL that found no table had nothing to stop, and may have taken its link since.
  if (others.length > 0) {
    const isGone = (ip: Ip) => others.some((one) => sameIp(one, ip)) && findHostLink(host, ip) === undefined;
    stopMasquerading({ host, netfilter }, isGone);
  }
}

/** Who is masqueraded, by the links, and not by what there is of the table. */
function forgottenIps(host: NetlinkSocket, netfilter: NetlinkSocket): Ip[] {
  const held = new Set(listElements(netfilter, containers)?.map(({ key }) => BigInt(key)));
  return masqueradedIps(host).filter(({ value }) => !held.has(value));
}

function masqueradedIps(host: NetlinkSocket): Ip[] {
  return listHostLinks(host)
    .filter(isMasqueraded)
    .map(({ ip }) => ip);
}

/**
 * Addresses that are over are no longer masqueraded; with the last one, by table and links, our table goes, and what iptables had of us.
 * `isOver` is asked after the addresses were read: an address that somebody starts meanwhile makes it all begin again.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function stopMasquerading({ host, netfilter }: MasqueradeSockets, isOver: (ip: Ip) => boolean): void {
  whileUnchanged(netfilter, (generation) => {
    const held = listElements(netfilter, containers);
    const over = held?.filter(({ key }) => isOver({ family: 4, value: BigInt(key) })) ?? [];
    const all = over.length === (held?.length ?? 0) ? removeAll(netfilter, held) : [];
    // Where the table was flushed the last one in it, or none, need not be the last one.
    const isLast = all.length > 0 && !masqueradedIps(host).some((ip) => !isOver(ip));
    const requests = isLast ? all : removal(over);
    if (requests.length > 0) commit(netfilter, requests, generation);
  });
}

/** Whether nftables has anything of us. @throws NetlinkError. */
export function isMasquerading(socket: NetlinkSocket): boolean {
  return listElements(socket, containers) !== undefined || removeAll(socket, undefined).length > 0;
}

function removeAll(socket: NetlinkSocket, held: readonly AddressElement[] | undefined): NetlinkRequest[] {
  return [
    ...(held === undefined ? [] : [removeTable(containers)]),
    ...listRules(socket, forwardChain)
      .filter(({ comment }) => isForwardComment(comment))
      .map((rule) => removeRule(forwardChain, rule)),
  ];
}

function removal(elements: readonly AddressElement[]): NetlinkRequest[] {
  return inParts(elements).map((part) => removeElements(containers, part));
}

/** What is missing for the address to be masqueraded and forwarded, one sentence each. Changes nothing. */
export function masqueradeDifferences(socket: NetlinkSocket, wish: Masquerading): string[] {
  const where = `nftables table ip ${containers.table}`;
  if (!isTableThere(socket))
    return [`${where}: found no rule that masquerades, wanted one`, ...forwardDifferences(socket, wish)];
  const ranges = rangesOf(listElements(socket, inside) ?? []);
  const shown = wish.inside.filter((prefix) => uncovered(ranges, [rangeOf(prefix)]).length > 0).map(formatPrefix);
  return [
    ...(hasElement(socket, containers, elementOf(wish.ip)) ? [] : [absent(where, containers.set, formatIp(wish.ip))]),
    ...shown.map((prefix) => absent(where, inside.set, prefix)),
    ...forwardDifferences(socket, wish),
  ];
}

function absent(where: string, set: string, what: string): string {
  return `${where}: found ${what} not in set ${set}, wanted it there`;
}

function forwardDifferences(socket: NetlinkSocket, { vtepName }: Masquerading): string[] {
  const { table, chain } = forwardChain;
  return missingForwardRules(socket, vtepName).map(
    ({ comment }) =>
      `nftables chain ip ${table} ${chain}: found policy drop and no rule "${comment}", wanted that rule`,
  );
}

/** All of it is made in one transaction: where its rule is, the rest is. */
function isTableThere(socket: NetlinkSocket): boolean {
  return listRules(socket, masqueradeChain).some(({ comment }) => comment === masqueradeMark);
}

function missingForwardRules(socket: NetlinkSocket, vtepName: string | undefined): ReturnType<typeof forwardRulesWith> {
  if (!dropsByPolicy(socket, forwardChain)) return [];
  const found = new Set(listRules(socket, forwardChain).map(({ comment }) => comment));
  return forwardRulesWith(vtepName).filter(({ comment }) => !found.has(comment));
}

function insideRequests(socket: NetlinkSocket, prefixes: readonly Prefix[]): NetlinkRequest[] {
  if (prefixes.length === 0) return [];
  const changes = planRanges(rangesOf(listElements(socket, inside) ?? []), prefixes.map(rangeOf));
  const [remove, add] = [changes.remove.flatMap(rangeElements), changes.add.flatMap(rangeElements)];
  return [
    ...(remove.length === 0 ? [] : [removeElements(inside, remove)]),
    ...(add.length === 0 ? [] : [addElements(inside, add)]),
  ];
}

/**
 * An element that is there already goes and comes: else nothing would change, and whoever has found it without a link and
 * is about to remove it would not notice that there is one now.
 */
function renewElement(socket: NetlinkSocket, element: AddressElement): NetlinkRequest[] {
  const add = addElements(containers, [element]);
  return hasElement(socket, containers, element) ? [removeElements(containers, [element]), add] : [add];
}

function elementOf(ip: Ip): AddressElement {
  return { key: Number(ip.value), isEnd: false };
}
