import { networkOf, type Prefix } from '../src/addr/prefix.ts';
import { readDaemonReply } from '../src/config/daemon-reply.ts';
import { parseSubnetFile } from '../src/config/subnet-file.ts';
import { errorText, SilkError } from '../src/errors.ts';
import { readRegularFile } from '../src/files/regular-file.ts';

/** The daemon is on this host: if it has not answered by then, it is not going to. */
const daemonTimeoutMs = 2000;

/** Who else than the configuration knows the host's subnet. */
export interface SubnetSource {
  readonly subnetFile?: string;
  readonly daemonPort?: number;
}

/** Where a host is in the overlay network. Prefixes are without host bits. */
export interface HostSubnet {
  /** The host's part of the network. */
  readonly subnet: Prefix;
  /** The whole network, which a subnet file may tell. */
  readonly network?: Prefix | undefined;
  readonly mtuBytes?: number | undefined;
}

/**
 * What the first of `subnetFile` and `daemonPort` that is there tells; undefined where neither is.
 * @throws SilkError SUBNET_UNKNOWN when the file or the daemon does not tell.
 */
export async function askForSubnet({ subnetFile, daemonPort }: SubnetSource): Promise<HostSubnet | undefined> {
  if (subnetFile !== undefined) return fromFile(subnetFile);
  if (daemonPort !== undefined) return fromDaemon(daemonPort);
  return undefined;
}

function fromFile(path: string): HostSubnet {
  try {
    const { subnet, network, mtuBytes } = parseSubnetFile(readRegularFile(path), path);
    return { subnet: networkOf(subnet), network: network && networkOf(network), mtuBytes };
  } catch (error) {
    throw unknownSubnet(`the subnet file ${path}`, error);
  }
}

async function fromDaemon(port: number): Promise<HostSubnet> {
  const url = `http://127.0.0.1:${port}/`;
  try {
    const signal = AbortSignal.timeout(daemonTimeoutMs);
    const response = await fetch(url, { signal, redirect: 'error', ...directly });
    const text = await response.text();
    if (!response.ok) throw new Error(`it answered ${response.status} ${text.slice(0, 200)}`);
    const { subnet, mtuBytes } = readDaemonReply(text);
    return { subnet: networkOf(subnet), mtuBytes };
  } catch (error) {
    throw unknownSubnet(`the daemon at ${url}`, error);
  }
}

/** `proxy: false` is Bun's: whatever proxy the runtime's environment names, the daemon is on this host. */
const directly: object = { proxy: false };

function unknownSubnet(source: string, cause: unknown): SilkError {
  const reason = errorText(cause);
  return new SilkError('SUBNET_UNKNOWN', `Cannot learn the host's subnet from ${source}: ${reason}`, {
    details: `${source}: ${reason}`,
  });
}
