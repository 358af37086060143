import { formatIp, type Ip, tryParseIp } from '../addr/ip.ts';
import { appendText, listNames, readText, remove, writeText } from './files.ts';
import { isOwnedBy, type Owner } from './record.ts';
import { type Entry, type NetworkStore, paths, readEntry } from './store.ts';

/**
 * The index: what an attachment holds, without reading every reservation. A hint: each address is verified on use.
 *
 * `<dir>/.silk/attachments/<00 to ff>` have a line `<containerID>:<ifname> <address> <address>` per attachment, spread by a
 * hash of the container's ID. 256 files, because one per attachment takes seconds to rebuild for 60,000 reservations (40 µs
 * and more for each file made), and a single one takes as long to read for each ADD. They are changed in place, and only
 * after the reservations: so whoever is killed in between leaves an index that is not believed (stamp.ts).
 */

/** The reservations of this attachment; a record without an interface name counts when there is no other, as in host-local. */
export function heldBy(store: NetworkStore, owner: Owner): Entry[] {
  const text = readText(shardPath(store, owner)) ?? '';
  const own = verified(store, owner, text);
  return own.length > 0 ? own : verified(store, { containerId: owner.containerId, ifname: '' }, text);
}

function verified(store: NetworkStore, owner: Owner, text: string): Entry[] {
  return linesOf(text, owner)
    .flatMap(({ start, end }) => text.slice(start, end).split(' ').slice(1))
    .map(tryParseIp)
    .filter((ip) => ip !== undefined)
    .map((ip) => readEntry(store, ip))
    .filter((entry) => entry !== undefined)
    .filter((entry) => entry.owner !== undefined && isOwnedBy(entry.owner, owner));
}

/** Where the lines of an attachment are, without their line breaks. Searched for as a whole: there may be hundreds of others. */
function linesOf(text: string, owner: Owner): { start: number; end: number }[] {
  const key = `${keyOf(owner)} `;
  const lines: { start: number; end: number }[] = [];
  for (let start = text.indexOf(key); start !== -1; start = text.indexOf(key, start + 1)) {
    if (start > 0 && text[start - 1] !== '\n') continue;
    const end = text.indexOf('\n', start);
    lines.push({ start, end: end === -1 ? text.length : end });
  }
  return lines;
}

/** Adds what an attachment holds now. It must have held nothing. */
export function addAttachment(store: NetworkStore, owner: Owner, ips: readonly Ip[]): void {
  appendText(shardPath(store, owner), formatLine(owner, ips));
}

/** Forgets what an attachment held. */
export function removeAttachment(store: NetworkStore, owner: Owner): void {
  const path = shardPath(store, owner);
  const text = readText(path) ?? '';
  let left = text;
  for (const { start, end } of linesOf(text, owner).reverse()) left = left.slice(0, start) + left.slice(end + 1);
  if (left !== text) writeText(path, left);
}

/** Makes the index say exactly this; removes what else is there. */
export function replaceAttachments(store: NetworkStore, entries: readonly Entry[]): void {
  const directory = paths.attachments(store);
  const wanted = formatShards(entries);
  for (const name of listNames(directory)) {
    if (!wanted.has(name)) remove(`${directory}/${name}`);
  }
  for (const [name, text] of wanted) {
    if (readText(`${directory}/${name}`) !== text) writeText(`${directory}/${name}`, text);
  }
}

function formatShards(entries: readonly Entry[]): Map<string, string> {
  const held = new Map<string, { owner: Owner; ips: Ip[] }>();
  for (const { owner, ip } of entries) {
    if (owner === undefined) continue;
    const one = held.get(keyOf(owner));
    if (one === undefined) held.set(keyOf(owner), { owner, ips: [ip] });
    else one.ips.push(ip);
  }
  const shards = new Map<string, string>();
  for (const { owner, ips } of held.values()) {
    const name = shardName(owner);
    shards.set(name, (shards.get(name) ?? '') + formatLine(owner, ips));
  }
  return shards;
}

function formatLine(owner: Owner, ips: readonly Ip[]): string {
  return `${keyOf(owner)} ${ips.map(formatIp).join(' ')}\n`;
}

/** Neither part can hold a colon or a space. */
function keyOf(owner: Owner): string {
  return `${owner.containerId}:${owner.ifname}`;
}

function shardPath(store: NetworkStore, owner: Owner): string {
  return `${paths.attachments(store)}/${shardName(owner)}`;
}

/** Eight bits of FNV-1a, 32 bits wide, folded. By the container alone: its record without interface name is beside the others. */
function shardName(owner: Owner): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < owner.containerId.length; i++) {
    hash = Math.imul(hash ^ owner.containerId.charCodeAt(i), 0x01000193);
  }
  const folded = (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & 0xff;
  return folded.toString(16).padStart(2, '0');
}
