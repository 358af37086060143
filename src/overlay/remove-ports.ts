import { NetlinkSocket } from '../linux/netlink/socket.ts';
import type { Netns } from '../linux/netns.ts';
import { unlessAbsent } from '../linux/nftables/absent.ts';
import { type Link, listLinks, removeLink, setLink } from '../linux/rtnetlink/link.ts';
import { inGuard, listGuardedLinks, releasePorts } from './guard.ts';

/** Where ports are removed. */
export interface RemovalPlace {
  readonly segment: NetlinkSocket;
  /** The segment's, where that is not this process's own. */
  readonly netns: Netns | undefined;
}

/** Which of the names that are guarded are to be so no longer. Asked after they were read. */
type FindOver = (guarded: readonly string[]) => readonly string[];

/**
 * Removes links to a segment, and what guards them. They are taken off the bridge first, so that nothing comes in when the guard is
 * gone; and the kernel puts away what was removed from nftables while it removes the links, where both wait for the same.
 * @throws NetlinkError the first refusal, after the rest was done; SilkError TRY_LATER.
 */
export function removePorts({ segment, netns }: RemovalPlace, links: readonly Link[], findOver: FindOver): void {
  using netfilter = unlessAbsent(() => NetlinkSocket.openNetfilter(netns));
  try {
    const guarded = netfilter && unlessAbsent(() => listGuardedLinks(netfilter));
    if (netfilter !== undefined && guarded !== undefined) {
      // A link that has gone meanwhile is off the bridge too.
      segment.execute(links.filter(isPort).map(({ index }) => setLink(index, { masterIndex: 0 })));
      releasePorts(netfilter, findOver);
    }
  } finally {
    removeAll(segment, links);
  }
}

/** As removePorts(), one; undefined: it is gone already, and what guards its name goes. */
export function removePort(place: RemovalPlace, name: string, link: Link | undefined): void {
  removePorts(place, link === undefined ? [] : [link], (names) => names.filter((one) => one === name));
}

/** Ends the guard of ports that go on being links. Nothing where the kernel has no nftables. @throws NetlinkError; SilkError TRY_LATER. */
export function stopGuarding(netns: Netns | undefined, findOver: FindOver): void {
  inGuard(netns, (netfilter) => releasePorts(netfilter, findOver));
}

/** Of the names those that no link has. */
export function withoutLink(segment: NetlinkSocket, names: readonly string[]): string[] {
  const links = new Set(listLinks(segment).map(({ name }) => name));
  return names.filter((name) => !links.has(name));
}

function isPort({ masterIndex }: Link): boolean {
  return masterIndex !== undefined;
}

function removeAll(segment: NetlinkSocket, links: readonly Link[]): void {
  let failure: unknown;
  for (const { index } of links) {
    try {
      removeLink(segment, index);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
}
