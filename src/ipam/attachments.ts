import type { Ip } from '../addr/ip.ts';
import { formatIp, tryParseIp } from '../addr/ip.ts';
import { readText, remove, writeText } from './files.ts';
import { isOwnedBy, type Owner } from './record.ts';
import { type Entry, type NetworkStore, paths, readEntry } from './store.ts';

/**
 * The index: `<dir>/.silk/attachments/<containerID>:<ifname>` holds the attachment's addresses, one a line, so that what
 * an attachment holds is known without reading every reservation. A hint: each address is verified against its file.
 */

/** The reservations of this attachment; a record without an interface name counts when there is no other, as in host-local. */
export function heldBy(store: NetworkStore, owner: Owner): Entry[] {
  const own = verified(store, owner);
  return own.length > 0 ? own : verified(store, { containerId: owner.containerId, ifname: '' });
}

function verified(store: NetworkStore, owner: Owner): Entry[] {
  return readAttachment(store, owner)
    .map((ip) => readEntry(store, ip))
    .filter((entry) => entry !== undefined)
    .filter((entry) => entry.owner !== undefined && isOwnedBy(entry.owner, owner));
}

function readAttachment(store: NetworkStore, owner: Owner): Ip[] {
  const lines = (readText(attachmentPath(store, owner)) ?? '').split('\n');
  return lines.map(tryParseIp).filter((ip) => ip !== undefined);
}

export function writeAttachment(store: NetworkStore, owner: Owner, ips: readonly Ip[]): void {
  writeText(attachmentPath(store, owner), formatAttachment(ips));
}

export function removeAttachment(store: NetworkStore, owner: Owner): void {
  remove(attachmentPath(store, owner));
}

export function formatAttachment(ips: readonly Ip[]): string {
  return ips.map((ip) => `${formatIp(ip)}\n`).join('');
}

function attachmentPath(store: NetworkStore, owner: Owner): string {
  return `${paths.attachments(store)}/${attachmentFileName(owner)}`;
}

/** A container ID has no length limit, a file name has 255 bytes; neither part can hold a colon. */
export function attachmentFileName(owner: Owner): string {
  const name = `${owner.containerId}:${owner.ifname}`;
  if (Buffer.byteLength(name) <= 255) return name;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `sha256:${createHash('sha256').update(name).digest('hex')}`;
}
