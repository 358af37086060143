import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { referenceDir } from './project.ts';

/** The versions of the CNI specification that the programs speak, oldest first. */
export const versions = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;
export type Version = (typeof versions)[number];

/** The versions that have CHECK. */
export const versionsWithCheck: readonly Version[] = ['0.4.0', '1.0.0', '1.1.0'];

/** A configuration of silk-cni as a runtime sends it, with the host's subnet in it. */
export function silkNetwork(host: Host, over: JsonObject = {}): JsonObject {
  return {
    cniVersion: '1.1.0',
    name: 'blue',
    type: 'silk-cni',
    mtu: 1410,
    subnet: '10.255.30.0/24',
    dataDir: host.dataDir,
    datastore: host.datastore,
    ...over,
  };
}

/** A configuration of silk-vtep as a runtime sends it, whose host has the same subnet and three peers on its uplink. */
export function vtepNetwork(host: Host, over: JsonObject = {}): JsonObject {
  return {
    cniVersion: '1.1.0',
    name: 'blue',
    type: 'silk-vtep',
    overlayNetwork: '10.255.0.0/16',
    subnet: '10.255.30.0/24',
    peers: vtepPeers,
    runDir: host.runDir,
    ...over,
  };
}

/** Where the peers of `vtepNetwork` are. */
export const vtepPeers: readonly JsonObject[] = [48, 49, 50].map((number) => ({
  subnet: `10.255.${number}.0/24`,
  underlay: `192.168.77.${number}`,
}));

/** A configuration of silk-bridge as a runtime sends it, for a segment on the host's uplink. */
export function bridgeNetwork(host: Host, over: JsonObject = {}, ipam: JsonObject = {}): JsonObject {
  return {
    cniVersion: '1.1.0',
    name: 'blue',
    type: 'silk-bridge',
    vni: 42,
    bridge: 'br0',
    dataDir: host.dataDir,
    runDir: host.runDir,
    endpointsFile: `${host.dir}/endpoints.json`,
    ipam: { type: 'silk-ipam', subnet: '10.0.10.0/24', dataDir: host.dataDir, ...ipam },
    ...over,
  };
}

/** The keys that a Cloud Foundry cell has, and no other. */
export function cloudFoundryNetwork(host: Host, over: JsonObject = {}): JsonObject {
  return {
    cniVersion: '0.3.1',
    name: 'cni-wrapper-plugin',
    type: 'silk-cni',
    mtu: 0,
    dataDir: host.dataDir,
    datastore: host.datastore,
    subnetFile: host.subnetFile,
    daemonPort: 23954,
    ...over,
  };
}

/** A configuration of silk-ipam alone, as it sees that of any plugin that delegates to it. */
export function ipamNetwork(host: Host, ipam: JsonObject = {}, over: JsonObject = {}): JsonObject {
  return {
    cniVersion: '1.1.0',
    name: 'blue',
    type: 'bridge',
    ipam: { type: 'silk-ipam', subnet: '10.1.2.0/24', dataDir: host.dataDir, ...ipam },
    ...over,
  };
}

/** The addresses of ptp's, bridge's or macvlan's attachments come from the IPAM plugin named here. */
export function referenceNetwork(type: string, ipam: JsonObject, over: JsonObject = {}): JsonObject {
  return { cniVersion: '1.0.0', name: 'blue', type, ipam, ...over };
}

/** CNI_PATH with the given directories before the reference plugins. */
export function cniPath(...dirs: readonly string[]): string {
  return [...dirs, referenceDir].join(':');
}

/** The lines of a subnet file as flannel and silk-daemon write it. */
export function subnetFileText(over: Readonly<Record<string, string>> = {}): string {
  const lines = {
    FLANNEL_NETWORK: '10.255.0.0/16',
    FLANNEL_SUBNET: '10.255.30.1/24',
    FLANNEL_MTU: '1450',
    FLANNEL_IPMASQ: 'false',
    ...over,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
