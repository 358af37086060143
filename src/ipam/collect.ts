import type { Ip } from '../addr/ip.ts';
import { errorText } from '../errors.ts';
import { attachmentFileName, removeAttachment } from './attachments.ts';
import { exists, remove } from './files.ts';
import { renewLock } from './lock.ts';
import type { Owner } from './record.ts';
import { withIndexUnlessFull } from './session.ts';
import { type KeepOut, type NetworkStore, paths, walk } from './store.ts';
import { freeGarbage } from './take.ts';

export interface Collection {
  /** A record of an old host-local has an empty `ifname`. */
  readonly released: readonly { readonly owner: Owner; readonly ip: Ip }[];
  /** What could not be released, one line each. */
  readonly failures: readonly string[];
}

/**
 * Releases every reservation whose owner is not among `valid`, and every one that names no owner; goes on after a failure.
 * A record without an interface name is valid when its container is. Never touches what is not a reservation.
 * @throws SilkError TRY_LATER (the lock), IO_FAILURE naming the path.
 */
export function collect(store: NetworkStore, valid: readonly Owner[]): Collection {
  if (!exists(store.dir)) return { released: [], failures: [] };
  return withIndexUnlessFull(
    store,
    (keepOut) => collectAll(store, valid, keepOut),
    () => collectAll(store, valid, (fn) => fn()),
  );
}

function collectAll(store: NetworkStore, valid: readonly Owner[], keepOut: KeepOut): Collection {
  const isValid = validity(valid);
  const released: { owner: Owner; ip: Ip }[] = [];
  const failures: string[] = [];
  const kept = new Set<string>();
  let count = 0;
  for (const entry of walk(store)) {
    if (count++ % 1024 === 0) renewLock(paths.lock(store));
    const { owner, ip } = entry;
    if (owner !== undefined && isValid(owner)) continue;
    try {
      if (owner === undefined) freeGarbage(store, entry, keepOut);
      else if (remove(entry.path)) released.push({ owner, ip });
    } catch (error) {
      failures.push(errorText(error));
      if (owner !== undefined) kept.add(attachmentFileName(owner));
    }
  }
  for (const { owner } of released) {
    if (!kept.has(attachmentFileName(owner))) removeAttachment(store, owner);
  }
  return { released, failures };
}

/** Tells whether an owner is among `valid`; a record without an interface name is when its container is. */
export function validity(valid: readonly Owner[]): (owner: Owner) => boolean {
  const attachments = new Set(valid.map(attachmentFileName));
  const containers = new Set(valid.map(({ containerId }) => containerId));
  return (owner) =>
    owner.ifname === '' ? containers.has(owner.containerId) : attachments.has(attachmentFileName(owner));
}
