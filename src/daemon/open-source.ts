import type { SilkdConfig, StaticKeys } from '../config/silkd.ts';
import { readBootId } from '../linux/boot-id.ts';
import { etcdNetwork, knownPeersPath } from '../peers/etcd/network.ts';
import { leasePath } from '../peers/etcd/own-lease.ts';
import type { NetworkSource, SourceHost } from '../peers/network-source.ts';
import { filePeers } from '../peers/peers-file.ts';
import { staticNetwork } from '../peers/static-network.ts';
import { inlinePeers } from '../peers/static-peers.ts';

/** All that a source remembers in `stateDir`. */
export function sourceFiles(stateDir: string): string[] {
  return [leasePath(stateDir), knownPeersPath(leasePath(stateDir))];
}

/** The source that a configuration names, for a host. */
export function openSource({ source, stateDir }: SilkdConfig, host: SourceHost): NetworkSource {
  if (source.kind === 'static') return openStatic(source.static);
  return etcdNetwork(source.etcd, { ...host, stateFile: leasePath(stateDir), bootId: readBootId() });
}

function openStatic({ overlayNetwork, subnet, vni, port, gbp, peers, peersFile }: StaticKeys): NetworkSource {
  return staticNetwork({
    place: { network: overlayNetwork, subnet, vni, port, gbp },
    peers: peers === undefined ? filePeers(peersFile) : inlinePeers(peers),
    watched: peers === undefined ? peersFile : undefined,
  });
}

/** The same text for the same source: one that did not change need not be opened anew. */
export function sourceSignature({ source }: SilkdConfig, { underlayIp }: Pick<SourceHost, 'underlayIp'>): string {
  return JSON.stringify([source, underlayIp], (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
}
