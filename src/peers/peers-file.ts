import { peersFile } from '../config/peers-file.ts';
import { SilkError } from '../errors.ts';
import { readListFile, unreadable } from './list-file.ts';
import type { PeerSnapshot, PeerSource } from './source.ts';

/** The peers of a file, read anew each time: without the file nothing is known; with a fault in it nothing is believed. */
export function filePeers(path: string): PeerSource {
  return { name: `the peers file ${path}`, latest: () => readSnapshot(path) };
}

async function readSnapshot(path: string): Promise<PeerSnapshot> {
  try {
    const peers = await readListFile(peersFile, path);
    if (peers === undefined) return { state: 'unknown', reason: `there is no peers file ${path}` };
    return { state: 'known', peers };
  } catch (error) {
    return { state: 'failed', error: error instanceof SilkError ? error : unreadable(peersFile, path, error) };
  }
}
