import { wantedAddress } from './address-check.ts';
import { filePath, mtu, networkName, pluginType, port, version } from './network.schema.ts';
import { type PeerKeys, peerList } from './peers-file.schema.ts';
import type { ObjectSchema, TextSchema } from './schema.ts';

/** A network configuration of `"type": "silk-vtep"`, as written. */
export interface SilkVtepKeys {
  /** The whole overlay network: text, known to be an IPv4 prefix. */
  readonly overlayNetwork?: string;
  /** The host's part of it. */
  readonly subnet?: string;
  /** A file of `FLANNEL_...=` lines. */
  readonly subnetFile?: string;
  /** TCP, on 127.0.0.1. */
  readonly daemonPort?: number;
  readonly vni?: number;
  /** UDP. */
  readonly port?: number;
  /** VXLAN with group policies. */
  readonly gbp?: boolean;
  readonly vtepName?: string;
  readonly underlayInterface?: string;
  readonly underlayAddress?: string;
  readonly peers?: readonly PeerKeys[];
  readonly peersFile?: string;
  /** Bytes; 0 or absent: found out from the underlay. */
  readonly mtu?: number;
  /** Where the lock is. */
  readonly runDir?: string;
  readonly name: string;
  readonly type: string;
  readonly cniVersion?: string;
  readonly cniVersions?: readonly string[];
  readonly args?: unknown;
  readonly runtimeConfig?: unknown;
  readonly ipam?: unknown;
  readonly dns?: unknown;
  readonly ipMasq?: unknown;
  readonly prevResult?: unknown;
  readonly capabilities?: unknown;
  readonly disableCheck?: unknown;
  readonly disableGC?: unknown;
  readonly loadOnlyInlinedPlugins?: unknown;
}

/** IFNAMSIZ, and what dev_valid_name() of the kernel refuses; `%` has it choose a number. */
export const linkName = {
  type: 'string',
  pattern: '^(?!\\.{1,2}$)[!-$&-.0-9;-~]{1,15}$',
  description: '1 to 15 ASCII characters without "/", ":", "%" or white space',
} as const satisfies TextSchema;

const prefixText: TextSchema = { type: 'string', description: wantedAddress.ipv4Prefix };

export const silkVtepSchema: ObjectSchema<SilkVtepKeys> = {
  type: 'object',
  title: 'silk-vtep',
  description: 'an object',
  properties: {
    overlayNetwork: prefixText,
    subnet: prefixText,
    subnetFile: filePath,
    daemonPort: port,
    vni: { type: 'integer', minimum: 1, maximum: 16777215, description: 'an integer from 1 to 16777215' },
    port,
    gbp: { type: 'boolean', description: 'true or false' },
    vtepName: linkName,
    underlayInterface: linkName,
    underlayAddress: { type: 'string', description: wantedAddress.unicastIpv4 },
    peers: peerList,
    peersFile: filePath,
    mtu,
    runDir: filePath,
    name: networkName,
    type: pluginType,
    cniVersion: version,
    cniVersions: { type: 'array', description: 'a list of CNI versions', items: version },
    args: {},
    runtimeConfig: {},
    ipam: {},
    dns: {},
    ipMasq: {},
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
