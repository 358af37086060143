import { existsSync } from 'node:fs';
import type {
  OverlayHost,
  RemovedVtep,
  RunningSilkd,
  SilkdPlace,
  VtepSight,
} from '../../src/cli/overlay/overlay-host.ts';
import { convergeDevice, planDevice, refusedPeers } from '../../src/cli/peer/converge-device.ts';
import { readConfigFile } from '../../src/daemon/reload.ts';
import { findRunLockHolder } from '../../src/daemon/run-lock.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { isOwnNetns, openNetns } from '../../src/linux/netns.ts';
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
  findSilkd,
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

function findSilkd({ runDir, configPath }: SilkdPlace): RunningSilkd | undefined {
  const pid = findRunLockHolder(runDir);
  if (pid === undefined || isElsewhere(pid)) return undefined;
  return { pid, config: existsSync(configPath) ? readConfigFile(configPath) : undefined };
}

/** One in another network namespace leads another VTEP; where it cannot be asked, it is taken to be in this one. */
function isElsewhere(pid: string): boolean {
  const path = `/proc/${pid}/ns/net`;
  if (!existsSync(path)) return false;
  using netns = openNetns(path);
  return !isOwnNetns(netns);
}
