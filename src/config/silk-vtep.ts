import { type Ip, parseIp } from '../addr/ip.ts';
import type { Peer } from '../addr/peer.ts';
import { contains, formatPrefix, networkOf, type Prefix, parsePrefix } from '../addr/prefix.ts';
import { AddressCheck } from './address-check.ts';
import { check, refuse } from './check.ts';
import { badValue, type Fault } from './fault.ts';
import { validateSilkVtep } from './generated/silk-vtep.ts';
import { checkPeers, type PeerList } from './peer-check.ts';
import type { SilkVtepKeys } from './silk-vtep.schema.ts';

/** What a configuration of silk-vtep has where it does not say. */
export const silkVtepDefaults = {
  vni: 1,
  /** RFC 7348. */
  port: 4789,
  gbp: true,
  vtepName: 'silk-vtep',
  peersFile: '/etc/silk/peers.json',
  runDir: '/run/silk',
} as const;

/** A network configuration of `"type": "silk-vtep"` that can be used. Prefixes are without host bits. */
export interface SilkVtepConfig {
  readonly name: string;
  /** The whole overlay network, IPv4. */
  readonly overlayNetwork?: Prefix;
  /** The host's part of it. */
  readonly subnet?: Prefix;
  /** A file of `FLANNEL_...=` lines. */
  readonly subnetFile?: string;
  /** TCP, on 127.0.0.1. */
  readonly daemonPort?: number;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
  readonly vtepName: string;
  readonly underlayInterface?: string;
  readonly underlayAddress?: Ip;
  /** The inline list; absent: `peersFile` counts. */
  readonly peers?: readonly Peer[];
  readonly peersFile: string;
  /** Bytes; absent: found out from the underlay. */
  readonly mtu?: number;
  /** Where the lock is. */
  readonly runDir: string;
  readonly prevResult?: unknown;
}

/**
 * A network configuration of `"type": "silk-vtep"`, with defaults filled in.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readSilkVtepConfig(json: unknown): SilkVtepConfig {
  let list: PeerList = { peers: [], faults: [] };
  const { value, faults } = check<SilkVtepKeys>(validateSilkVtep, json, (keys) => {
    list = checkPeers(keys.peers ?? []);
    return findOverlayFaults(keys).concat(list.faults);
  });
  refuse('Cannot use the configuration', faults);
  return toConfig(value, list.peers);
}

function toConfig(keys: SilkVtepKeys, peers: readonly Peer[]): SilkVtepConfig {
  return { ...silkVtepDefaults, ...overlayValues(keys, peers) };
}

/** The keys of a configuration that mean more than their texts say. */
export type OverlayKeys = Pick<
  SilkVtepKeys,
  'overlayNetwork' | 'subnet' | 'underlayAddress' | 'mtu' | 'peers' | 'peersFile'
>;

/** The same keys as values, absent where they are not given. Prefixes are without host bits. */
interface OverlayValues {
  readonly overlayNetwork?: Prefix;
  readonly subnet?: Prefix;
  readonly underlayAddress?: Ip;
  readonly mtu?: number;
  readonly peers?: readonly Peer[];
}

/** The keys as they are, those of `OverlayKeys` as values. `peers` are what the inline list means. */
export function overlayValues<Keys extends OverlayKeys>(
  keys: Keys,
  peers: readonly Peer[],
): Omit<Keys, keyof OverlayValues> & OverlayValues {
  const { overlayNetwork, subnet, underlayAddress, mtu, peers: inline, ...rest } = keys;
  return {
    ...rest,
    ...(overlayNetwork !== undefined && { overlayNetwork: readNetwork(overlayNetwork) }),
    ...(subnet !== undefined && { subnet: readNetwork(subnet) }),
    ...(underlayAddress !== undefined && { underlayAddress: parseIp(underlayAddress, 'underlayAddress') }),
    ...(inline !== undefined && { peers }),
    ...(mtu !== undefined && mtu > 0 && { mtu }),
  };
}

/** Host bits are let be, as silk-cni does. */
function readNetwork(text: string): Prefix {
  return networkOf(parsePrefix(text, 'a prefix'));
}

/** What the texts of these keys mean is no use: each fault by its field. */
export function findOverlayFaults({ overlayNetwork, subnet, underlayAddress, peers, peersFile }: OverlayKeys): Fault[] {
  const addresses = new AddressCheck();
  addresses.one('overlayNetwork', overlayNetwork, 'ipv4Prefix');
  addresses.one('subnet', subnet, 'ipv4Prefix');
  const hasPrefixes = overlayNetwork !== undefined && subnet !== undefined && addresses.faults.length === 0;
  addresses.one('underlayAddress', underlayAddress, 'unicastIpv4');
  const faults = hasPrefixes ? addresses.faults.concat(findOutside(overlayNetwork, subnet)) : addresses.faults;
  if (peers === undefined || peersFile === undefined) return faults;
  return faults.concat(badValue('peersFile', peersFile, 'no peersFile beside peers: only one of them can count'));
}

/** The host's part has to be one of the network. */
function findOutside(overlayNetwork: string, subnet: string): Fault[] {
  const [network, part] = [readNetwork(overlayNetwork), readNetwork(subnet)];
  if (part.length > network.length && contains(network, part.ip)) return [];
  return [badValue('subnet', subnet, `a part of overlayNetwork ${formatPrefix(network)}`)];
}
