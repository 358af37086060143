import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SalvagedIpam } from '../../src/config/salvage.ts';
import type { IpamHost, NetworkStore } from '../../src/ipam/store.ts';
import { readBootId } from '../../src/linux/boot-id.ts';
import { withFlock } from '../../src/linux/flock.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { hostLinkName } from '../../src/overlay/derive.ts';

/** Where the reference host-local keeps its reservations, so that a host can change from one to the other in place. */
export const defaultDataDir = '/var/lib/cni/networks';

/** The reservations of one network on this host. `socket` is the caller's, where it has one in the host's namespace. */
export function openStore(network: string, ipam: SalvagedIpam, socket?: NetlinkSocket): NetworkStore {
  return {
    dir: join(ipam.dataDir ?? defaultDataDir, network),
    lockTimeoutMs: ipam.lockTimeoutMs,
    host: hostFacts(ipam, socket),
  };
}

function hostFacts(ipam: SalvagedIpam, given: NetlinkSocket | undefined): IpamHost {
  let socket = given;
  return {
    linkExists: (ip) => {
      if (ip.family === 6) return false;
      socket ??= NetlinkSocket.open();
      return getLink(socket, hostLinkName(ip)) !== undefined;
    },
    withFlock: (path, fn) => withFlock(path, ipam.lockTimeoutMs, fn),
    bootId: readBootId,
    bootTimeMs: () => Date.now() - Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1000,
  };
}
