import { networkOf, type Prefix, parsePrefix } from '../../src/addr/prefix.ts';
import { parseSubnetFile } from '../../src/config/subnet-file.ts';
import { readDaemonReply, type SilkCniConfig } from '../../src/config/validate.ts';
import { errorText, SilkError } from '../../src/errors.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { readRegularFile } from '../../src/linux/regular-file.ts';
import { inferMtu } from '../../src/overlay/mtu.ts';

/** The daemon is on this host: if it has not answered by then, it is not going to. */
const daemonTimeoutMs = 2000;

/** RFC 791. */
const minMtuBytes = 68;

/** The overlay's device, whose MTU counts where nothing else says. */
const vtepName = 'silk-vtep';

/** What a container's link needs to know of its host. */
export interface HostFacts {
  /** The host's part of the overlay network; undefined where the configuration has no source for it. */
  readonly subnet: Prefix | undefined;
  readonly mtuBytes: number;
}

interface HostSubnet {
  readonly subnet: Prefix;
  readonly mtuBytes?: number | undefined;
}

/**
 * The host's subnet, and the MTU: the configuration's, else what came with the subnet, else what the host's links say.
 * The subnet file or the daemon is asked only for what the configuration leaves open.
 * @throws SilkError SUBNET_UNKNOWN when the subnet file or the daemon does not tell.
 */
export async function learnHost(config: SilkCniConfig, socket: NetlinkSocket): Promise<HostFacts> {
  const learned = asksHost(config) ? await learnSubnet(config) : undefined;
  const mtuBytes = config.mtu || learned?.mtuBytes || inferMtu(socket, vtepName);
  if (mtuBytes < minMtuBytes) {
    const wanted = `${minMtuBytes} (the least for IPv4) or more`;
    throw new SilkError(
      'SUBNET_UNKNOWN',
      `Cannot use the MTU that the host tells: found ${mtuBytes}, wanted ${wanted}`,
    );
  }
  return { subnet: learned?.subnet, mtuBytes };
}

/** Whether the configuration leaves the addresses or the MTU open. */
export function asksHost(config: SilkCniConfig): boolean {
  return needsSubnet(config) || !config.mtu;
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
  if (config.subnetFile !== undefined) return fromFile(config.subnetFile);
  if (config.daemonPort !== undefined) return fromDaemon(config.daemonPort);
  return undefined;
}

function fromFile(path: string): HostSubnet {
  try {
    const { subnet, mtuBytes } = parseSubnetFile(readRegularFile(path), path);
    return { subnet: networkOf(subnet), mtuBytes };
  } catch (error) {
    throw unknownSubnet(`the subnet file ${path}`, error);
  }
}

async function fromDaemon(port: number): Promise<HostSubnet> {
  const url = `http://127.0.0.1:${port}/`;
  try {
    const { response, text } = await getDirectly(url);
    if (!response.ok) throw new Error(`it answered ${response.status} ${text.slice(0, 200)}`);
    const { subnet, mtuBytes } = readDaemonReply(text);
    return { subnet: networkOf(subnet), mtuBytes };
  } catch (error) {
    throw unknownSubnet(`the daemon at ${url}`, error);
  }
}

/** Whatever proxy the runtime's environment names: the daemon is on this host. */
async function getDirectly(url: string): Promise<{ response: Response; text: string }> {
  const before = process.env['NO_PROXY'];
  process.env['NO_PROXY'] = '127.0.0.1';
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(daemonTimeoutMs), redirect: 'error' });
    return { response, text: await response.text() };
  } finally {
    // Delegated plugins get the environment as it was.
    if (before === undefined) delete process.env['NO_PROXY'];
    else process.env['NO_PROXY'] = before;
  }
}

function unknownSubnet(source: string, cause: unknown): SilkError {
  const reason = errorText(cause);
  return new SilkError('SUBNET_UNKNOWN', `Cannot learn the host's subnet from ${source}: ${reason}`, {
    details: `${source}: ${reason}`,
  });
}
