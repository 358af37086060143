import { isForHosts, wantedForHosts } from '../../addr/for-hosts.ts';
import { formatIp, type Ip, tryParseIp } from '../../addr/ip.ts';
import { contains, firstOf, formatPrefix, lastOf, type Prefix, tryParsePrefix } from '../../addr/prefix.ts';
import { badValue, type Fault, isObject } from '../../config/fault.ts';

/** What all hosts of a network have in common: the record `<prefix>/config`, as flannel reads it too. */
export interface NetworkConfig {
  readonly network: Prefix;
  readonly subnetLength: number;
  /** The first address of the first subnet that a host may have, and of the last. */
  readonly subnetMin: Ip;
  readonly subnetMax: Ip;
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
}

/** What the record has where it does not say; the port is the kernel's own default for VXLAN, which flannel leaves to it. */
export const configDefaults = { vni: 1, port: 8472, gbp: false } as const;

/** A million subnets are more than there are hosts, and few enough to be looked through at once. */
const mostBitsOfSubnets = 20;

/** A record that was read, or what is wrong with it. */
export type Parsed<T> =
  | { readonly value: T; readonly faults?: never }
  | { readonly value?: never; readonly faults: readonly Fault[] };

/**
 * The text of the record:
 * `{"Network":"10.255.0.0/16","SubnetLen":24,"Backend":{"Type":"vxlan","VNI":1,"Port":4789,"GBP":true}}`.
 * Keys are read whatever their case, as Go does; keys that are not known are let be.
 */
export function parseNetworkConfig(text: string): Parsed<NetworkConfig> {
  const json = parseObject(text);
  if (json === undefined) return { faults: [badValue('the whole', text, 'a JSON object')] };
  const faults: Fault[] = [];
  const network = readNetwork(json, faults);
  const backend = readBackend(json, faults);
  if (json['enableipv4'] === false) faults.push(badValue('EnableIPv4', false, 'true, or nothing'));
  if (network === undefined) return { faults };
  const subnetLength = readLength(json, network, faults);
  const size = 2n ** BigInt(32 - subnetLength);
  const firstDefault = { family: 4, value: firstOf(network).value + size } as const;
  const lastDefault = { family: 4, value: lastOf(network).value - size + 1n } as const;
  const within = { network, size, faults };
  const subnetMin = readBound({ ...within, key: 'SubnetMin', found: json['subnetmin'], fallback: firstDefault });
  const subnetMax = readBound({ ...within, key: 'SubnetMax', found: json['subnetmax'], fallback: lastDefault });
  if (subnetMin.value > subnetMax.value) {
    faults.push(badValue('SubnetMax', formatIp(subnetMax), `no less than SubnetMin ${formatIp(subnetMin)}`));
  }
  return faults.length > 0 ? { faults } : { value: { network, subnetLength, subnetMin, subnetMax, ...backend } };
}

/** The record's text. */
export function formatNetworkConfig(config: NetworkConfig): string {
  const { network, subnetLength, subnetMin, subnetMax, vni, port, gbp } = config;
  return JSON.stringify({
    Network: formatPrefix(network),
    SubnetLen: subnetLength,
    SubnetMin: formatIp(subnetMin),
    SubnetMax: formatIp(subnetMax),
    Backend: { Type: 'vxlan', VNI: vni, Port: port, GBP: gbp },
  });
}

/** Whether a host of the network may have the subnet. */
export function isOfNetwork({ subnetLength, subnetMin, subnetMax }: NetworkConfig, { ip, length }: Prefix): boolean {
  return length === subnetLength && ip.value >= subnetMin.value && ip.value <= subnetMax.value;
}

/** An object with its keys in lower case; undefined where the text is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return lowerKeys(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** An object with its keys in lower case; undefined where it is none. */
export function lowerKeys(json: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(json) || Array.isArray(json)) return undefined;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
}

function readNetwork(json: Readonly<Record<string, unknown>>, faults: Fault[]): Prefix | undefined {
  const found = json['network'];
  const network = typeof found === 'string' ? tryParsePrefix(found) : undefined;
  if (network?.ip.family !== 4 || network.length < 1 || network.length > 28) {
    faults.push(badValue('Network', found, 'an IPv4 prefix such as 10.255.0.0/16, of length 1 to 28'));
    return undefined;
  }
  if (!isForHosts(network)) faults.push(badValue('Network', found, wantedForHosts));
  return { ip: firstOf(network), length: network.length };
}

/** flannel's defaults: /24, or a quarter of a network that is too small for four of those. */
function readLength(json: Readonly<Record<string, unknown>>, network: Prefix, faults: Fault[]): number {
  const found = json['subnetlen'] ?? 0;
  const fallback = Math.max(24, network.length + 2);
  if (found === 0) return fallback;
  const [least, most] = [network.length + 2, Math.min(30, network.length + mostBitsOfSubnets)];
  if (isIntegerWithin(found, least, most)) return Number(found);
  faults.push(badValue('SubnetLen', found, `an integer from ${least} to ${most}`));
  return fallback;
}

interface Bound {
  readonly key: string;
  readonly found: unknown;
  readonly fallback: Ip;
  readonly network: Prefix;
  readonly size: bigint;
  readonly faults: Fault[];
}

function readBound({ key, found, fallback, network, size, faults }: Bound): Ip {
  if (found === undefined || found === '' || found === '0.0.0.0') return fallback;
  const ip = typeof found === 'string' ? tryParseIp(found) : undefined;
  if (ip !== undefined && contains(network, ip) && ip.value % size === 0n) return ip;
  faults.push(badValue(key, found, `the first address of a subnet of ${formatPrefix(network)}`));
  return fallback;
}

function readBackend(
  json: Readonly<Record<string, unknown>>,
  faults: Fault[],
): Pick<NetworkConfig, 'vni' | 'port' | 'gbp'> {
  const backend = lowerKeys(json['backend']);
  const { type, vni = configDefaults.vni, port = 0, gbp = configDefaults.gbp } = backend ?? {};
  if (type !== 'vxlan') faults.push(badValue('Backend.Type', type, '"vxlan"'));
  if (!isIntegerWithin(vni, 1, 0xff_ffff)) faults.push(badValue('Backend.VNI', vni, 'an integer from 1 to 16777215'));
  if (!isIntegerWithin(port, 0, 65_535)) faults.push(badValue('Backend.Port', port, 'an integer from 1 to 65535'));
  if (typeof gbp !== 'boolean') faults.push(badValue('Backend.GBP', gbp, 'true or false'));
  return { vni: Number(vni), port: Number(port) || configDefaults.port, gbp: gbp === true };
}

function isIntegerWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
