import { networkOf, type Prefix, parsePrefix } from '../../src/addr/prefix.ts';
import type { SilkCniConfig } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { inferMtu } from '../../src/overlay/mtu.ts';
import { askForSubnet, type HostSubnet } from '../host-subnet.ts';

/** RFC 791. */
const minMtuBytes = 68;

/** The overlay's device, whose MTU counts where nothing else says, unless the configuration names another. */
const usualVtepName = 'silk-vtep';

/** What a container's link needs to know of its host. */
export interface HostFacts {
  /** The host's part of the overlay network; undefined where the configuration has no source for it. */
  readonly subnet: Prefix | undefined;
  /** The overlay network, where the source of the subnet says it. */
  readonly network: Prefix | undefined;
  readonly mtuBytes: number;
}

/**
 * The host's subnet, and the MTU: the configuration's, else what came with the subnet, else what the host's links say.
 * The subnet file or the daemon is asked only for what the configuration leaves open.
 * @throws SilkError SUBNET_UNKNOWN when the subnet file or the daemon does not tell.
 */
export async function learnHost(config: SilkCniConfig, socket: NetlinkSocket): Promise<HostFacts> {
  const learned = asksHost(config) ? await learnSubnet(config) : undefined;
  const mtuBytes = config.mtu || learned?.mtuBytes || inferMtu(socket, config.vtepName ?? usualVtepName);
  if (mtuBytes < minMtuBytes) {
    const wanted = `${minMtuBytes} (the least for IPv4) or more`;
    throw new SilkError(
      'SUBNET_UNKNOWN',
      `Cannot use the MTU that the host tells: found ${mtuBytes}, wanted ${wanted}`,
    );
  }
  return { subnet: learned?.subnet, network: learned?.network, mtuBytes };
}

/** Whether the configuration leaves the addresses, the MTU or what is not masqueraded open. */
export function asksHost(config: SilkCniConfig): boolean {
  return needsSubnet(config) || !config.mtu || (config.ipMasq === true && config.noMasquerade === undefined);
}

/** Whether silk-ipam has no ranges of its own. */
export function needsSubnet({ ipamNetwork }: SilkCniConfig): boolean {
  return ipamNetwork?.rangeSets.length === 0;
}

/**
 * The first of `subnet`, `subnetFile` and `daemonPort` that the configuration has; undefined when it has none of them.
 * @throws SilkError SUBNET_UNKNOWN when the file or the daemon does not tell.
 */
export async function learnSubnet(config: SilkCniConfig): Promise<HostSubnet | undefined> {
  if (config.subnet !== undefined) return { subnet: networkOf(parsePrefix(config.subnet, 'subnet')) };
  return askForSubnet(config);
}
