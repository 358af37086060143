import type { PlaceKeys, SourceChoice, StaticKeys } from '../config/silkd.ts';
import { readBootId } from '../linux/boot-id.ts';
import { etcdNetwork } from '../peers/etcd/network.ts';
import { leasePath } from '../peers/etcd/own-lease.ts';
import { evpnNetwork } from '../peers/evpn/network.ts';
import type { NetworkSource, Place, SourceHost } from '../peers/network-source.ts';
import { knownPeersPath } from '../peers/peer-memory.ts';
import { filePeers } from '../peers/peers-file.ts';
import { staticNetwork } from '../peers/static-network.ts';
import { inlinePeers } from '../peers/static-peers.ts';
import { signatureOf } from './signature.ts';

/** All that a source remembers in `stateDir`. */
export function sourceFiles(stateDir: string): string[] {
  return [leasePath(stateDir), knownPeersPath(stateDir)];
}

/** A choice of who says where the host is. */
export type RoutedChoice = Exclude<SourceChoice, { readonly kind: 'none' }>;

/** The source that is chosen, for a host; what it remembers is in `stateDir`. */
export function openSource(source: RoutedChoice, stateDir: string, host: SourceHost): NetworkSource {
  if (source.kind === 'static') return openStatic(source.static);
  if (source.kind === 'evpn') {
    return evpnNetwork(source.evpn, placeOf(source.place), { ...host, memoryFile: knownPeersPath(stateDir) });
  }
  return etcdNetwork(source.etcd, { ...host, stateFile: leasePath(stateDir), bootId: readBootId() });
}

function openStatic({ peers, peersFile, ...place }: StaticKeys): NetworkSource {
  return staticNetwork({
    place: placeOf(place),
    peers: peers === undefined ? filePeers(peersFile) : inlinePeers(peers),
    watched: peers === undefined ? peersFile : undefined,
  });
}

/** Where the configuration says that the host is. */
export function placeOf({ overlayNetwork, subnet, vni, port, gbp }: PlaceKeys): Place {
  return { network: overlayNetwork, subnet, vni, port, gbp };
}

/** The same text for the same source: one that did not change need not be opened anew. */
export function sourceSignature(source: RoutedChoice, { underlayIp }: Pick<SourceHost, 'underlayIp'>): string {
  return signatureOf([source, underlayIp]);
}
