import type { Ip } from '../addr/ip.ts';
import { attachmentFileName, formatAttachment } from './attachments.ts';
import { freeEarlierBoot } from './boot.ts';
import { ensureDirectory, listNames, modifiedMs, readText, remove, writeText } from './files.ts';
import { renewLock } from './lock.ts';
import { type KeepOut, type NetworkStore, paths, walk } from './store.ts';

/** Temporary files older than this are of a killed caller, in ms. */
const abandonedMs = 10_000;

/** Makes the index agree with the reservations, after somebody else, a kill, or a reboot. To be called under the lock. */
export function rebuild(store: NetworkStore, keepOut: KeepOut): void {
  ensureDirectory(paths.attachments(store));
  freeEarlierBoot(store, keepOut);
  removeAbandoned(store);
  replaceIndex(store, readWanted(store));
}

function removeAbandoned(store: NetworkStore): void {
  for (const name of listNames(paths.own(store))) {
    if (!name.startsWith('tmp.')) continue;
    const path = `${paths.own(store)}/${name}`;
    if ((modifiedMs(path) ?? 0) < Date.now() - abandonedMs) remove(path);
  }
}

/** The index as it should be: file name to content. */
function readWanted(store: NetworkStore): Map<string, string> {
  const addresses = new Map<string, Ip[]>();
  let count = 0;
  for (const { ip, owner } of walk(store)) {
    if (count++ % 1024 === 0) renewLock(paths.lock(store));
    if (owner === undefined) continue;
    const name = attachmentFileName(owner);
    addresses.set(name, [...(addresses.get(name) ?? []), ip]);
  }
  return new Map([...addresses].map(([name, ips]) => [name, formatAttachment(ips)]));
}

function replaceIndex(store: NetworkStore, wanted: Map<string, string>): void {
  const directory = paths.attachments(store);
  let count = 0;
  for (const name of listNames(directory)) {
    if (count++ % 1024 === 0) renewLock(paths.lock(store));
    if (wanted.get(name) !== undefined && wanted.get(name) === readText(`${directory}/${name}`)) wanted.delete(name);
    else if (!wanted.has(name)) remove(`${directory}/${name}`);
  }
  for (const [name, content] of wanted) {
    if (count++ % 1024 === 0) renewLock(paths.lock(store));
    writeText(`${directory}/${name}`, content);
  }
}
