import {
  type ArgsKeys,
  args,
  type DnsKeys,
  dns,
  filePath,
  ipText,
  networkName,
  pluginType,
  prefixText,
  type RangeSpec,
  rangeSets,
  requestedIps,
} from './network.schema.ts';
import type { IntegerSchema, ListSchema, ObjectSchema } from './schema.ts';

/** A route that the container gets, as results spell it (CNI specification 1.1.0, "Success"). */
export interface RouteSpec {
  readonly dst: string;
  readonly gw?: string;
  readonly mtu?: number;
  readonly advmss?: number;
  readonly priority?: number;
  readonly table?: number;
  readonly scope?: number;
}

/** The `ipam` object as written. Addresses and prefixes stay text, but are known to parse. */
export interface IpamKeys {
  readonly type: string;
  readonly ranges?: readonly (readonly RangeSpec[])[];
  /** With the next three: the older form of one range set of one range. */
  readonly subnet?: string;
  readonly rangeStart?: string;
  readonly rangeEnd?: string;
  readonly gateway?: string;
  readonly routes?: readonly RouteSpec[];
  /** A file in the form of resolv.conf(5), whose content becomes the result's `dns`. */
  readonly resolvConf?: string;
  readonly dataDir?: string;
  /** Prefixes out of which no address is given. */
  readonly exclude?: readonly string[];
  readonly lockTimeoutMs?: number;
}

/** The `ipam` object with its defaults. */
export interface IpamConfig extends IpamKeys {
  readonly lockTimeoutMs: number;
}

/** What silk-ipam reads of the network configuration, which is otherwise the calling plugin's affair. */
export interface IpamNetworkKeys {
  readonly name: string;
  readonly ipam: IpamKeys;
  readonly dns?: DnsKeys;
  readonly args?: ArgsKeys;
  readonly runtimeConfig?: {
    readonly ips?: readonly string[];
    readonly ipRanges?: readonly (readonly RangeSpec[])[];
  };
}

/** A range with the place where it was written, for messages. */
export interface NamedRange {
  readonly field: string;
  readonly spec: RangeSpec;
}

const uint32: IntegerSchema = {
  type: 'integer',
  minimum: 0,
  maximum: 4294967295,
  description: 'an integer from 0 to 4294967295',
};

const routes: ListSchema<RouteSpec> = {
  type: 'array',
  description: 'a list of routes',
  items: {
    type: 'object',
    title: 'a route',
    description: 'a route such as {"dst":"0.0.0.0/0"}',
    properties: {
      dst: prefixText,
      gw: ipText,
      mtu: uint32,
      advmss: uint32,
      priority: uint32,
      table: uint32,
      scope: { type: 'integer', minimum: 0, maximum: 255, description: 'an integer from 0 to 255' },
    },
    required: ['dst'],
    additionalProperties: false,
  },
};

const ipam: ObjectSchema<IpamKeys> = {
  type: 'object',
  title: 'silk-ipam',
  description: 'an object with a type',
  properties: {
    type: pluginType,
    ranges: rangeSets,
    subnet: prefixText,
    rangeStart: ipText,
    rangeEnd: ipText,
    gateway: ipText,
    routes,
    resolvConf: filePath,
    dataDir: filePath,
    exclude: { type: 'array', description: 'a list of prefixes', items: prefixText },
    lockTimeoutMs: { type: 'integer', minimum: 1, maximum: 60000, description: 'an integer from 1 to 60000' },
  },
  required: ['type'],
  additionalProperties: false,
};

export const silkIpamSchema: ObjectSchema<IpamNetworkKeys> = {
  type: 'object',
  title: 'a network configuration',
  description: 'an object',
  properties: {
    name: networkName,
    ipam,
    dns,
    args,
    runtimeConfig: {
      type: 'object',
      title: 'runtimeConfig',
      description: 'an object',
      properties: { ips: requestedIps, ipRanges: rangeSets },
      required: [],
      additionalProperties: true,
    },
  },
  required: ['name', 'ipam'],
  additionalProperties: true,
};
