import { type Ip, sameIp } from '../../src/addr/ip.ts';
import { networkOf, type Prefix, parsePrefix } from '../../src/addr/prefix.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';
import { NetlinkError } from '../../src/linux/netlink/error.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import {
  type Masquerading,
  masqueradeDifferences,
  startMasquerading,
  stopMasquerading,
} from '../../src/overlay/masquerade.ts';
import { findHostLink } from '../../src/overlay/remove-container-link.ts';
import type { UndoList } from '../../src/undo.ts';
import type { HostFacts } from './host.ts';

/*
 * An address is masqueraded only while a link bears it: ADD starts after it has made the link, and what no link bears is
 * anybody's to stop. So whatever is killed where, the next DEL of the address or GC of any network clears it.
 */

/** ADD, before the link is made: so that on undoing the link goes first, and what another bears by then is left alone. */
export function pushStop(ip: Ip, undo: UndoList): void {
  undo.push('masquerading', () => {
    using host = NetlinkSocket.open();
    stopUnborne(host, [ip]);
  });
}

/** ADD, after the link is made. @throws NetlinkError where the kernel cannot; SilkError TRY_LATER. */
export function masqueradeAddress(ip: Ip, config: SilkCniConfig, host: HostFacts): void {
  using socket = NetlinkSocket.openNetfilter();
  const learned = host.network ?? host.subnet;
  startMasquerading(socket, { ip, inside: writtenInside(config) ?? (learned === undefined ? [] : [learned]) });
}

/** CHECK: what is missing. Of prefixes that are not in the configuration itself nobody is asked: they may have changed since. */
export function findMissing(ip: Ip, config: SilkCniConfig): string[] {
  using socket = NetlinkSocket.openNetfilter();
  const subnet = config.subnet === undefined ? [] : readPrefixes([config.subnet]);
  const wish: Masquerading = { ip, inside: writtenInside(config) ?? subnet };
  return masqueradeDifferences(socket, wish);
}

/** DEL and GC: stops what no link bears; of these addresses only, where there is a list. */
export function stopUnborne(host: NetlinkSocket, only?: readonly Ip[]): void {
  if (only?.length === 0) return;
  try {
    using socket = NetlinkSocket.openNetfilter();
    stopMasquerading(
      socket,
      (ip) => (only === undefined || only.some((one) => sameIp(one, ip))) && findHostLink(host, ip) === undefined,
    );
  } catch (error) {
    // A kernel without nftables masquerades nothing of ours.
    if (!(error instanceof NetlinkError && ['EINVAL', 'EOPNOTSUPP', 'EPROTONOSUPPORT'].includes(error.errno)))
      throw error;
  }
}

function writtenInside({ noMasquerade }: SilkCniConfig): Prefix[] | undefined {
  return noMasquerade === undefined ? undefined : readPrefixes(noMasquerade);
}

function readPrefixes(texts: readonly string[]): Prefix[] {
  return texts.map((text) => networkOf(parsePrefix(text, 'noMasquerade')));
}
