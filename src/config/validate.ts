import { AddressCheck } from './address-check.ts';
import { check, parseJson, refuse } from './check.ts';
import type { Conflist } from './conflist.schema.ts';
import type { Datastore } from './datastore.schema.ts';
import { badValue, distinct, type Fault, formatKey, isObject } from './fault.ts';
import { validateConflist } from './generated/conflist.ts';
import { validateDatastore } from './generated/datastore.ts';
import { validateSilkCni } from './generated/silk-cni.ts';
import { validateSilkIpam } from './generated/silk-ipam.ts';
import { findIpamFaults } from './ipam-check.ts';
import { listRangeSets } from './range-sets.ts';
import { withRuntimeDns } from './runtime-dns.ts';
import { defaultIpamType, defaultLockTimeoutMs } from './salvage.ts';
import type { IpamChoice, Label, SilkCniKeys } from './silk-cni.schema.ts';
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

/**
 * A network configuration of `"type": "silk-cni"`. An absent or empty `ipam` is `{"type":"silk-ipam"}`.
 * With another `ipam.type`, the rest of `ipam` is not looked at.
 * @throws SilkError BAD_CONFIG or UNSUPPORTED_FIELD naming the first fault, with all of them in `details`.
 */
export function readSilkCniConfig(json: unknown): SilkCniConfig {
  const full = withRuntimeDns(withIpam(json));
  const own = check<SilkCniKeys>(validateSilkCni, full, findCniFaults);
  const isOurs = isObject(full) && isObject(full['ipam']) && full['ipam']['type'] === defaultIpamType;
  const network = isOurs ? check<IpamNetworkKeys>(validateSilkIpam, full, findIpamFaults) : undefined;
  refuse('Cannot use the configuration', distinct(own.faults.concat(network?.faults ?? [])));
  const config = full as SilkCniKeys & { readonly ipam: IpamChoice };
  return { ...config, ipamNetwork: network && toIpamNetwork(network.value) };
}

function findCniFaults({ subnet, noMasquerade, args }: SilkCniKeys): readonly Fault[] {
  const addresses = new AddressCheck();
  addresses.one('subnet', subnet, 'ipv4Prefix');
  addresses.each('noMasquerade', noMasquerade, 'ipv4Prefix');
  return [...addresses.faults, ...findRepeatedLabels(args?.cni?.labels ?? [])];
}

function findRepeatedLabels(labels: readonly Label[]): readonly Fault[] {
  const seen = new Set<string>();
  return labels.flatMap(({ key }, i) => {
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [badValue(`args.cni.labels[${i}].key`, key, 'a key that no label before it has')];
  });
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
