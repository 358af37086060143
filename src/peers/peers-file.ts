import { readPeersFile } from '../config/peers-file.ts';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { readRegularFile } from '../files/regular-file.ts';
import type { PeerSnapshot, PeerSource } from './source.ts';

/** The peers of a file, read anew each time: without the file nothing is known; with a fault in it nothing is believed. */
export function filePeers(path: string): PeerSource {
  return { name: `the peers file ${path}`, latest: () => readSnapshot(path) };
}

async function readSnapshot(path: string): Promise<PeerSnapshot> {
  try {
    const text = readPeersText(path);
    if (text === undefined) return { state: 'unknown', reason: `there is no peers file ${path}` };
    return { state: 'known', peers: await readPeersFile(text, path) };
  } catch (error) {
    return { state: 'failed', error: error instanceof SilkError ? error : unreadable(path, error) };
  }
}

/**
 * The text of a peers file; undefined where there is none.
 * @throws SilkError PEERS_UNUSABLE when it cannot be read, or is no regular file.
 */
export function readPeersText(path: string): string | undefined {
  try {
    return readRegularFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorName(error) ?? '')) return undefined;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): SilkError {
  return new SilkError('PEERS_UNUSABLE', `Cannot read the peers file ${path}: ${errorText(cause)}`, { cause });
}
