import { type Ip, sameIp } from '../../src/addr/ip.ts';
import { networkOf, type Prefix, parsePrefix } from '../../src/addr/prefix.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { unlessAbsent } from '../../src/linux/nftables/absent.ts';
import { listAddresses } from '../../src/linux/rtnetlink/address.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import {
  type Masquerading,
  masqueradeDifferences,
  startMasquerading,
  stopMasquerading,
} from '../../src/overlay/masquerade.ts';
import { findHostLink, type HostLink } from '../../src/overlay/remove-container-link.ts';
import type { UndoList } from '../../src/undo.ts';
import type { HostFacts } from './host.ts';

/*
 * An address is masqueraded only while a link bears it: ADD starts after it has made the link, DEL and GC stop before they
 * remove it, and what no link bears is anybody's to stop. So whatever is killed where, the next DEL of the address or GC of
 * any network clears it.
 */

/** ADD, before the link is made: so that on undoing the link goes first, and what another bears by then is left alone. */
export function pushStop(ip: Ip, undo: UndoList): void {
  undo.push('masquerading', () => {
    using host = NetlinkSocket.open();
    using netfilter = openNetfilter();
    stopUnborne({ host, netfilter }, { only: [ip], leaving: [] });
  });
}

/** Where an address is masqueraded. */
export interface Masqueraded {
  readonly facts: HostFacts;
  readonly host: NetlinkSocket;
}

/** ADD, after the link is made. @throws NetlinkError where the kernel cannot; SilkError TRY_LATER. */
export function masqueradeAddress(ip: Ip, config: SilkCniConfig, { facts, host }: Masqueraded): void {
  using netfilter = NetlinkSocket.openNetfilter();
  const inside = writtenInside(config) ?? learnedInside(config, { facts, host });
  startMasquerading({ host, netfilter }, { ip, inside, vtepName: config.vtepName });
}

/** What goes by a VTEP of our name keeps its source by that name; of another one its network is to be known. */
function learnedInside({ vtepName }: SilkCniConfig, { facts, host }: Masqueraded): Prefix[] {
  if (facts.network !== undefined) return [facts.network];
  const vtep = vtepName === undefined ? undefined : getLink(host, vtepName);
  const addresses = vtep === undefined ? [] : listAddresses(host, { family: 4, linkIndex: vtep.index });
  return [...addresses.map(({ prefix }) => networkOf(prefix)), ...(facts.subnet === undefined ? [] : [facts.subnet])];
}

/** CHECK: what is missing. Of prefixes that are not in the configuration itself nobody is asked: they may have changed since. */
export function findMissing(ip: Ip, config: SilkCniConfig): string[] {
  using socket = NetlinkSocket.openNetfilter();
  const subnet = config.subnet === undefined ? [] : readPrefixes([config.subnet]);
  const wish: Masquerading = { ip, inside: writtenInside(config) ?? subnet, vtepName: config.vtepName };
  return masqueradeDifferences(socket, wish);
}

/**
 * To stop masquerading with; undefined where the kernel has no nftables, and so masquerades nothing of ours. Closing it waits
 * until the kernel has put away what was removed, as removing a link does: so it is to be closed after that.
 */
export function openNetfilter(): NetlinkSocket | undefined {
  return unlessAbsent(() => NetlinkSocket.openNetfilter());
}

/** What DEL and GC are about. */
export interface Leaving {
  /** The links that are going to be removed. */
  readonly leaving: readonly HostLink[];
  /** Other addresses are left alone, where there is a list. */
  readonly only?: readonly Ip[];
}

/** DEL and GC: stops what no link bears, or one that is leaving. */
export function stopUnborne(
  { host, netfilter }: { readonly host: NetlinkSocket; readonly netfilter: NetlinkSocket | undefined },
  { leaving, only }: Leaving,
): void {
  if (netfilter === undefined || only?.length === 0) return;
  unlessAbsent(() =>
    stopMasquerading({ host, netfilter }, (ip) => {
      if (only !== undefined && !only.some((one) => sameIp(one, ip))) return false;
      const found = findHostLink(host, ip);
      return found === undefined || leaving.some(({ link }) => link.index === found.link.index);
    }),
  );
}

function writtenInside({ noMasquerade }: SilkCniConfig): Prefix[] | undefined {
  return noMasquerade === undefined ? undefined : readPrefixes(noMasquerade);
}

function readPrefixes(texts: readonly string[]): Prefix[] {
  return texts.map((text) => networkOf(parsePrefix(text, 'noMasquerade')));
}
