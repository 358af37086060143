import { firstOf, formatPrefix, type Prefix, parsePrefix } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import { isAddress, wantedAddress } from './address-check.ts';

/** What a host's agent (flannel, or silkd) writes about its host. */
export interface SubnetFile {
  /** The whole overlay network. */
  readonly network?: Prefix;
  /** The host's part of it; flannel writes its first address, so host bits may be set. IPv4. */
  readonly subnet: Prefix;
  readonly mtuBytes?: number;
  readonly ipMasq?: boolean;
}

interface Setting {
  readonly key: string;
  readonly value: string;
  /** `FILE line N: KEY` */
  readonly where: string;
}

const known = ['FLANNEL_NETWORK', 'FLANNEL_SUBNET', 'FLANNEL_MTU', 'FLANNEL_IPMASQ'];

/**
 * Reads `FLANNEL_SUBNET=10.255.30.1/24` and its like. Blank lines, comments (`#`), quotes around a value and other keys
 * are let be. A known key that comes twice is refused: of two answers neither can be trusted.
 * @throws SilkError SUBNET_UNKNOWN naming `path`, line and key.
 */
export function parseSubnetFile(text: string, path: string): SubnetFile {
  const settings = new Map<string, Setting>();
  for (const setting of parseSettings(text, path)) {
    const earlier = settings.get(setting.key);
    if (earlier !== undefined) throw unreadable(setting.where, setting.value, `the key once (see ${earlier.where})`);
    settings.set(setting.key, setting);
  }
  const subnet = settings.get('FLANNEL_SUBNET');
  if (subnet === undefined) throw unreadable(`${path}: FLANNEL_SUBNET`, undefined, wantedAddress.ipv4Prefix);
  const network = settings.get('FLANNEL_NETWORK');
  const mtu = settings.get('FLANNEL_MTU');
  const ipMasq = settings.get('FLANNEL_IPMASQ');
  return {
    subnet: toPrefix(subnet),
    ...(network && { network: toPrefix(network) }),
    ...(mtu && { mtuBytes: toMtu(mtu) }),
    ...(ipMasq && { ipMasq: toBoolean(ipMasq) }),
  };
}

/** The text of a subnet file, as parseSubnetFile() reads it and flannel writes it: with the subnet's first host address, the gateway. */
export function formatSubnetFile({ network, subnet, mtuBytes, ipMasq }: Required<SubnetFile>): string {
  const lines = [
    `FLANNEL_NETWORK=${formatPrefix(network)}`,
    `FLANNEL_SUBNET=${formatPrefix(gatewayIn(subnet))}`,
    `FLANNEL_MTU=${mtuBytes}`,
    `FLANNEL_IPMASQ=${ipMasq}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** A subnet's first host address, with its length: `10.255.30.1/24`. */
export function gatewayIn(subnet: Prefix): Prefix {
  const first = firstOf(subnet);
  return { ip: { ...first, value: first.value + 1n }, length: subnet.length };
}

function parseSettings(text: string, path: string): Setting[] {
  const settings: Setting[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    const setting = parseLine(line.trim(), `${path} line ${i + 1}`);
    if (setting !== undefined && known.includes(setting.key)) settings.push(setting);
  }
  return settings;
}

function parseLine(line: string, where: string): Setting | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const [, key, raw] = /^([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
  if (key === undefined || raw === undefined) throw unreadable(where, line, 'KEY=VALUE');
  const [, , quoted] = /^(["'])(.*)\1$/.exec(raw) ?? [];
  return { key, value: quoted ?? raw, where: `${where}: ${key}` };
}

function toPrefix({ value, where }: Setting): Prefix {
  if (!isAddress(value, 'ipv4Prefix')) throw unreadable(where, value, wantedAddress.ipv4Prefix);
  return parsePrefix(value, where);
}

function toMtu({ value, where }: Setting): number {
  if (!/^[1-9]\d{1,4}$/.test(value) || Number(value) < 68 || Number(value) > 65535) {
    throw unreadable(where, value, 'an integer from 68 (the least for IPv4) to 65535');
  }
  return Number(value);
}

function toBoolean({ value, where }: Setting): boolean {
  if (value !== 'true' && value !== 'false') throw unreadable(where, value, 'true or false');
  return value === 'true';
}

function unreadable(where: string, value: string | undefined, wanted: string): SilkError {
  const found = value === undefined ? 'nothing' : JSON.stringify(value.slice(0, 80));
  return new SilkError('SUBNET_UNKNOWN', `Cannot use the subnet file ${where}: found ${found}, wanted ${wanted}`);
}
