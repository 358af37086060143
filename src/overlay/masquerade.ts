import { formatIp, type Ip } from '../addr/ip.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { dropsByPolicy } from '../linux/nftables/chain.ts';
import {
  type AddressElement,
  addElements,
  hasElement,
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
  forwardRules,
  inside,
  masqueradeChain,
  masqueradeMark,
  tableRequests,
} from './masquerade-table.ts';

/** One container's part in the host's masquerading. */
export interface Masquerading {
  /** IPv4. */
  readonly ip: Ip;
  /** Where the address shows itself as it is. IPv4, on top of what other containers have asked for. */
  readonly inside: readonly Prefix[];
}

/**
 * What the address sends out of the overlay goes under the host's own address from now on. Makes what is missing of the
 * host's table, and of what iptables needs to forward it, in one transaction.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function startMasquerading(socket: NetlinkSocket, wish: Masquerading): void {
  whileUnchanged(socket, (generation) => {
    const requests = [
      ...(isTableThere(socket) ? [] : tableRequests()),
      ...missingForwardRules(socket).map(appendForwardRule),
      ...insideRequests(socket, wish.inside),
      ...renewElement(socket, elementOf(wish.ip)),
    ];
    commit(socket, requests, generation);
  });
}

/**
 * Addresses that are over are no longer masqueraded; with the last one our table goes, and what iptables had of us.
 * `isOver` is asked after the addresses were read: an address that somebody starts meanwhile makes it all begin again.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function stopMasquerading(socket: NetlinkSocket, isOver: (ip: Ip) => boolean): void {
  whileUnchanged(socket, (generation) => {
    const held = listElements(socket, containers);
    const over = held?.filter(({ key }) => isOver({ family: 4, value: BigInt(key) })) ?? [];
    const requests = over.length === (held?.length ?? 0) ? removeAll(socket, held) : removal(over);
    if (requests.length > 0) commit(socket, requests, generation);
  });
}

/** Whether nftables has anything of us. @throws NetlinkError. */
export function isMasquerading(socket: NetlinkSocket): boolean {
  return listElements(socket, containers) !== undefined || removeAll(socket, undefined).length > 0;
}

function removeAll(socket: NetlinkSocket, held: readonly AddressElement[] | undefined): NetlinkRequest[] {
  const ours = new Set(forwardRules.map(({ comment }) => comment));
  return [
    ...(held === undefined ? [] : [removeTable(containers)]),
    ...listRules(socket, forwardChain)
      .filter(({ comment = '' }) => ours.has(comment))
      .map((rule) => removeRule(forwardChain, rule)),
  ];
}

function removal(elements: readonly AddressElement[]): NetlinkRequest[] {
  return elements.length === 0 ? [] : [removeElements(containers, elements)];
}

/** What is missing for the address to be masqueraded and forwarded, one sentence each. Changes nothing. */
export function masqueradeDifferences(socket: NetlinkSocket, wish: Masquerading): string[] {
  const where = `nftables table ip ${containers.table}`;
  if (!isTableThere(socket))
    return [`${where}: found no rule that masquerades, wanted one`, ...forwardDifferences(socket)];
  const ranges = rangesOf(listElements(socket, inside) ?? []);
  const shown = wish.inside.filter((prefix) => uncovered(ranges, [rangeOf(prefix)]).length > 0).map(formatPrefix);
  return [
    ...(hasElement(socket, containers, elementOf(wish.ip)) ? [] : [absent(where, containers.set, formatIp(wish.ip))]),
    ...shown.map((prefix) => absent(where, inside.set, prefix)),
    ...forwardDifferences(socket),
  ];
}

function absent(where: string, set: string, what: string): string {
  return `${where}: found ${what} not in set ${set}, wanted it there`;
}

function forwardDifferences(socket: NetlinkSocket): string[] {
  const { table, chain } = forwardChain;
  return missingForwardRules(socket).map(
    ({ comment }) =>
      `nftables chain ip ${table} ${chain}: found policy drop and no rule "${comment}", wanted that rule`,
  );
}

/** All of it is made in one transaction: where its rule is, the rest is. */
function isTableThere(socket: NetlinkSocket): boolean {
  return listRules(socket, masqueradeChain).some(({ comment }) => comment === masqueradeMark);
}

function missingForwardRules(socket: NetlinkSocket): typeof forwardRules {
  if (!dropsByPolicy(socket, forwardChain)) return [];
  const found = new Set(listRules(socket, forwardChain).map(({ comment }) => comment));
  return forwardRules.filter(({ comment }) => !found.has(comment));
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
