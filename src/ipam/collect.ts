import type { Ip } from '../addr/ip.ts';
import { errorText } from '../errors.ts';
import { replaceAttachments } from './attachments.ts';
import { exists, remove } from './files.ts';
import type { Owner } from './record.ts';
import { withIndexUnlessFull } from './session.ts';
import { type Entry, type NetworkStore, type Session, walk } from './store.ts';
import { freeGarbage } from './take.ts';

/** Whether an owner's reservation is to stay. */
export type IsValid = (owner: Owner) => boolean;

export interface Collection {
  /** A record of an old host-local has an empty `ifname`. */
  readonly released: { readonly owner: Owner; readonly ip: Ip }[];
  /** What could not be released, one line each. */
  readonly failures: string[];
}

/**
 * Releases every reservation whose owner is not valid, and every one that names no owner; goes on after a failure.
 * Owners are asked about under the lock. Never touches what is not a reservation.
 * @throws SilkError TRY_LATER (the lock), IO_FAILURE naming the path.
 */
export function collect(store: NetworkStore, isValid: IsValid): Collection {
  const collection: Collection = { released: [], failures: [] };
  if (!exists(store.dir)) return collection;
  withIndexUnlessFull(
    store,
    (session) => replaceAttachments(store, sweep({ store, isValid, session }, collection)),
    () => void sweep({ store, isValid, session: alone }, collection),
  );
  return collection;
}

/** On a full disk no lock can be made. */
const alone: Session = { keepOut: (fn) => fn(), renewLock: () => undefined };

interface Sweep {
  readonly store: NetworkStore;
  readonly isValid: IsValid;
  readonly session: Session;
}

/** Returns what is left. */
function sweep({ store, isValid, session }: Sweep, { released, failures }: Collection): Entry[] {
  const left: Entry[] = [];
  for (const entry of walk(store, session)) {
    const { owner, ip } = entry;
    if (owner !== undefined && isValid(owner)) {
      left.push(entry);
      continue;
    }
    try {
      if (owner === undefined) freeGarbage(store, entry, session);
      else if (remove(entry.path)) released.push({ owner, ip });
    } catch (error) {
      left.push(entry);
      failures.push(errorText(error));
    }
  }
  return left;
}

/** Says of an owner whether it is in the list; of a record without an interface name, whether its container is. */
export function validity(valid: readonly Owner[]): IsValid {
  const keyOf = ({ containerId, ifname }: Owner): string => `${containerId}:${ifname}`;
  const attachments = new Set(valid.map(keyOf));
  const containers = new Set(valid.map(({ containerId }) => containerId));
  return (owner) => (owner.ifname === '' ? containers.has(owner.containerId) : attachments.has(keyOf(owner)));
}
