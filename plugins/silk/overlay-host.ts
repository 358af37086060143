import type { OverlayHost, RemovedVtep, VtepSight } from '../../src/cli/overlay/overlay-host.ts';
import { convergeDevice, planDevice, refusedPeers } from '../../src/cli/peer/converge-device.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink, removeLink } from '../../src/linux/rtnetlink/link.ts';
import { converge, planConverge } from '../../src/overlay/converge.ts';
import { findVtep } from '../../src/overlay/find-vtep.ts';
import { readHeld } from '../../src/overlay/held.ts';
import { lockVtep } from '../../src/overlay/vtep-lock.ts';

/** The overlay of the network namespace that this process is in. */
export const overlayHost: OverlayHost = {
  hasVtep: (name) => withSocket((socket) => findVtep(socket, name) !== undefined),
  lookAtVtep: (name) => withSocket((socket) => lookAtVtep(socket, name)),
  plan: (wish) => withSocket((socket) => planConverge(socket, wish)),
  converge: async (newestWish, options) => {
    using socket = NetlinkSocket.open();
    return await converge(socket, newestWish, options);
  },
  refusedPeers: (wish) => withSocket((socket) => refusedPeers(socket, wish)),
  planPeers: (wish) => withSocket((socket) => planDevice(socket, wish)),
  convergePeers: async (wish, options) => {
    using socket = NetlinkSocket.open();
    return await convergeDevice(socket, wish, options);
  },
  removeVtep: async (name, lockPath) => {
    using socket = NetlinkSocket.open();
    if (findVtep(socket, name) === undefined) return undefined;
    using _lock = await lockVtep(lockPath);
    return removeVtep(socket, name);
  },
};

function withSocket<T>(fn: (socket: NetlinkSocket) => T): T {
  using socket = NetlinkSocket.open();
  return fn(socket);
}

function lookAtVtep(socket: NetlinkSocket, name: string): VtepSight | undefined {
  const found = findVtep(socket, name);
  if (found === undefined) return undefined;
  const { underlayIndex } = found.link.vxlan;
  const underlayName = underlayIndex === undefined ? undefined : getLink(socket, underlayIndex)?.name;
  return { ...found, underlayName, held: readHeld(socket, found.link.index) };
}

function removeVtep(socket: NetlinkSocket, name: string): RemovedVtep | undefined {
  const sight = lookAtVtep(socket, name);
  if (sight === undefined) return undefined;
  const { index } = sight.link;
  removeLink(socket, index);
  return { sight, left: readHeld(socket, index) };
}
