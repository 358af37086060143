import { formatFound, SilkError } from '../errors.ts';
import {
  optionalAddress,
  optionalCount,
  optionalList,
  optionalText,
  optionalTexts,
  type Place,
  placeOf,
  present,
  requiredPrefix,
  requiredText,
  without,
} from './field.ts';
import { isJsonObject } from './json.ts';
import { atLeast, type CniVersion } from './version.ts';

/** An interface that an ADD made or took part in. `sandbox` is the path of its namespace; the host's have none. */
export interface CniInterface {
  readonly name: string;
  readonly mac?: string;
  /** Bytes. */
  readonly mtu?: number;
  readonly sandbox?: string;
  readonly socketPath?: string;
  readonly pciID?: string;
}

export interface CniIp {
  /** `ADDRESS/LENGTH`. */
  readonly address: string;
  readonly gateway?: string;
  /** Index in `interfaces`; an IPAM plugin gives none. */
  readonly interface?: number;
}

export interface CniRoute {
  readonly dst: string;
  readonly gw?: string;
  readonly mtu?: number;
  readonly advmss?: number;
  readonly priority?: number;
  readonly table?: number;
  readonly scope?: number;
}

export interface CniDns {
  readonly nameservers?: readonly string[];
  readonly domain?: string;
  readonly search?: readonly string[];
  readonly options?: readonly string[];
}

/**
 * An ADD's result in the newest shape (CNI spec 1.1.0, "Success"), whatever version it is spoken in.
 * Values read from outside also carry the keys that this library does not know: copy with a spread and nothing is lost.
 */
export interface CniResult {
  readonly interfaces?: readonly CniInterface[];
  readonly ips?: readonly CniIp[];
  readonly routes?: readonly CniRoute[];
  readonly dns?: CniDns;
}

/**
 * Reads a result of any version. null, "" and empty `dns` count as absent; addresses and MACs become canonical;
 * unknown keys are kept at every level, keys of the other versions' shapes are not.
 * @param path how messages call the document, such as `prevResult`.
 * @throws SilkError BAD_JSON when it is no object, BAD_CONFIG naming the field that cannot be read.
 */
export function parseResult(json: unknown, version: CniVersion, path = 'result'): CniResult {
  if (!isJsonObject(json)) {
    throw new SilkError('BAD_JSON', `Cannot read ${path}: found ${formatFound(json)}, wanted one JSON object`);
  }
  const place = { path, object: json };
  const body = atLeast(version, '0.3.0') ? parseLists(place) : parseFamilies(place);
  return {
    ...without(json, ['cniVersion', 'interfaces', 'ips', 'routes', 'dns', 'ip4', 'ip6']),
    ...body,
    ...present({ dns: parseDns(place) }),
  };
}

/** The shape since 0.3.0. */
function parseLists(place: Place): CniResult {
  return present({
    interfaces: optionalList(place, 'interfaces', parseInterface),
    ips: optionalList(place, 'ips', parseIpConfig),
    routes: optionalList(place, 'routes', parseRoute),
  });
}

function parseInterface(value: unknown, path: string): CniInterface {
  const place = placeOf(value, path);
  return {
    ...without(place.object, ['mac', 'mtu', 'sandbox', 'socketPath', 'pciID']),
    name: requiredText(place, 'name'),
    ...present({
      mac: canonicalMac(optionalText(place, 'mac')),
      mtu: optionalCount(place, 'mtu'),
      sandbox: optionalText(place, 'sandbox'),
      socketPath: optionalText(place, 'socketPath'),
      pciID: optionalText(place, 'pciID'),
    }),
  };
}

/** Lower case and colons. Not `parseMac`: another plugin's interface may have 20 bytes (InfiniBand). */
function canonicalMac(text: string | undefined): string | undefined {
  return text?.toLowerCase().replaceAll('-', ':');
}

/** `version` ("4" or "6", 0.3.0 to 0.4.0) says nothing that the address does not. */
function parseIpConfig(value: unknown, path: string): CniIp {
  const place = placeOf(value, path);
  return {
    ...without(place.object, ['version', 'gateway', 'interface']),
    address: requiredPrefix(place, 'address'),
    ...present({ gateway: optionalAddress(place, 'gateway'), interface: optionalCount(place, 'interface') }),
  };
}

function parseRoute(value: unknown, path: string): CniRoute {
  const place = placeOf(value, path);
  return {
    ...without(place.object, ['gw', 'mtu', 'advmss', 'priority', 'table', 'scope']),
    dst: requiredPrefix(place, 'dst'),
    ...present({
      gw: optionalAddress(place, 'gw'),
      mtu: optionalCount(place, 'mtu'),
      advmss: optionalCount(place, 'advmss'),
      priority: optionalCount(place, 'priority'),
      table: optionalCount(place, 'table'),
      scope: optionalCount(place, 'scope'),
    }),
  };
}

function parseDns(parent: Place): CniDns | undefined {
  const value = parent.object['dns'] ?? {};
  const place = placeOf(value, `${parent.path}.dns`);
  const dns = {
    ...without(place.object, ['nameservers', 'domain', 'search', 'options']),
    ...present({
      nameservers: optionalTexts(place, 'nameservers'),
      domain: optionalText(place, 'domain'),
      search: optionalTexts(place, 'search'),
      options: optionalTexts(place, 'options'),
    }),
  };
  return Object.keys(dns).length === 0 ? undefined : dns;
}

/** The shape of 0.1.0 and 0.2.0: at most one address a family, with its routes inside. */
function parseFamilies(place: Place): CniResult {
  const ips: CniIp[] = [];
  const routes: CniRoute[] = [];
  for (const key of ['ip4', 'ip6']) {
    const value = place.object[key] ?? undefined;
    if (value === undefined) continue;
    const family = placeOf(value, `${place.path}.${key}`);
    ips.push(parseFamily(family));
    routes.push(...(optionalList(family, 'routes', parseRoute) ?? []));
  }
  return { ...(ips.length === 0 ? {} : { ips }), ...(routes.length === 0 ? {} : { routes }) };
}

function parseFamily(place: Place): CniIp {
  return {
    ...without(place.object, ['ip', 'gateway', 'routes', 'address', 'interface', 'version']),
    address: requiredPrefix(place, 'ip'),
    ...present({ gateway: optionalAddress(place, 'gateway') }),
  };
}
