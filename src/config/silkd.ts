import type { Ip } from '../addr/ip.ts';
import type { Peer } from '../addr/peer.ts';
import type { Prefix } from '../addr/prefix.ts';
import type { LogLevel } from '../log.ts';
import { check, refuse } from './check.ts';
import { badValue, type Fault } from './fault.ts';
import { validateSilkd } from './generated/silkd.ts';
import { checkPeers, type PeerList } from './peer-check.ts';
import { findOverlayFaults, overlayValues, silkVtepDefaults } from './silk-vtep.ts';
import type { SilkdKeys } from './silkd.schema.ts';

const { vni, port, gbp, vtepName, peersFile, runDir } = silkVtepDefaults;

/** What a configuration of silkd has where it does not say. */
export const silkdDefaults = {
  source: 'static',
  vtepName,
  ipMasq: false,
  runDir,
  stateDir: '/var/lib/silk',
  subnetFile: '/run/silk/subnet.env',
  apiSocket: '/run/silk/silkd.sock',
  intervalSeconds: 60,
  watchKernel: true,
  logLevel: 'info',
} as const;

/** The same, of what only a static source has. */
export const staticDefaults = { vni, port, gbp, peersFile } as const;

/** Where the host is and who else there is, as the configuration says. Prefixes are without host bits. */
export interface StaticKeys {
  readonly overlayNetwork: Prefix;
  readonly subnet: Prefix;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
  /** The inline list; absent: `peersFile` counts. */
  readonly peers?: readonly Peer[];
  readonly peersFile: string;
}

/** Who says where the host is, and who else there is. */
export type SourceChoice = { readonly kind: 'static'; readonly static: StaticKeys };

/** A configuration of silkd that can be used. */
export interface SilkdConfig {
  readonly source: SourceChoice;
  readonly underlayInterface?: string;
  readonly underlayAddress?: Ip;
  /** Bytes; absent: found out from the underlay. */
  readonly mtu?: number;
  readonly vtepName: string;
  readonly ipMasq: boolean;
  readonly runDir: string;
  readonly stateDir: string;
  readonly subnetFile: string;
  readonly apiSocket: string;
  /** TCP, on 127.0.0.1. */
  readonly apiPort?: number;
  readonly intervalSeconds: number;
  readonly watchKernel: boolean;
  readonly logLevel: LogLevel;
}

/**
 * The configuration of silkd, with defaults filled in.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readSilkdConfig(json: unknown): SilkdConfig {
  let list: PeerList = { peers: [], faults: [] };
  const { value, faults } = check<SilkdKeys>(validateSilkd, json, (keys) => {
    list = checkPeers(keys.peers ?? []);
    return [...findOverlayFaults(keys), ...findSourceFaults(keys), ...list.faults];
  });
  refuse('Cannot use the configuration', faults);
  return toConfig(value, list.peers);
}

/** The keys that say what another source finds out by itself. */
const staticKeys = ['overlayNetwork', 'subnet', 'vni', 'port', 'gbp', 'peers', 'peersFile'] as const;

function findSourceFaults(keys: SilkdKeys): Fault[] {
  const { source = silkdDefaults.source, overlayNetwork, subnet } = keys;
  if (source === 'static') {
    return [
      ...(overlayNetwork === undefined ? [needed('overlayNetwork')] : []),
      ...(subnet === undefined ? [needed('subnet')] : []),
    ];
  }
  return staticKeys
    .filter((key) => keys[key] !== undefined)
    .map((key) => badValue(key, keys[key], `none with "source": "${source}", which says it itself`));
}

function needed(key: string): Fault {
  return badValue(key, undefined, 'an IPv4 prefix such as 10.255.0.0/16, which a static source has to be told');
}

function toConfig(keys: SilkdKeys, peers: readonly Peer[]): SilkdConfig {
  const { source: _kind, vni: _vni, port: _port, gbp: _gbp, peersFile: _file, logLevel, ...rest } = keys;
  const { overlayNetwork, subnet, peers: inline, ...common } = overlayValues(rest, peers);
  if (overlayNetwork === undefined || subnet === undefined) throw new RangeError('a static source without its subnet');
  return {
    ...silkdDefaults,
    ...common,
    logLevel: (logLevel ?? silkdDefaults.logLevel) as LogLevel,
    source: {
      kind: 'static',
      static: {
        ...staticDefaults,
        ...definedOf(keys, ['vni', 'port', 'gbp', 'peersFile']),
        overlayNetwork,
        subnet,
        ...(inline && { peers: inline }),
      },
    },
  };
}

function definedOf<Key extends keyof SilkdKeys>(keys: SilkdKeys, names: readonly Key[]): Pick<SilkdKeys, Key> {
  return Object.fromEntries(names.flatMap((name) => (keys[name] === undefined ? [] : [[name, keys[name]]]))) as Pick<
    SilkdKeys,
    Key
  >;
}
