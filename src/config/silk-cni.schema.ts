import { wantedAddress } from './address-check.ts';
import {
  type ArgsKeys,
  args,
  type DnsKeys,
  dns,
  filePath,
  mtu,
  networkName,
  pluginType,
  port,
  type RangeSpec,
  rangeSets,
  requestedIps,
  textList,
  version,
} from './network.schema.ts';
import type { JsonObject, ListSchema, ObjectSchema } from './schema.ts';
import { linkName } from './silk-vtep.schema.ts';

/** A network configuration of `"type": "silk-cni"`, as written. */
export interface SilkCniKeys {
  /** Bytes; 0 or absent: found out from the host. */
  readonly mtu?: number;
  /** The host's part of the overlay network: text, known to be an IPv4 prefix. */
  readonly subnet?: string;
  /** A file of `FLANNEL_...=` lines. */
  readonly subnetFile?: string;
  /** TCP, on 127.0.0.1. */
  readonly daemonPort?: number;
  readonly dataDir?: string;
  readonly datastore?: string;
  /** Passed on to the datastore untouched. */
  readonly metadata?: JsonObject | null;
  readonly ipam?: IpamChoice;
  readonly dns?: DnsKeys;
  readonly args?: LabelledArgs;
  readonly runtimeConfig?: RuntimeConfig;
  readonly name: string;
  readonly type: string;
  readonly cniVersion?: string;
  readonly cniVersions?: readonly string[];
  readonly ipMasq?: boolean;
  /** Texts, known to be IPv4 prefixes. */
  readonly noMasquerade?: readonly string[];
  readonly vtepName?: string;
  readonly prevResult?: unknown;
  readonly capabilities?: unknown;
  readonly disableCheck?: unknown;
  readonly disableGC?: unknown;
  readonly loadOnlyInlinedPlugins?: unknown;
}

/** The `ipam` object of whichever plugin; the rest of its keys is that plugin's affair. */
export interface IpamChoice {
  readonly type: string;
}

/** `args`, and what of it the datastore's entry says. */
export interface LabelledArgs {
  readonly cni?: NonNullable<ArgsKeys['cni']> & {
    /** No two of one key. */
    readonly labels?: readonly Label[];
  };
}

/** What a runtime, or an author, says of a container (CNI conventions, "args in network config"). */
export interface Label {
  readonly key: string;
  readonly value: string;
}

/** As IpamChoice says. */
export const ipamChoice: ObjectSchema<IpamChoice> = {
  type: 'object',
  title: 'ipam',
  description: 'an object with a type',
  properties: { type: pluginType },
  required: ['type'],
  additionalProperties: true,
};

/** What a runtime asks of one attachment (CNI conventions, "Dynamic plugin specific fields"). */
export interface RuntimeConfig {
  readonly ips?: readonly string[];
  readonly ipRanges?: readonly (readonly RangeSpec[])[];
  readonly dns?: RuntimeDns;
  readonly mac?: never;
  readonly portMappings?: never;
  readonly bandwidth?: never;
}

/** The runtime's spelling of `dns`, which differs from the network's. */
export interface RuntimeDns {
  readonly servers?: readonly string[];
  readonly searches?: readonly string[];
  readonly options?: readonly string[];
}

const labels: ListSchema<Label> = {
  type: 'array',
  description: 'a list of labels',
  items: {
    type: 'object',
    title: 'a label',
    description: 'a label such as {"key":"app","value":"web"}',
    properties: {
      key: { type: 'string', pattern: '[^]', description: 'a text that is not empty' },
      value: { type: 'string', description: 'a text' },
    },
    required: ['key', 'value'],
    additionalProperties: true,
  },
};

const cniArgs = args.properties.cni;

const labelledArgs: ObjectSchema<LabelledArgs> = {
  ...args,
  properties: { cni: { ...cniArgs, properties: { ...cniArgs.properties, labels } } },
};

/** The runtime's spelling of `dns`. */
export const runtimeDns: ObjectSchema<RuntimeDns> = {
  type: 'object',
  title: 'runtimeConfig.dns',
  description: 'an object of servers, searches and options',
  properties: { servers: textList, searches: textList, options: textList },
  required: [],
  additionalProperties: false,
};

const runtimeConfig: ObjectSchema<RuntimeConfig> = {
  type: 'object',
  title: 'runtimeConfig',
  description: 'an object',
  properties: {
    ips: requestedIps,
    ipRanges: rangeSets,
    dns: runtimeDns,
    mac: { not: {}, description: 'the MAC is derived from the address' },
    portMappings: { not: {}, description: 'chain portmap after silk-cni' },
    bandwidth: { not: {}, description: 'chain bandwidth after silk-cni' },
  },
  required: [],
  additionalProperties: false,
};

export const silkCniSchema: ObjectSchema<SilkCniKeys> = {
  type: 'object',
  title: 'silk-cni',
  description: 'an object',
  properties: {
    mtu,
    subnet: { type: 'string', description: wantedAddress.ipv4Prefix },
    subnetFile: filePath,
    daemonPort: port,
    dataDir: filePath,
    datastore: filePath,
    metadata: { type: 'object', nullable: true, description: 'an object or null', additionalProperties: {} },
    ipam: ipamChoice,
    dns,
    args: labelledArgs,
    runtimeConfig,
    name: networkName,
    type: pluginType,
    cniVersion: version,
    cniVersions: { type: 'array', description: 'a list of CNI versions', items: version },
    ipMasq: { type: 'boolean', description: 'true or false' },
    noMasquerade: {
      type: 'array',
      description: 'a list of IPv4 prefixes',
      items: { type: 'string', description: wantedAddress.ipv4Prefix },
    },
    vtepName: linkName,
    prevResult: {},
    capabilities: {},
    disableCheck: {},
    disableGC: {},
    loadOnlyInlinedPlugins: {},
  },
  required: ['name', 'type'],
  patternProperties: { '^cni\\.dev/': {} },
  additionalProperties: false,
};
