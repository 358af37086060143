import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { formatPrefix } from '../addr/prefix.ts';
import { type Faults, faultError } from '../config/fault.ts';
import { checkPeersText, peersFileError } from '../config/peers-file.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import { readPeersText } from './peers-file.ts';

/** What an edit did. */
export interface PeersEdit {
  readonly before: readonly Peer[];
  readonly after: readonly Peer[];
}

/**
 * Replaces the peers of a file by what `edit` makes of them: one caller at a time, and whole, so that a kill leaves the old
 * file or the new one. A missing file has no peers, and is made. `edit` returns the very list that it was given to write nothing.
 * @throws SilkError PEERS_UNUSABLE when the file is broken, or the new list would be: the file is left as it is. TRY_LATER when
 *   another holds its lock, IO_FAILURE when it cannot be written, and what `edit` throws.
 */
export async function editPeersFile(
  path: string,
  edit: (peers: readonly Peer[]) => readonly Peer[],
): Promise<PeersEdit> {
  try {
    return editLocked(path, edit);
  } catch (error) {
    throw error instanceof BrokenText ? await peersFileError(error.text, path, error.faults) : error;
  }
}

/** Faults that were found under the lock: to find their lines takes longer, and a wait. */
class BrokenText extends Error {
  readonly text: string;
  readonly faults: Faults;

  constructor(text: string, faults: Faults) {
    super('broken');
    this.text = text;
    this.faults = faults;
  }
}

function editLocked(path: string, edit: (peers: readonly Peer[]) => readonly Peer[]): PeersEdit {
  let done: PeersEdit = { before: [], after: [] };
  replaceWhole({ path, kind: 'the peers file', lasts: true }, (target, lock) => {
    const before = readPeers(target);
    // Of 100,000 peers, reading takes half a second, and so does writing.
    lock.renew();
    const after = edit(before);
    done = { before, after };
    return after === before ? undefined : formatPeersFile(path, after);
  });
  return done;
}

function readPeers(path: string): readonly Peer[] {
  const text = readPeersText(path);
  if (text === undefined) return [];
  const { peers, faults } = checkPeersText(text);
  if (faults !== undefined) throw new BrokenText(text, faults);
  return peers;
}

/**
 * The text of a peers file: one peer a line, so that a fault's line, grep and diff name a peer.
 * @throws SilkError PEERS_UNUSABLE when the list could not be read again: two subnets overlap, a MAC is at two places.
 */
export function formatPeersFile(path: string, peers: readonly Peer[]): string {
  const text = peers.length === 0 ? '{"peers":[]}\n' : `{"peers":[\n${peers.map(formatPeer).join(',\n')}\n]}\n`;
  const { faults } = checkPeersText(text);
  if (faults !== undefined) throw faultError(`Cannot write the peers file ${path}`, faults, 'PEERS_UNUSABLE');
  return text;
}

/** A peer as the peers file has it. */
export function formatPeer({ subnet, underlay, mac }: Peer): string {
  return JSON.stringify({
    subnet: formatPrefix(subnet),
    underlay: formatIp(underlay),
    mac: mac && formatMac(mac),
  });
}
