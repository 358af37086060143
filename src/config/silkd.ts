import { normalize } from 'node:path';
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
import { defaultEndpointsFile, lanEndpointsPath, learnedEndpointsPath } from './segment.ts';
import { findOverlayFaults, overlayValues, silkVtepDefaults } from './silk-vtep.ts';
import { type SilkdKeys, silkdSchema } from './silkd.schema.ts';
import { findSegmentFaults, findSegmentRouteFaults, type SegmentConfig, toSegments } from './silkd-segments.ts';

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

/** The same, of what only segments have. */
export const silkdSegmentDefaults = { endpointsFile: defaultEndpointsFile } as const;

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
  | { readonly kind: 'evpn'; readonly evpn: EvpnOptions; readonly place: PlaceKeys }
  /** Nobody, and there is no such network: only segments are kept. */
  | { readonly kind: 'none' };

/** A configuration of silkd that can be used. */
export interface SilkdConfig {
  readonly source: SourceChoice;
  readonly segments: readonly SegmentConfig[];
  /** What is attached to segments on other hosts, written down. */
  readonly endpointsFile: string;
  /** Who tells other hosts what is attached to segments here; absent: nobody does. */
  readonly segmentEvpn?: EvpnOptions;
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
    const segments = findSegmentFaults(keys.segments ?? [], isRouted(keys) ? (keys.vtepName ?? vtepName) : undefined);
    return [
      ...findOverlayFaults(keys),
      ...findSourceFaults(keys),
      ...findOneFileTwice(keys),
      ...list.faults,
      ...segments,
      ...(segments.length === 0 ? findSegmentRouteFaults(keys.segments ?? [], keys.evpn) : []),
    ];
  });
  refuse('Cannot use the configuration', faults);
  return toConfig(value, list.peers);
}

const placeKeys = ['overlayNetwork', 'subnet', 'vni', 'port', 'gbp'] as const;
const routedKeys = ['mtu', 'vtepName', 'ipMasq', 'subnetFile'] as const;
/** The keys that mean something with one source and not with another. */
const keysOf = {
  static: [...placeKeys, 'peers', 'peersFile', ...routedKeys],
  etcd: ['etcd', ...routedKeys],
  evpn: [...placeKeys, ...routedKeys],
  none: [],
} as const;

type SourceKind = keyof typeof keysOf;

function sourceOf({ source }: SilkdKeys): SourceKind {
  return (source ?? silkdDefaults.source) as SourceKind;
}

function isRouted(keys: SilkdKeys): boolean {
  return sourceOf(keys) !== 'none';
}

function findSourceFaults(keys: SilkdKeys): Fault[] {
  const source = sourceOf(keys);
  const unwanted = [...new Set(Object.values(keysOf).flat())].filter(
    (key) => !keysOf[source].some((own: string) => own === key),
  );
  return [
    ...(source === 'etcd' ? needed(keys, 'etcd', etcdSchema.description) : []),
    ...(source === 'static' || source === 'evpn' ? findPlaceFaults(keys) : []),
    ...(source === 'none' ? needed(keys, 'segments', silkdSchema.properties.segments.description) : []),
    ...unwanted.flatMap((key) => unwantedWith(keys, key, `"source": "${source}"`)),
    ...(source === 'etcd' && keys.etcd ? findEtcdFaults(keys.etcd, 'etcd.') : []),
    ...findEvpnKeyFaults(keys),
    ...(keys.segments === undefined ? unwantedWith(keys, 'endpointsFile', 'no segments') : []),
  ];
}

function unwantedWith(keys: SilkdKeys, key: keyof SilkdKeys, what: string): Fault[] {
  return keys[key] === undefined ? [] : [badValue(key, keys[key], `none with ${what}`)];
}

/** `evpn` is for the source of that name, and for segments, which have route targets and distinguishers of their own. */
function findEvpnKeyFaults(keys: SilkdKeys): Fault[] {
  const source = sourceOf(keys);
  const { evpn } = keys;
  if (evpn === undefined) return source === 'evpn' ? needed(keys, 'evpn', evpnSchema.description) : [];
  if (source === 'evpn') return findEvpnFaults(evpn, 'evpn.');
  if (keys.segments === undefined) return unwantedWith(keys, 'evpn', `"source": "${source}" and no segments`);
  return (['routeTarget', 'routeDistinguisher'] as const).flatMap((key) =>
    evpn[key] === undefined ? [] : [badValue(`evpn.${key}`, evpn[key], `none with "source": "${source}"`)],
  );
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
  const all = { ...staticDefaults, ...silkdDefaults, ...silkdSegmentDefaults, ...keys };
  const own = [learnedEndpointsPath(all.runDir), lanEndpointsPath(all.runDir)];
  return [
    ...(['endpointsFile', 'apiSocket'] as const).flatMap((key) =>
      own.includes(normalize(all[key])) ? [badValue(key, all[key], "another path than silkd's own lists")] : [],
    ),
    ...(['apiSocket', 'peersFile', 'endpointsFile'] as const).flatMap((other) =>
      normalize(all.subnetFile) === normalize(all[other]) && isRouted(keys)
        ? [badValue('subnetFile', all[other], `another path than ${other}`)]
        : [],
    ),
  ];
}

function needed(keys: SilkdKeys, key: keyof SilkdKeys, wanted: string): Fault[] {
  return keys[key] === undefined
    ? [badValue(key, undefined, `${wanted}, as "source": "${sourceOf(keys)}" needs it`)]
    : [];
}

function toConfig(keys: SilkdKeys, inline: readonly Peer[]): SilkdConfig {
  const { overlayNetwork, subnet, peers, ...values } = overlayValues(keys, inline);
  const { source: _source, vni, port, gbp, peersFile, etcd, evpn, segments, logLevel, ...common } = values;
  const given = definedOf({ vni, port, gbp, peersFile, peers });
  return {
    ...settings,
    ...silkdSegmentDefaults,
    ...common,
    segments: toSegments(segments ?? []),
    ...(segments && evpn && { segmentEvpn: toEvpnOptions(evpn) }),
    logLevel: (logLevel ?? silkdDefaults.logLevel) as LogLevel,
    source: chooseSource(sourceOf(keys), { ...staticDefaults, ...given, overlayNetwork, subnet }, { etcd, evpn }),
  };
}

type StaticDraft = Omit<StaticKeys, 'overlayNetwork' | 'subnet'> & {
  readonly [Key in 'overlayNetwork' | 'subnet']: Prefix | undefined;
};

function chooseSource(
  kind: SourceKind,
  { overlayNetwork, subnet, peers, peersFile, ...rest }: StaticDraft,
  { etcd, evpn }: { readonly etcd: EtcdKeys | undefined; readonly evpn: EvpnKeys | undefined },
): SourceChoice {
  if (kind === 'none') return { kind };
  if (etcd !== undefined) return { kind: 'etcd', etcd: toEtcdOptions(etcd) };
  if (overlayNetwork === undefined || subnet === undefined) throw new RangeError('a configuration without a source');
  const place = { ...rest, overlayNetwork, subnet };
  if (kind === 'evpn' && evpn !== undefined) return { kind, evpn: toEvpnOptions(evpn), place };
  return { kind: 'static', static: { ...place, peersFile, ...(peers && { peers }) } };
}

/** Without the keys that have no value. */
function definedOf<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
