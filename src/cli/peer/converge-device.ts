import type { Peer } from '../../addr/peer.ts';
import { SilkError } from '../../errors.ts';
import type { NetlinkSocket } from '../../linux/netlink/socket.ts';
import { getLink } from '../../linux/rtnetlink/link.ts';
import {
  type ConvergeOptions,
  type ConvergePlan,
  type ConvergeWish,
  converge,
  planConverge,
} from '../../overlay/converge.ts';
import { describeRemoteHosts } from '../../overlay/desired.ts';
import { findVtep } from '../../overlay/find-vtep.ts';
import type { FoundVtep } from '../../overlay/plan-vtep.ts';
import type { Failure } from '../../overlay/remote-host.ts';
import type { ConvergeReport } from '../../overlay/report.ts';
import { findUnderlay, type Underlay } from '../../overlay/underlay.ts';
import { describeVtep } from '../../overlay/vtep.ts';
import type { NewestPeersWish, PeersWish } from '../overlay/overlay-host.ts';
import { deviceWish, impaired } from './device-wish.ts';

/**
 * What convergeDevice() would do now. Changes nothing.
 * @throws SilkError NOT_READY when there is no VTEP, IMPAIRED when it does not say what it is to be, and as planConverge().
 */
export function planDevice(socket: NetlinkSocket, { name, peers }: PeersWish): ConvergePlan {
  return planConverge(socket, wishOf(socket, name, peers));
}

function wishOf(socket: NetlinkSocket, name: string, peers: readonly Peer[]): ConvergeWish {
  const found = findVtep(socket, name);
  if (found === undefined) {
    throw new SilkError('NOT_READY', `Cannot lead to peers: found no VTEP ${name}, wanted one: run \`silk vtep up\``);
  }
  return deviceWish(found, deviceUnderlay(socket, found), peers);
}

function deviceUnderlay(socket: NetlinkSocket, { link: { name, vxlan } }: FoundVtep): Underlay {
  if (vxlan.local === undefined) throw impaired(name, 'local: found none, wanted an address of this host');
  const link = vxlan.underlayIndex === undefined ? undefined : getLink(socket, vxlan.underlayIndex);
  if (link === undefined) throw impaired(name, `underlay: found ${vxlan.underlayIndex ?? 'none'}, wanted a link`);
  return findUnderlay(socket, { interface: link.name, address: vxlan.local });
}

/**
 * The peers that the VTEP cannot lead to, whatever the kernel holds.
 * @throws SilkError as planDevice().
 */
export function refusedPeers(socket: NetlinkSocket, { name, peers }: PeersWish): readonly Failure[] {
  const wish = wishOf(socket, name, peers);
  return describeRemoteHosts(peers, describeVtep(wish.vtep, findUnderlay(socket, wish.underlay))).refused;
}

/**
 * Makes a VTEP's peers as they are wanted, and the VTEP itself up, not learning and with its MAC; nothing else of it changes.
 * What it is to be is read from the device under the lock, as `silk vtep up` may be changing it.
 * @throws SilkError as planDevice(), and as converge().
 */
export function convergeDevice(
  socket: NetlinkSocket,
  { name, newestPeers }: NewestPeersWish,
  options: ConvergeOptions,
): Promise<ConvergeReport> {
  return converge(socket, async () => wishOf(socket, name, await newestPeers()), options);
}
