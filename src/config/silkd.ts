import type { Ip } from '../addr/ip.ts';
import type { Peer } from '../addr/peer.ts';
import type { Prefix } from '../addr/prefix.ts';
import type { LogLevel } from '../log.ts';
import { wantedAddress } from './address-check.ts';
import { check, refuse } from './check.ts';
import { type EtcdKeys, etcdSchema } from './etcd-options.schema.ts';
import { type EtcdOptions, findEtcdFaults, toEtcdOptions } from './etcd-options.ts';
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

const { source: _source, ...settings } = silkdDefaults;

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
export type SourceChoice =
  | { readonly kind: 'static'; readonly static: StaticKeys }
  | { readonly kind: 'etcd'; readonly etcd: EtcdOptions };

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
    return [...findOverlayFaults(keys), ...findSourceFaults(keys), ...findOneFileTwice(keys), ...list.faults];
  });
  refuse('Cannot use the configuration', faults);
  return toConfig(value, list.peers);
}

/** The keys that say what another source finds out by itself. */
const staticKeys = ['overlayNetwork', 'subnet', 'vni', 'port', 'gbp', 'peers', 'peersFile'] as const;

function findSourceFaults(keys: SilkdKeys): Fault[] {
  const { source = silkdDefaults.source, etcd } = keys;
  if (source === 'static') {
    return [
      ...needed(keys, 'overlayNetwork'),
      ...needed(keys, 'subnet'),
      ...findTooSmall(keys.subnet),
      ...unwanted(keys, 'etcd', source),
    ];
  }
  return [
    ...staticKeys.flatMap((key) => unwanted(keys, key, source)),
    ...(etcd === undefined
      ? [badValue('etcd', undefined, `${etcdSchema.description}, as "source": "${source}" needs it`)]
      : findEtcdFaults(etcd, 'etcd.')),
  ];
}

/** The first address is the VTEP's; a peer's part, and one by lease, is no smaller either. */
function findTooSmall(subnet: string | undefined): Fault[] {
  const length = Number(subnet?.split('/')[1] ?? 0);
  return length <= 30 ? [] : [badValue('subnet', subnet, 'a prefix of length 30 at most')];
}

/** What silkd writes whole takes the place of whatever was there. */
function findOneFileTwice(keys: SilkdKeys): Fault[] {
  const { subnetFile, apiSocket, peersFile } = { ...staticDefaults, ...silkdDefaults, ...keys };
  return [
    ...(subnetFile === apiSocket ? [badValue('subnetFile', subnetFile, 'another path than apiSocket')] : []),
    ...(subnetFile === peersFile ? [badValue('subnetFile', subnetFile, 'another path than peersFile')] : []),
  ];
}

function needed(keys: SilkdKeys, key: 'overlayNetwork' | 'subnet'): Fault[] {
  if (keys[key] !== undefined) return [];
  return [badValue(key, undefined, `${wantedAddress.ipv4Prefix}, which a static source has to be told`)];
}

function unwanted(keys: SilkdKeys, key: (typeof staticKeys)[number] | 'etcd', source: string): Fault[] {
  return keys[key] === undefined ? [] : [badValue(key, keys[key], `none with "source": "${source}"`)];
}

function toConfig(keys: SilkdKeys, inline: readonly Peer[]): SilkdConfig {
  const { overlayNetwork, subnet, peers, ...values } = overlayValues(keys, inline);
  const { source: _source, vni, port, gbp, peersFile, etcd, logLevel, ...common } = values;
  const given = definedOf({ vni, port, gbp, peersFile, peers });
  return {
    ...settings,
    ...common,
    logLevel: (logLevel ?? silkdDefaults.logLevel) as LogLevel,
    source: chooseSource({ ...staticDefaults, ...given, overlayNetwork, subnet }, etcd),
  };
}

type StaticDraft = Omit<StaticKeys, 'overlayNetwork' | 'subnet'> & {
  readonly [Key in 'overlayNetwork' | 'subnet']: Prefix | undefined;
};

function chooseSource({ overlayNetwork, subnet, ...rest }: StaticDraft, etcd: EtcdKeys | undefined): SourceChoice {
  if (etcd !== undefined) return { kind: 'etcd', etcd: toEtcdOptions(etcd) };
  if (overlayNetwork === undefined || subnet === undefined) throw new RangeError('a configuration without a source');
  return { kind: 'static', static: { ...rest, overlayNetwork, subnet } };
}

/** Without the keys that have no value. */
function definedOf<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
