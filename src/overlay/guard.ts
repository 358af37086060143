import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Netns } from '../linux/netns.ts';
import { isAbsent, unlessAbsent } from '../linux/nftables/absent.ts';
import {
  addElements,
  hasElement,
  inParts,
  type KeyElement,
  listKeys,
  removeElements,
} from '../linux/nftables/element.ts';
import { listRules } from '../linux/nftables/rule.ts';
import { commit, whileUnchanged } from '../linux/nftables/transaction.ts';
import { listLinks } from '../linux/rtnetlink/link.ts';
import {
  endpointElements,
  type GuardedPort,
  guardChain,
  guardedEndpoints,
  guardedLinks,
  guardRules,
  guardTableRequests,
  linkElement,
  linkNameOf,
  portOfElement,
  removeGuardTableRequests,
} from './guard-table.ts';
import { listLocalEndpoints } from './local-endpoints.ts';

/** The group of links that are guarded (`ip link show group 5117`): who repairs a table that somebody flushed goes by it. */
export const guardGroup = 5117;

/** Both of the namespace of the segment. */
export interface GuardSockets {
  readonly segment: NetlinkSocket;
  readonly netfilter: NetlinkSocket;
}

/** To guard with. @throws SilkError KERNEL_REFUSED where the kernel has no nftables. */
export function openGuard(netns: Netns | undefined): NetlinkSocket {
  return explained('ports of a segment', () => NetlinkSocket.openNetfilter(netns));
}

/** What `fn` says of what guards the ports of a namespace. Undefined: its kernel has no nftables, and so guards nothing. */
export function inGuard<T>(netns: Netns | undefined, fn: (netfilter: NetlinkSocket) => T): T | undefined {
  return unlessAbsent(() => {
    using netfilter = NetlinkSocket.openNetfilter(netns);
    return fn(netfilter);
  });
}

/**
 * From now on the ports are the source of ARP and IPv4 of their own MACs and addresses only; where there are several behind a port,
 * each is an item. A table that is not there, or not as we make it, is made anew, with the elements of all others that are known by
 * their links. One transaction.
 * @throws SilkError KERNEL_REFUSED where the kernel has no nftables for bridges; NetlinkError; SilkError TRY_LATER.
 */
export function guardPorts({ segment, netfilter }: GuardSockets, ports: readonly GuardedPort[]): void {
  const names = namesOf(ports);
  explained(`port ${names.join(', ')}`, () =>
    whileUnchanged(netfilter, (generation) => {
      const requests = isTableThere(netfilter)
        ? [...removal(netfilter, staleOf(netfilter, names)), ...addition(ports)]
        : tableOf([...listGuardable(segment).filter(({ name }) => !names.includes(name)), ...ports]);
      commit(netfilter, requests, generation);
    }),
  );
}

/**
 * Ports that are over are no longer guarded; with the last one the table goes. `findOver` is asked which, after the names were
 * read: a port that somebody guards meanwhile makes it all begin again.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function releasePorts(
  netfilter: NetlinkSocket,
  findOver: (guarded: readonly string[]) => readonly string[],
): void {
  whileUnchanged(netfilter, (generation) => {
    const held = listGuardedLinks(netfilter);
    if (held === undefined) return;
    const over = [...new Set(findOver(held))];
    const requests = over.length === held.length ? removeGuardTableRequests() : removal(netfilter, over);
    if (requests.length > 0) commit(netfilter, requests, generation);
  });
}

/** The names of the links that are guarded; undefined where there is no table of ours. @throws NetlinkError; SilkError TRY_LATER. */
export function listGuardedLinks(netfilter: NetlinkSocket): string[] | undefined {
  return listKeys(netfilter, guardedLinks)?.map(linkNameOf);
}

/** What may be said by which port; undefined where there is no table of ours. @throws NetlinkError; SilkError TRY_LATER. */
export function listGuardedPorts(netfilter: NetlinkSocket): GuardedPort[] | undefined {
  return listKeys(netfilter, guardedEndpoints)
    ?.map(portOfElement)
    .filter(({ ip }) => ip.value !== 0n);
}

/** What is missing for the port to be guarded, one sentence each. Changes nothing. @throws NetlinkError. */
export function guardDifferences(netfilter: NetlinkSocket, port: GuardedPort): string[] {
  const where = `nftables table ${guardChain.family} ${guardChain.table}`;
  if (!isTableThere(netfilter)) return [`${where}: found other rules or none, wanted those that guard ports`];
  const [own] = endpointElements(port);
  const isHeld =
    hasElement(netfilter, guardedLinks, linkElement(port.name)) && hasElement(netfilter, guardedEndpoints, own);
  const text = `${port.name} with ${formatMac(port.mac)} and ${formatIp(port.ip)}`;
  return isHeld ? [] : [`${where}: found ${text} not in its sets, wanted it there`];
}

/** All of it is made in one transaction: where its rules are, the rest is. */
function isTableThere(netfilter: NetlinkSocket): boolean {
  const found = listRules(netfilter, guardChain);
  return found.length === guardRules.length && guardRules.every(({ comment }, i) => found[i]?.comment === comment);
}

function tableOf(ports: readonly GuardedPort[]): NetlinkRequest[] {
  return [...removeGuardTableRequests(), ...guardTableRequests(), ...addition(ports)];
}

function addition(ports: readonly GuardedPort[]): NetlinkRequest[] {
  return [
    ...inParts(namesOf(ports).map(linkElement)).map((part) => addElements(guardedLinks, part)),
    ...inParts(ports.flatMap(endpointElements)).map((part) => addElements(guardedEndpoints, part)),
  ];
}

function namesOf(ports: readonly GuardedPort[]): string[] {
  return [...new Set(ports.map(({ name }) => name))];
}

/** What was guarded before, or an ADD that was killed has left under the names. */
function staleOf(netfilter: NetlinkSocket, names: readonly string[]): string[] {
  return names.filter((name) => hasElement(netfilter, guardedLinks, linkElement(name)));
}

function removal(netfilter: NetlinkSocket, names: readonly string[]): NetlinkRequest[] {
  if (names.length === 0) return [];
  const isOver = (element: KeyElement) => names.includes(linkNameOf(element));
  const endpoints = listKeys(netfilter, guardedEndpoints)?.filter(isOver) ?? [];
  return [
    ...inParts(names.map(linkElement)).map((part) => removeElements(guardedLinks, part)),
    ...inParts(endpoints).map((part) => removeElements(guardedEndpoints, part)),
  ];
}

/** The ports that say by themselves what they may say: links of our group with our marks, as findLocalEndpoints() reads them. */
function listGuardable(segment: NetlinkSocket): GuardedPort[] {
  const links = listLinks(segment).filter(({ group }) => group === guardGroup);
  const indexes = new Set(links.map(({ index }) => index));
  const bridges = new Set(links.flatMap(({ masterIndex }) => masterIndex ?? []));
  return [...bridges]
    .flatMap((index) => listLocalEndpoints(segment, index))
    .flatMap(({ linkIndex, linkName: name, mac, ip }) =>
      indexes.has(linkIndex) && ip !== undefined ? [{ name, mac, ip }] : [],
    );
}

function explained<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    if (!isAbsent(cause)) throw cause;
    const found = 'found a kernel without nftables for bridges, wanted one: `"guard": false` does without';
    throw new SilkError('KERNEL_REFUSED', `Cannot guard ${what}: ${found}`, { cause });
  }
}
