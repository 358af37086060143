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
  version,
} from './network.schema.ts';
import { wantedPeer } from './peers-file.schema.ts';
import type { BooleanSchema, ObjectSchema } from './schema.ts';
import { type IpamChoice, ipamChoice, type RuntimeDns, runtimeDns } from './silk-cni.schema.ts';
import { linkName } from './silk-vtep.schema.ts';

/** A network configuration of `"type": "silk-bridge"`, as written. */
export interface SilkBridgeKeys {
  readonly vni: number;
  readonly bridge?: string;
  readonly vxlan?: string;
  /** UDP. */
  readonly port?: number;
  readonly gbp?: boolean;
  /** A name of `ip netns`. */
  readonly overlayNamespace?: string;
  readonly arpSuppression?: string;
  readonly replicate?: boolean;
  /** The bridge's address with the length of its network. */
  readonly gateway?: string;
  readonly isDefaultGateway?: boolean;
  readonly hairpin?: boolean;
  readonly isolated?: boolean;
  readonly locked?: boolean;
  readonly guard?: boolean;
  readonly underlayInterface?: string;
  readonly underlayAddress?: string;
  /** Bytes; 0 or absent: found out from the underlay. */
  readonly mtu?: number;
  readonly endpointsFile?: string;
  /** Where the lock is. */
  readonly runDir?: string;
  readonly dataDir?: string;
  readonly ipam: IpamChoice;
  readonly dns?: DnsKeys;
  readonly args?: ArgsKeys;
  readonly runtimeConfig?: BridgeRuntimeConfig;
  readonly name: string;
  readonly type: string;
  readonly cniVersion?: string;
  readonly cniVersions?: readonly string[];
  readonly ipMasq?: false;
  readonly prevResult?: unknown;
  readonly capabilities?: unknown;
  readonly disableCheck?: unknown;
  readonly disableGC?: unknown;
  readonly loadOnlyInlinedPlugins?: unknown;
}

/** What a runtime asks of one attachment; addresses are the IPAM plugin's affair. */
export interface BridgeRuntimeConfig {
  readonly mac?: string;
  readonly ips?: readonly string[];
  readonly ipRanges?: readonly (readonly RangeSpec[])[];
  readonly dns?: RuntimeDns;
  readonly portMappings?: never;
  readonly bandwidth?: never;
}

const yesOrNo: BooleanSchema = { type: 'boolean', description: 'true or false' };

const runtimeConfig: ObjectSchema<BridgeRuntimeConfig> = {
  type: 'object',
  title: 'runtimeConfig',
  description: 'an object',
  properties: {
    mac: { type: 'string', description: wantedPeer.mac },
    ips: requestedIps,
    ipRanges: rangeSets,
    dns: runtimeDns,
    portMappings: { not: {}, description: 'chain portmap after silk-bridge' },
    bandwidth: { not: {}, description: 'chain bandwidth after silk-bridge' },
  },
  required: [],
  additionalProperties: false,
};

export const silkBridgeSchema: ObjectSchema<SilkBridgeKeys> = {
  type: 'object',
  title: 'silk-bridge',
  description: 'an object',
  properties: {
    vni: { type: 'integer', minimum: 1, maximum: 16777215, description: 'an integer from 1 to 16777215' },
    bridge: linkName,
    vxlan: linkName,
    port,
    gbp: yesOrNo,
    overlayNamespace: {
      type: 'string',
      pattern: '^(?!\\.{1,2}$)[^/\\u0000]{1,255}$',
      description: 'a name of `ip netns`',
    },
    arpSuppression: { type: 'string', pattern: '^(proxy|neigh_suppress)$', description: '"proxy" or "neigh_suppress"' },
    replicate: yesOrNo,
    gateway: { type: 'string', description: 'an IPv4 address with the length of its network, such as 10.0.10.1/24' },
    isDefaultGateway: yesOrNo,
    hairpin: yesOrNo,
    isolated: yesOrNo,
    locked: yesOrNo,
    guard: yesOrNo,
    underlayInterface: linkName,
    underlayAddress: { type: 'string', description: wantedAddress.unicastIpv4 },
    mtu,
    endpointsFile: filePath,
    runDir: filePath,
    dataDir: filePath,
    ipam: ipamChoice,
    dns,
    args,
    runtimeConfig,
    name: networkName,
    type: pluginType,
    cniVersion: version,
    cniVersions: { type: 'array', description: 'a list of CNI versions', items: version },
    ipMasq: { const: false, description: 'false: a segment is not masqueraded' },
    prevResult: {},
    capabilities: {},
    disableCheck: {},
    disableGC: {},
    loadOnlyInlinedPlugins: {},
  },
  required: ['vni', 'ipam', 'name', 'type'],
  patternProperties: { '^cni\\.dev/': {} },
  additionalProperties: false,
};
