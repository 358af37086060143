import type { Peer } from '../../addr/peer.ts';
import { filePeers } from '../../peers/peers-file.ts';
import { latestPeers } from '../../peers/source.ts';

/**
 * The peers of a file; undefined where there is no file: then nothing is known of them.
 * @throws SilkError PEERS_UNUSABLE when it cannot be read or is wrong in any part.
 */
export function readPeers(path: string): Promise<readonly Peer[] | undefined> {
  return latestPeers(filePeers(path));
}
