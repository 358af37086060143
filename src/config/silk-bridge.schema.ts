import { wantedAddress } from './address-check.ts';
import {
  type ArgsKeys,
  args,
  type DnsKeys,
  dns,
  filePath,
  networkName,
  pluginType,
  type RangeSpec,
  rangeSets,
  requestedIps,
  version,
} from './network.schema.ts';
import { wantedPeer } from './peers-file.schema.ts';
import type { BooleanSchema, ObjectSchema } from './schema.ts';
import { type SegmentPartKeys, segmentPart } from './segment.schema.ts';
import { type IpamChoice, ipamChoice, type RuntimeDns, runtimeDns } from './silk-cni.schema.ts';
import { linkName } from './silk-vtep.schema.ts';

/** A network configuration of `"type": "silk-bridge"`, as written. */
export interface SilkBridgeKeys extends SegmentPartKeys {
  readonly isDefaultGateway?: boolean;
  readonly hairpin?: boolean;
  readonly isolated?: boolean;
  readonly locked?: boolean;
  readonly guard?: boolean;
  readonly underlayInterface?: string;
  readonly underlayAddress?: string;
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
    ...segmentPart,
    isDefaultGateway: yesOrNo,
    hairpin: yesOrNo,
    isolated: yesOrNo,
    locked: yesOrNo,
    guard: yesOrNo,
    underlayInterface: linkName,
    underlayAddress: { type: 'string', description: wantedAddress.unicastIpv4 },
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
