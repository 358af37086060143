import { type Prefix, parsePrefix } from '../addr/prefix.ts';
import { type ErrorCode, errorText, SilkError } from '../errors.ts';
import { AddressCheck, type AddressKind } from './address-check.ts';
import type { Conflist } from './conflist.schema.ts';
import type { DaemonReplyKeys } from './daemon-reply.schema.ts';
import type { Datastore } from './datastore.schema.ts';
import {
  badValue,
  distinct,
  type Fault,
  faultError,
  findFaults,
  formatKey,
  isObject,
  type Validator,
} from './fault.ts';
import { validateConflist } from './generated/conflist.ts';
import { validateDaemonReply } from './generated/daemon-reply.ts';
import { validateDatastore } from './generated/datastore.ts';
import { validateSilkCni } from './generated/silk-cni.ts';
import { validateSilkIpam } from './generated/silk-ipam.ts';
import { findIpamFaults } from './ipam-check.ts';
import { listRangeSets } from './range-sets.ts';
import { defaultIpamType, defaultLockTimeoutMs } from './salvage.ts';
import type { IpamChoice, SilkCniKeys } from './silk-cni.schema.ts';
import type { IpamConfig, IpamNetworkKeys, NamedRange } from './silk-ipam.schema.ts';

/** A network configuration of `"type": "silk-cni"` that can be used. */
export interface SilkCniConfig extends SilkCniKeys {
  readonly ipam: IpamChoice;
  /** The same network as silk-ipam reads it; undefined when `ipam.type` is another plugin. */
  readonly ipamNetwork: IpamNetwork | undefined;
}

/** A network configuration that silk-ipam can use. */
export interface IpamNetwork extends IpamNetworkKeys {
  readonly ipam: IpamConfig;
  /** In the order in which addresses are given: the runtime's, the older form, `ipam.ranges`. */
  readonly rangeSets: readonly (readonly NamedRange[])[];
}

/** What the daemon says of its host. */
export interface DaemonReply {
  readonly subnet: Prefix;
  /** Undefined where the daemon does not know. */
  readonly mtuBytes: number | undefined;
}

/**
 * A network configuration of `"type": "silk-cni"`. An absent or empty `ipam` is `{"type":"silk-ipam"}`.
 * With another `ipam.type`, the rest of `ipam` is not looked at.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readSilkCniConfig(json: unknown): SilkCniConfig {
  const full = withIpam(json);
  const own = check<SilkCniKeys>(validateSilkCni, full, ({ subnet }) => findBadAddress('subnet', subnet, 'ipv4Prefix'));
  const isOurs = isObject(full) && isObject(full['ipam']) && full['ipam']['type'] === defaultIpamType;
  const network = isOurs ? check<IpamNetworkKeys>(validateSilkIpam, full, findIpamFaults) : undefined;
  refuse('Cannot use the configuration', distinct(own.faults.concat(network?.faults ?? [])));
  const config = full as SilkCniKeys & { readonly ipam: IpamChoice };
  return { ...config, ipamNetwork: network && toIpamNetwork(network.value) };
}

/**
 * A network configuration with silk-ipam as its `ipam`, whatever its interface plugin is: of the other keys only those
 * that silk-ipam reads are looked at.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD as `readSilkCniConfig`, and where there is no range at all.
 */
export function readIpamNetwork(json: unknown): IpamNetwork {
  const { value, faults } = check<IpamNetworkKeys>(validateSilkIpam, json, findIpamFaults);
  refuse('Cannot use the configuration', faults);
  const network = toIpamNetwork(value);
  if (network.rangeSets.length === 0) {
    refuse('Cannot use the configuration', [badValue('ipam.ranges', value.ipam.ranges, 'at least one range set')]);
  }
  return network;
}

/**
 * A network list of one or more plugins.
 * @param source the list, for messages.
 * @throws SilkError BAD_CONFIG naming `source` and the first fault, with all of them in `details`.
 */
export function readConflist(json: unknown, source = 'the network list'): Conflist {
  const { value, faults } = check<Conflist>(validateConflist, json);
  refuse(`Cannot use ${source}`, faults);
  return value;
}

/**
 * The text of a datastore; an empty one holds nothing.
 * The object has no prototype, so that a handle such as `constructor` is not found by accident.
 * @throws SilkError STATE_CORRUPT naming `path`.
 */
export function readDatastore(text: string, path: string): Datastore {
  const cannot = `Cannot read the datastore ${path}`;
  const json = text.trim() === '' ? {} : parseJson(text, 'STATE_CORRUPT', cannot);
  const { value, faults } = check<Datastore>(validateDatastore, json, findDatastoreFaults);
  refuse(cannot, faults, 'STATE_CORRUPT');
  return Object.assign(Object.create(null), value);
}

/**
 * The body of the daemon's answer: `{"overlay_subnet":"10.255.30.0/24","mtu":1450}`.
 * @throws SilkError SUBNET_UNKNOWN naming what is wrong.
 */
export function readDaemonReply(text: string): DaemonReply {
  const cannot = "Cannot use the daemon's reply";
  const json = parseJson(text, 'SUBNET_UNKNOWN', cannot);
  const { value, faults } = check<DaemonReplyKeys>(validateDaemonReply, json, (reply) =>
    findBadAddress('overlay_subnet', reply.overlay_subnet, 'ipv4Prefix'),
  );
  refuse(cannot, faults, 'SUBNET_UNKNOWN');
  return {
    subnet: parsePrefix(value.overlay_subnet, 'overlay_subnet'),
    mtuBytes: value.mtu === 0 ? undefined : value.mtu,
  };
}

function withIpam(json: unknown): unknown {
  if (!isObject(json) || Array.isArray(json)) return json;
  const ipam = Object.hasOwn(json, 'ipam') ? json['ipam'] : {};
  const isEmpty = isObject(ipam) && !Array.isArray(ipam) && Object.keys(ipam).length === 0;
  return isEmpty ? { ...json, ipam: { type: defaultIpamType } } : json;
}

function toIpamNetwork(network: IpamNetworkKeys): IpamNetwork {
  const ipam = { ...network.ipam, lockTimeoutMs: network.ipam.lockTimeoutMs ?? defaultLockTimeoutMs };
  return { ...network, ipam, rangeSets: listRangeSets(network) };
}

function findDatastoreFaults(datastore: Datastore): Fault[] {
  const addresses = new AddressCheck();
  for (const [handle, entry] of Object.entries(datastore)) addresses.one(`${formatKey(handle)}.ip`, entry.ip, 'ip');
  return addresses.faults;
}

function findBadAddress(path: string, text: string | undefined, kind: AddressKind): Fault[] {
  const addresses = new AddressCheck();
  addresses.one(path, text, kind);
  return addresses.faults;
}

interface Checked<T> {
  /** Of the type only where there are no faults. */
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** Shape first: `meaning` sees only what has the shape of a T. */
function check<T>(validate: Validator, json: unknown, meaning: (value: T) => Fault[] = () => []): Checked<T> {
  const faults = findFaults(validate, json);
  const value = json as T;
  return { value, faults: faults.length > 0 ? faults : meaning(value) };
}

function refuse(cannot: string, faults: readonly Fault[], code?: ErrorCode): void {
  const [first, ...rest] = faults;
  if (first !== undefined) throw faultError(cannot, [first, ...rest], code);
}

function parseJson(text: string, code: ErrorCode, cannot: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SilkError(code, `${cannot}: found ${errorText(cause)}, wanted JSON`, { cause });
  }
}
