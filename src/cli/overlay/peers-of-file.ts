import type { Peer } from '../../addr/peer.ts';
import { filePeers } from '../../peers/peers-file.ts';

/**
 * The peers of a file; undefined where there is no file: then nothing is known of them.
 * @throws SilkError PEERS_UNUSABLE when it cannot be read or is wrong in any part.
 */
export async function readPeers(path: string): Promise<readonly Peer[] | undefined> {
  const snapshot = await filePeers(path).latest();
  if (snapshot.state === 'failed') throw snapshot.error;
  return snapshot.state === 'known' ? snapshot.peers : undefined;
}
