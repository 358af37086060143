import type { Peer } from '../addr/peer.ts';
import type { SilkError } from '../errors.ts';

/** All that a source knows at one moment. What it says replaces whatever it said before. */
export type PeerSnapshot =
  /** No data: nothing is known of any peer, so none may be removed. */
  | { readonly state: 'unknown'; readonly reason: string }
  /** What there is cannot be read or believed, so nothing changes. */
  | { readonly state: 'failed'; readonly error: SilkError }
  /** The whole list, which may be empty: then there are no peers. */
  | { readonly state: 'known'; readonly peers: readonly Peer[] };

/** Where peers come from. */
export interface PeerSource {
  /** For messages: `the peers file /etc/silk/peers.json`. */
  readonly name: string;
  /** The newest snapshot. Never throws: a failure is a snapshot as well. */
  latest(): Promise<PeerSnapshot>;
}

/**
 * The newest list of a source; undefined where it has no data: then nobody is known to be gone.
 * @throws SilkError the source's own, where what there is cannot be read or believed.
 */
export async function latestPeers(source: PeerSource): Promise<readonly Peer[] | undefined> {
  const snapshot = await source.latest();
  if (snapshot.state === 'failed') throw snapshot.error;
  return snapshot.state === 'known' ? snapshot.peers : undefined;
}
