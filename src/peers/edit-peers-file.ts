import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import type { Peer } from '../addr/peer.ts';
import { formatPrefix } from '../addr/prefix.ts';
import { peersFile } from '../config/peers-file.ts';
import { type EditableList, editListFile, formatList, type ListEdit } from './edit-list-file.ts';

const editablePeers: EditableList<Peer> = { ...peersFile, format: formatPeer };

/** As editListFile(), of a peers file. */
export function editPeersFile(
  path: string,
  edit: (peers: readonly Peer[]) => readonly Peer[],
): Promise<ListEdit<Peer>> {
  return editListFile(editablePeers, path, edit);
}

/** As formatList(), of a peers file. */
export function formatPeersFile(path: string, peers: readonly Peer[]): string {
  return formatList(editablePeers, path, peers);
}

/** A peer as the peers file has it. */
export function formatPeer({ subnet, underlay, mac }: Peer): string {
  return JSON.stringify({
    subnet: formatPrefix(subnet),
    underlay: formatIp(underlay),
    mac: mac && formatMac(mac),
  });
}
