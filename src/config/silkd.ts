import type { Ip } from '../addr/ip.ts';
import type { Peer } from '../addr/peer.ts';
import type { Prefix } from '../addr/prefix.ts';
import type { LogLevel } from '../log.ts';
import { wantedAddress } from './address-check.ts';
import { check, refuse } from './check.ts';
import { type EtcdKeys, etcdSchema } from './etcd-options.schema.ts';
import { type EtcdOptions, findEtcdFaults, toEtcdOptions } from './etcd-options.ts';
import { type EvpnKeys, evpnSchema } from './evpn-options.schema.ts';
import { type EvpnOptions, findEvpnFaults, toEvpnOptions } from './evpn-options.ts';
import { badValue, type Fault } from './fault.ts';
import { validateSilkd } from './generated/silkd.ts';
import { checkPeers, type PeerList } from './peer-check.ts';
import { findOverlayFaults, overlayValues, silkVtepDefaults } from './silk-vtep.ts';
import type { SilkdKeys } from './silkd.schema.ts';

const { vni, port, gbp, vtepName, peersFile, runDir } = silkVtepDefaults;

/** Where the configuration of silkd is, unless its command line says another path. */
export const silkdConfigPath = '/etc/silk/silkd.json';

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

/** Where the host is, as the configuration says. Prefixes are without host bits. */
export interface PlaceKeys {
  readonly overlayNetwork: Prefix;
  readonly subnet: Prefix;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
}

/** The same, and who else there is. */
export interface StaticKeys extends PlaceKeys {
  /** The inline list; absent: `peersFile` counts. */
  readonly peers?: readonly Peer[];
  readonly peersFile: string;
}

/** Who says where the host is, and who else there is. */
export type SourceChoice =
  | { readonly kind: 'static'; readonly static: StaticKeys }
  | { readonly kind: 'etcd'; readonly etcd: EtcdOptions }
  | { readonly kind: 'evpn'; readonly evpn: EvpnOptions; readonly place: PlaceKeys };

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

const placeKeys = ['overlayNetwork', 'subnet', 'vni', 'port', 'gbp'] as const;
/** The keys that mean something with one source and not with another. */
const keysOf = {
  static: [...placeKeys, 'peers', 'peersFile'],
  etcd: ['etcd'],
  evpn: [...placeKeys, 'evpn'],
} as const;

type SourceKind = keyof typeof keysOf;

function findSourceFaults(keys: SilkdKeys): Fault[] {
  const source = (keys.source ?? silkdDefaults.source) as SourceKind;
  const unwanted = [...new Set(Object.values(keysOf).flat())].filter(
    (key) => !keysOf[source].some((own) => own === key),
  );
  return [
    ...(source === 'etcd' ? needed(keys, 'etcd', etcdSchema.description) : findPlaceFaults(keys)),
    ...(source === 'evpn' ? needed(keys, 'evpn', evpnSchema.description) : []),
    ...unwanted.flatMap((key) =>
      keys[key] === undefined ? [] : [badValue(key, keys[key], `none with "source": "${source}"`)],
    ),
    ...(source === 'etcd' && keys.etcd ? findEtcdFaults(keys.etcd, 'etcd.') : []),
    ...(source === 'evpn' && keys.evpn ? findEvpnFaults(keys.evpn, 'evpn.') : []),
  ];
}

function findPlaceFaults(keys: SilkdKeys): Fault[] {
  const missing = (['overlayNetwork', 'subnet'] as const).flatMap((key) => needed(keys, key, wantedAddress.ipv4Prefix));
  return [...missing, ...findTooSmall(keys.subnet)];
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

function needed(keys: SilkdKeys, key: keyof SilkdKeys, wanted: string): Fault[] {
  const source = keys.source ?? silkdDefaults.source;
  return keys[key] === undefined ? [badValue(key, undefined, `${wanted}, as "source": "${source}" needs it`)] : [];
}

function toConfig(keys: SilkdKeys, inline: readonly Peer[]): SilkdConfig {
  const { overlayNetwork, subnet, peers, ...values } = overlayValues(keys, inline);
  const { source: _source, vni, port, gbp, peersFile, etcd, evpn, logLevel, ...common } = values;
  const given = definedOf({ vni, port, gbp, peersFile, peers });
  return {
    ...settings,
    ...common,
    logLevel: (logLevel ?? silkdDefaults.logLevel) as LogLevel,
    source: chooseSource({ ...staticDefaults, ...given, overlayNetwork, subnet }, { etcd, evpn }),
  };
}

type StaticDraft = Omit<StaticKeys, 'overlayNetwork' | 'subnet'> & {
  readonly [Key in 'overlayNetwork' | 'subnet']: Prefix | undefined;
};

function chooseSource(
  { overlayNetwork, subnet, peers, peersFile, ...rest }: StaticDraft,
  { etcd, evpn }: { readonly etcd: EtcdKeys | undefined; readonly evpn: EvpnKeys | undefined },
): SourceChoice {
  if (etcd !== undefined) return { kind: 'etcd', etcd: toEtcdOptions(etcd) };
  if (overlayNetwork === undefined || subnet === undefined) throw new RangeError('a configuration without a source');
  const place = { ...rest, overlayNetwork, subnet };
  if (evpn !== undefined) return { kind: 'evpn', evpn: toEvpnOptions(evpn), place };
  return { kind: 'static', static: { ...place, peersFile, ...(peers && { peers }) } };
}

/** Without the keys that have no value. */
function definedOf<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
