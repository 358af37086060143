import { readdirSync } from 'node:fs';
import { sameIp } from '../addr/ip.ts';
import { SilkError, systemErrorName } from '../errors.ts';
import { NetlinkSocket } from '../linux/netlink/socket.ts';
import { openNetns } from '../linux/netns.ts';
import { listVxlans, type VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import type { VxlanDevice } from './vxlan-device.ts';

const netnsDir = '/run/netns';

/**
 * The VXLAN devices in namespaces of `ip netns` that send from the same address and port, as those of segments in namespaces of their
 * own do: the socket of each is in the underlay's namespace, where the device itself is not seen. Their names say where they are.
 * @throws NetlinkError
 */
export function listDevicesElsewhere({ port, underlay }: Pick<VxlanDevice, 'port' | 'underlay'>): VxlanLink[] {
  return namespaces().flatMap((name) =>
    vxlansIn(name)
      .filter(({ up, vxlan: { port: found, local, others } }) => {
        const isFromHere = others.includes('link-netns') && local !== undefined && sameIp(local, underlay.ip);
        return up && found === port && isFromHere;
      })
      .map((link) => ({ ...link, name: `${link.name} in namespace ${name}` })),
  );
}

function namespaces(): string[] {
  try {
    return readdirSync(netnsDir).sort();
  } catch (error) {
    // Nobody has ever made one.
    if (systemErrorName(error) === 'ENOENT') return [];
    throw error;
  }
}

function vxlansIn(name: string): VxlanLink[] {
  try {
    using netns = openNetns(`${netnsDir}/${name}`);
    using socket = NetlinkSocket.open(netns);
    return listVxlans(socket);
  } catch (error) {
    // It has gone meanwhile, or never was one.
    if (error instanceof SilkError && error.code === 'BAD_ENVIRONMENT') return [];
    throw error;
  }
}
