import { wantedAddress } from './address-check.ts';
import { type EtcdKeys, etcdSchema } from './etcd-options.schema.ts';
import { type EvpnKeys, evpnSchema } from './evpn-options.schema.ts';
import { filePath, mtu, port } from './network.schema.ts';
import { type PeerKeys, peerList } from './peers-file.schema.ts';
import type { ObjectSchema, TextSchema } from './schema.ts';
import { type SegmentKeys, segmentList } from './segment.schema.ts';
import { silkVtepSchema } from './silk-vtep.schema.ts';

/** The configuration of silkd, as written. */
export interface SilkdKeys {
  /** `static`, `etcd`, `evpn` or `none`. */
  readonly source?: string;
  /** Of a static source, as are the next six, and the first five of them of `evpn`. The whole overlay network: text, known to be an IPv4 prefix. */
  readonly overlayNetwork?: string;
  /** The host's part of it. */
  readonly subnet?: string;
  readonly vni?: number;
  /** UDP. */
  readonly port?: number;
  readonly gbp?: boolean;
  readonly peers?: readonly PeerKeys[];
  readonly peersFile?: string;
  /** Of a source `etcd`. */
  readonly etcd?: EtcdKeys;
  /** Of a source `evpn`, and of segments. */
  readonly evpn?: EvpnKeys;
  readonly segments?: readonly SegmentKeys[];
  readonly endpointsFile?: string;
  readonly underlayInterface?: string;
  readonly underlayAddress?: string;
  /** Bytes; 0 or absent: found out from the underlay. */
  readonly mtu?: number;
  readonly vtepName?: string;
  /** What the subnet file says of masquerading. */
  readonly ipMasq?: boolean;
  /** Where the locks are. */
  readonly runDir?: string;
  /** Where the lease is remembered. */
  readonly stateDir?: string;
  readonly subnetFile?: string;
  readonly apiSocket?: string;
  /** TCP, on 127.0.0.1; absent: none. */
  readonly apiPort?: number;
  readonly intervalSeconds?: number;
  readonly watchKernel?: boolean;
  readonly logLevel?: string;
}

const sourceName: TextSchema = {
  type: 'string',
  pattern: '^(static|etcd|evpn|none)$',
  description: '"static", "etcd", "evpn" or "none"',
};

const logLevel: TextSchema = {
  type: 'string',
  pattern: '^(debug|info|warn|error)$',
  description: '"debug", "info", "warn" or "error"',
};

const { overlayNetwork, subnet, vni, gbp, vtepName, underlayInterface } = silkVtepSchema.properties;

export const silkdSchema: ObjectSchema<SilkdKeys> = {
  type: 'object',
  title: 'silkd',
  description: 'an object',
  properties: {
    source: sourceName,
    overlayNetwork,
    subnet,
    vni,
    port,
    gbp,
    peers: peerList,
    peersFile: filePath,
    etcd: etcdSchema,
    evpn: evpnSchema,
    segments: segmentList,
    endpointsFile: filePath,
    underlayInterface,
    underlayAddress: { type: 'string', description: wantedAddress.unicastIpv4 },
    mtu,
    vtepName,
    ipMasq: { type: 'boolean', description: 'true or false' },
    runDir: filePath,
    stateDir: filePath,
    subnetFile: filePath,
    apiSocket: filePath,
    apiPort: port,
    intervalSeconds: { type: 'integer', minimum: 1, maximum: 86400, description: 'an integer from 1 to 86400' },
    watchKernel: { type: 'boolean', description: 'true or false' },
    logLevel,
  },
  required: [],
  additionalProperties: false,
};
