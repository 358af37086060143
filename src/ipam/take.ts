import { formatIp, type Ip } from '../addr/ip.ts';
import { errorText } from '../errors.ts';
import { log } from '../log.ts';
import { createText, type FileIdentity, linkNew, remove } from './files.ts';
import { formatRecord, type Owner } from './record.ts';
import { type Entry, type NetworkStore, paths, readEntry, type Session } from './store.ts';

/** Either the new reservation's file, or why the address cannot be had. */
export type Taking = FileIdentity | { readonly obstacle: string };

/** Takes one address, if it is free. At most one caller ever succeeds: the file appears by link(2), with its content. */
export function take(store: NetworkStore, wish: { ip: Ip; owner: Owner }, session: Session): Taking {
  const entry = readEntry(store, wish.ip);
  if (entry?.owner !== undefined) return { obstacle: `found it held by container "${entry.owner.containerId}"` };
  if (store.host.linkExists(wish.ip)) {
    log('warn', `Cannot give out ${formatIp(wish.ip)}: found its link on the host, but no reservation`);
    return { obstacle: 'found its link on the host' };
  }
  const obstacle = entry === undefined ? undefined : clear(store, entry, session);
  if (obstacle !== undefined) return { obstacle };
  const file = publish(store, paths.reservation(store, wish.ip), formatRecord(wish.owner));
  return file ?? { obstacle: 'found it taken a moment ago' };
}

/** What cannot be removed, a directory say, is an obstacle and not a failure: other addresses may be free. */
function clear(store: NetworkStore, entry: Entry, session: Session): string | undefined {
  try {
    return freeGarbage(store, entry, session) ? undefined : 'found it taken a moment ago';
  } catch (error) {
    log('warn', `Cannot give out ${formatIp(entry.ip)}: ${errorText(error)}`);
    return `found ${entry.path} damaged and in the way`;
  }
}

/** Undefined: somebody else was faster. */
function publish(store: NetworkStore, path: string, content: string): FileIdentity | undefined {
  const temporary = `${paths.own(store)}/tmp.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    const file = createText(temporary, content);
    return linkNew(temporary, path) ? file : undefined;
  } finally {
    remove(temporary);
  }
}

/**
 * Removes a reservation file that names no owner: a crash of host-local left it, or a full disk.
 * It is read again with host-local kept out, which makes its files empty and then writes them. False: it has an owner now.
 * @throws SilkError IO_FAILURE naming the path.
 */
export function freeGarbage(store: NetworkStore, entry: Entry, session: Session): boolean {
  return session.keepOut(() => {
    const now = readEntry(store, entry.ip);
    if (now?.owner !== undefined) return false;
    remove(entry.path);
    log('warn', `Freed ${formatIp(entry.ip)}: found no owner in ${entry.path}`);
    return true;
  });
}
