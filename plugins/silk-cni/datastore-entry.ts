import { formatIp, type Ip, tryParseIp } from '../../src/addr/ip.ts';
import type { DatastoreEntry } from '../../src/config/datastore.schema.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { findHostLink } from '../../src/overlay/remove-container-link.ts';
import type { UndoList } from '../../src/undo.ts';
import { addEntry, forgetEntries, removeEntries } from './datastore.ts';

/*
 * A container has one entry in the datastore, by its handle. Of several interfaces the first one's address is in it:
 * the others leave it alone while that interface is there. CHECK does not ask for it: of two interfaces, either may have
 * gone and taken the entry along.
 */

/** The datastore and the container's namespace, as one attachment sees them. */
export interface EntryPlace {
  /** The datastore's path; undefined where the configuration has none. */
  readonly datastore: string | undefined;
  readonly netns: string;
  readonly socket: NetlinkSocket;
}

/** ADD: writes the container's entry, and pushes its removal on the undo list. `metadata` is called only where there is a datastore. */
export function recordEntry(place: EntryPlace, entry: { ip: Ip; metadata: () => unknown; undo: UndoList }): void {
  const path = place.datastore;
  if (path === undefined) return;
  const handle = handleOf(place.netns);
  if (handle === undefined) return;
  const ip = formatIp(entry.ip);
  addEntry(path, { handle, ip, metadata: entry.metadata() ?? null }, (found) => isInUse(found, place.socket));
  entry.undo.push(`entry ${handle} of ${path}`, () =>
    removeEntries(path, (found) => found.handle === handle && found.ip === ip),
  );
}

/**
 * DEL: removes the entry of our addresses; and one with our handle, or with an address that prevResult told, whose address
 * nothing bears any more.
 */
export function forgetEntry(place: EntryPlace, ips: { ours: readonly Ip[]; told: readonly Ip[] }): void {
  if (place.datastore === undefined) return;
  const handle = handleOf(place.netns);
  const ours = new Set(ips.ours.map(formatIp));
  const told = new Set(ips.told.map(formatIp));
  forgetEntries(
    place.datastore,
    (entry) => ours.has(entry.ip) || ((entry.handle === handle || told.has(entry.ip)) && !isInUse(entry, place.socket)),
  );
}

/** Cloud Foundry names the namespace's file by the container. */
function handleOf(netns: string): string | undefined {
  return netns.split('/').filter(Boolean).at(-1);
}

function isInUse(entry: DatastoreEntry, socket: NetlinkSocket): boolean {
  const ip = tryParseIp(entry.ip);
  return ip?.family === 4 && findHostLink(socket, ip) !== undefined;
}
