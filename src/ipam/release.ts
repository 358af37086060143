import type { Ip } from '../addr/ip.ts';
import { heldBy, removeAttachment } from './attachments.ts';
import { exists, identityOf, remove } from './files.ts';
import { isOwnedBy, type Owner } from './record.ts';
import type { Reservation } from './reserve.ts';
import { withIndexUnlessFull } from './session.ts';
import { type Entry, type NetworkStore, paths, readEntry, walk } from './store.ts';

/**
 * Releases all that this attachment holds, whoever reserved it and whatever the ranges are now; [] when it holds nothing.
 * @throws SilkError TRY_LATER (the lock), IO_FAILURE naming the path.
 */
export function release(store: NetworkStore, owner: Owner): Ip[] {
  if (!exists(store.dir)) return [];
  const released: Ip[] = [];
  const releaseAll = (entries: readonly Entry[]): void => {
    for (const { ip, path } of entries) if (remove(path)) released.push(ip);
  };
  withIndexUnlessFull(
    store,
    () => {
      const entries = heldBy(store, owner);
      releaseAll(entries);
      const recorded = entries[0]?.owner;
      if (recorded !== undefined) removeAttachment(store, recorded);
    },
    () => releaseAll(foundBy(store, owner)),
  );
  return released;
}

/** As heldBy, without the index: by reading every reservation. */
export function foundBy(store: NetworkStore, owner: Owner): Entry[] {
  const found = [...walk(store)].filter((entry) => entry.owner !== undefined && isOwnedBy(entry.owner, owner));
  const own = found.filter((entry) => entry.owner?.ifname !== '');
  return own.length > 0 ? own : found;
}

/**
 * Takes back what `reserve` has just made: these very files, never a later reservation of the same address.
 * @throws SilkError TRY_LATER (the lock), IO_FAILURE naming the path.
 */
export function unreserve(store: NetworkStore, reservations: readonly Reservation[]): void {
  if (!exists(store.dir)) return;
  const removeAll = (): void => {
    for (const reservation of reservations) removeExactly(store, reservation);
  };
  withIndexUnlessFull(store, removeAll, removeAll);
}

function removeExactly(store: NetworkStore, { ip, inode, writtenNs }: Reservation): void {
  const path = paths.reservation(store, ip);
  const now = identityOf(path);
  if (now?.inode !== inode || now.writtenNs !== writtenNs) return;
  const owner = readEntry(store, ip)?.owner;
  remove(path);
  if (owner !== undefined) removeAttachment(store, owner);
}
