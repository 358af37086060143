import type { Peer } from '../addr/peer.ts';
import { validatePeersFile } from './generated/peers-file.ts';
import type { ListFile } from './list-file.ts';
import { checkPeers } from './peer-check.ts';
import { type PeerKeys, peerList } from './peers-file.schema.ts';

/** A peers file: `{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}]}`. */
export const peersFile: ListFile<Peer> = {
  kind: 'the peers file',
  key: 'peers',
  validate: validatePeersFile,
  itemKeys: Object.keys(peerList.items.properties),
  check: (list: readonly PeerKeys[]) => {
    const { peers, faults } = checkPeers(list);
    return { items: peers, faults };
  },
};
