import { existsSync } from 'node:fs';
import { formatIp } from '../../src/addr/ip.ts';
import { sameMac, vtepMac } from '../../src/addr/mac.ts';
import { formatPrefix } from '../../src/addr/prefix.ts';
import { readConfDir } from '../../src/cli/runtime/conf-dir.ts';
import type { HostRemains, TeardownHost, TeardownPlace } from '../../src/cli/teardown/teardown-host.ts';
import { readRequest } from '../../src/cni/request.ts';
import { salvageSilkBridgeConfig } from '../../src/config/salvage.ts';
import { silkdDefaults } from '../../src/config/silkd.ts';
import { placeOf, sourceFiles } from '../../src/daemon/open-source.ts';
import { readConfigFile } from '../../src/daemon/reload.ts';
import { takeRunLock } from '../../src/daemon/run-lock.ts';
import { isSocketThere } from '../../src/daemon/stale-socket.ts';
import { list } from '../../src/ipam/list.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { listAddresses } from '../../src/linux/rtnetlink/address.ts';
import { listVxlans, type VxlanLink } from '../../src/linux/rtnetlink/link-vxlan.ts';
import { isMasquerading } from '../../src/overlay/masquerade.ts';
import { parseOwnerMark } from '../../src/overlay/owner-mark.ts';
import { listHostLinks } from '../../src/overlay/remove-container-link.ts';
import { findUnderlay } from '../../src/overlay/underlay.ts';
import { vtepLockPath } from '../../src/overlay/vtep-lock.ts';
import { EtcdClient } from '../../src/peers/etcd/client.ts';
import { leasePath, readOwnLease } from '../../src/peers/etcd/own-lease.ts';
import { releaseLease as giveBack } from '../../src/peers/etcd/release-lease.ts';
import { withdrawRoutes } from '../../src/peers/evpn/withdraw-routes.ts';
import { collectListed as collectPorts } from '../silk-bridge/gc.ts';
import { BestEffort } from '../silk-cni/best-effort.ts';
import { listClaims } from '../silk-cni/claim.ts';
import { collectListed } from '../silk-cni/gc.ts';
import { openNetfilter } from '../silk-cni/masquerade.ts';
import { removeLinks } from '../silk-cni/remove-links.ts';
import { claimDir, ipamState } from '../silk-cni/state.ts';
import { openStore } from '../silk-ipam/store.ts';
import { overlayHost } from './overlay-host.ts';
import { failuresOf, orItsFailure, removeFile } from './teardown-failures.ts';
import {
  lookAtSegments,
  removeSegmentLinks,
  removeSegments,
  type SegmentsPlace,
  segmentFiles,
  vnisThatStay,
} from './teardown-segments.ts';

/** What is on the network namespace that this process is in, and in the files that configurations name. */
export const teardownHost: TeardownHost = {
  keepDaemonOut: (place) => takeRunLock(placesOf(place).runDir),
  look,
  removeContainers: (place) => orItsFailure(() => removeContainers(place)),
  removeSegments: (place) => orItsFailure(() => removeSegments(segmentsPlace(place))),
  removeVtep: async (place) => {
    const { vtepName, runDir } = placesOf(place);
    return await failuresOf(async () => void (await overlayHost.removeVtep(vtepName, vtepLockPath(runDir, vtepName))));
  },
  removeSubnetFile: (place) => {
    const { subnetFile, apiSocket } = placesOf(place);
    return [subnetFile, ...(isSocketThere(apiSocket) ? [apiSocket] : [])].flatMap(removeFile);
  },
  releaseLease: (place) => orItsFailure(() => releaseLease(place)),
};

/** Of the configuration of silkd; where there is none, of one that says nothing. */
function placesOf({ configPath }: TeardownPlace) {
  return existsSync(configPath) ? readConfigFile(configPath) : silkdDefaults;
}

function leaseFile(place: TeardownPlace): string {
  return leasePath(placesOf(place).stateDir);
}

function look(place: TeardownPlace): HostRemains {
  using socket = NetlinkSocket.open();
  const { vtepName, subnetFile, apiSocket } = placesOf(place);
  using netfilter = openNetfilter();
  const { devices, links, ports, guards } = lookAtSegments(segmentsPlace(place));
  return {
    links: [...listHostLinks(socket).map(({ link }) => ({ name: link.name, mark: link.alias })), ...links],
    ports,
    segments: devices,
    guards,
    records: [...new Set(networksOf(socket, place).flatMap(recordsOf))],
    masquerading: netfilter !== undefined && isMasquerading(netfilter),
    vtep: overlayHost.hasVtep(vtepName) ? vtepName : undefined,
    strayVteps: listStrayVteps(socket, vtepName),
    files: [
      ...[subnetFile, ...sourceFiles(placesOf(place).stateDir)].filter((path) => existsSync(path)),
      ...segmentFiles(placesOf(place)),
      ...(isSocketThere(apiSocket) ? [apiSocket] : []),
    ],
    lease: leaseOf(place),
  };
}

function listStrayVteps(socket: NetlinkSocket, vtepName: string): string[] {
  const isVtep = ({ index, mac }: VxlanLink) =>
    listAddresses(socket, { family: 4, linkIndex: index }).some(({ local }) => mac && sameMac(mac, vtepMac(local)));
  const others = listVxlans(socket).filter(({ name }) => name !== vtepName);
  return others.filter(isVtep).map(({ name }) => name);
}

/** What etcd has to be told is free again. */
function leaseOf(place: TeardownPlace): string | undefined {
  const { source } = placesOf(place);
  const own = typeof source === 'object' && source.kind === 'etcd' ? readOwnLease(leaseFile(place)) : undefined;
  return own && `of ${formatPrefix(own.place.subnet)} in etcd`;
}

/** What is remembered goes only with the lease: else it would be nobody's until it expires. */
async function releaseLease(place: TeardownPlace): Promise<string[]> {
  const { source } = placesOf(place);
  const unsaid = await withdraw(place);
  if (unsaid.length > 0) return unsaid;
  const own = readOwnLease(leaseFile(place));
  if (own === undefined || typeof source !== 'object' || source.kind !== 'etcd') return forget(place);
  const { subnet } = own.place;
  const { prefix } = source.etcd;
  const failures = await failuresOf(async () => {
    // One that another host has by now is not ours to release.
    if (own.lost !== undefined) return;
    await giveBack(new EtcdClient(source.etcd), { prefix, subnet, owner: own.publicIp });
  });
  return failures.length > 0 ? failures : forget(place);
}

/** The others are told that this host is gone, and what was attached to its segments with it. */
async function withdraw(teardownPlace: TeardownPlace): Promise<string[]> {
  const { configPath } = teardownPlace;
  if (!existsSync(configPath)) return [];
  const { source, segments, segmentEvpn, underlayInterface, underlayAddress } = readConfigFile(configPath);
  const evpn = source.kind === 'evpn' ? source.evpn : segmentEvpn;
  if (evpn === undefined) return [];
  return await failuresOf(async () => {
    using socket = NetlinkSocket.open();
    const { ip } = findUnderlay(socket, { interface: underlayInterface, address: underlayAddress });
    const network = source.kind === 'evpn' ? placeOf(source.place) : undefined;
    const staying = vnisThatStay(segmentsPlace(teardownPlace));
    await withdrawRoutes(evpn, { place: network, segments, staying }, ip);
  });
}

function forget(place: TeardownPlace): string[] {
  return sourceFiles(placesOf(place).stateDir).flatMap(removeFile);
}

/** A network that a link is marked with, or that a configuration gives to one of our plugins; `json` is what is known of it. */
interface TornNetwork {
  readonly name: string;
  readonly type: PluginType;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The plugins that attach containers, and what of theirs does what GC does. */
const collectors = { 'silk-cni': collectListed, 'silk-bridge': collectPorts } as const;
type PluginType = keyof typeof collectors;

function networksOf(socket: NetlinkSocket, place: TeardownPlace): TornNetwork[] {
  const networks = configuredNetworks(place);
  const found = new Map(networks.map((network) => [`${network.type} ${network.name}`, network]));
  const addMarked = (type: PluginType, mark: string | undefined, json = {}) => {
    const name = parseOwnerMark(mark)?.network;
    const key = `${type} ${name}`;
    // Of a network with a very long name there is only a digest, which no directory has.
    if (name !== undefined && !name.startsWith('#') && !found.has(key)) found.set(key, { name, type, json });
  };
  for (const { link } of listHostLinks(socket)) addMarked('silk-cni', link.alias);
  for (const { mark, netns } of lookAtSegments(segmentsPlace(place)).links)
    addMarked('silk-bridge', mark, { overlayNamespace: netns });
  return [...found.values()];
}

function configuredNetworks({ confDir }: TeardownPlace): TornNetwork[] {
  return readConfDir(confDir).networks.flatMap(({ name, plugins }) =>
    plugins.flatMap(({ type, json }) => (isOurs(type) ? [{ name, type, json }] : [])),
  );
}

function isOurs(type: string): type is PluginType {
  return Object.hasOwn(collectors, type);
}

function segmentsPlace(place: TeardownPlace): SegmentsPlace {
  const namespaces = configuredNetworks(place).flatMap(
    ({ type, json }) => (type === 'silk-bridge' && salvageSilkBridgeConfig(json).overlayNamespace) || [],
  );
  return { config: placesOf(place), namespaces };
}

function recordsOf({ name, json }: TornNetwork): string[] {
  const config = salvageSilkBridgeConfig(json);
  const reservations = list(openStore(name, ipamState(config)));
  const { owners } = listClaims(claimDir(name, config));
  return [
    ...reservations.map(({ ip }) => `reservation of ${formatIp(ip)} in network ${name}`),
    ...owners.map(({ containerId, ifname }) => `claim of ${containerId}/${ifname} in network ${name}`),
  ];
}

/** GC with an empty list for each network, then whatever link is left, and what is masqueraded for no link. */
async function removeContainers(place: TeardownPlace): Promise<string[]> {
  using socket = NetlinkSocket.open();
  const failures: string[] = [];
  for (const network of networksOf(socket, place)) {
    failures.push(...(await failuresOf(() => collectors[network.type](collectAll(network)))));
  }
  failures.push(...(await failuresOf(() => removeRest(socket))));
  return [...failures, ...removeSegmentLinks(segmentsPlace(place))];
}

async function removeRest(socket: NetlinkSocket): Promise<void> {
  const effort = new BestEffort('the removal of links');
  await removeLinks(effort, { links: listHostLinks(socket), socket });
  effort.finish();
}

/** The request by which a runtime releases all that a network holds. */
function collectAll({ name, type, json }: TornNetwork) {
  const config = { ...json, name, type, cniVersion: '1.1.0', 'cni.dev/valid-attachments': [] };
  const env = { CNI_COMMAND: 'GC', CNI_PATH: process.env['CNI_PATH'] ?? '/opt/cni/bin:/usr/lib/cni' };
  return readRequest({ command: 'GC', env, stdin: JSON.stringify(config), readConfig: salvageSilkBridgeConfig });
}
