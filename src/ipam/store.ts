import { basename } from 'node:path';
import { formatIp, type Ip, tryParseIp } from '../addr/ip.ts';
import { listNames, readText, writeText } from './files.ts';
import { type Owner, parseRecord } from './record.ts';

/** What this folder needs of the host; the programs bring it, because this folder knows no kernel. */
export interface IpamHost {
  /** Whether the host still has a container link of this address, whatever the files say. */
  linkExists(ip: Ip): boolean;
  /** Runs `fn` while holding flock(2) on this file, made where missing: host-local's own lock. Never nested. */
  withFlock<T>(path: string, fn: () => T): T;
  /** /proc/sys/kernel/random/boot_id; letters, digits and dashes. */
  bootId(): string;
  /** When the host was started, in ms since 1970. */
  bootTimeMs(): number;
}

/** Where one network's reservations are. */
export interface NetworkStore {
  /** `<dataDir>/<network>`, the same directory as host-local's. */
  readonly dir: string;
  /** How long to wait for other callers, in ms. */
  readonly lockTimeoutMs: number;
  readonly host: IpamHost;
}

/** What a change works with while it holds the lock. */
export interface Session {
  /** Runs `fn` while no host-local works on the same directory. */
  readonly keepOut: <T>(fn: () => T) => T;
  /** To be called every now and then by what takes longer the more reservations there are. */
  readonly renewLock: () => void;
}

/**
 * The paths of a network. Beside the reservations, as host-local has them, our own directory, which host-local passes by:
 * ```
 * <dir>/10.255.30.2               <containerID>\r\n<ifname>
 * <dir>/last_reserved_ip.0        the address given last out of range set 0
 * <dir>/lock                      host-local's flock(2)
 * <dir>/.silk/lock                a directory while one of us works (proper-lockfile)
 * <dir>/.silk/boot_id             the boot that the reservations are of
 * <dir>/.silk/tmp.<pid>.<random>  reservations on their way
 * <dir>/.silk/attachments/        see attachments.ts and stamp.ts
 * ```
 */
export const paths = {
  reservation: (store: NetworkStore, ip: Ip): string => `${store.dir}/${formatIp(ip)}`,
  lastReserved: (store: NetworkStore, set: number): string => `${store.dir}/last_reserved_ip.${set}`,
  hostLocalLock: (store: NetworkStore): string => `${store.dir}/lock`,
  own: (store: NetworkStore): string => `${store.dir}/.silk`,
  lock: (store: NetworkStore): string => `${store.dir}/.silk/lock`,
  bootId: (store: NetworkStore): string => `${store.dir}/.silk/boot_id`,
  attachments: (store: NetworkStore): string => `${store.dir}/.silk/attachments`,
};

/** The name of the network, for messages. */
export function networkName(store: NetworkStore): string {
  return basename(store.dir);
}

/** A reservation file as found. No owner: empty, truncated, or garbage. */
export interface Entry {
  readonly ip: Ip;
  readonly path: string;
  readonly owner: Owner | undefined;
}

/** Reads the reservation of one address; undefined: there is none. */
export function readEntry(store: NetworkStore, ip: Ip): Entry | undefined {
  const path = paths.reservation(store, ip);
  const text = readText(path);
  return text === undefined ? undefined : { ip, path, owner: parseRecord(text) };
}

/** Reads every reservation. Takes a time proportional to their number: only for GC, rebuilding, and listing. */
export function* walk(store: NetworkStore, session?: Session): Generator<Entry> {
  let count = 0;
  for (const name of listNames(store.dir)) {
    if (++count % 1024 === 0) session?.renewLock();
    const ip = tryParseIp(name);
    if (ip === undefined || formatIp(ip) !== name) continue;
    const entry = readEntry(store, ip);
    if (entry !== undefined) yield entry;
  }
}

/** The address given last out of this range set; undefined at first and where the file is damaged. */
export function readLastReserved(store: NetworkStore, set: number): Ip | undefined {
  return tryParseIp(readText(paths.lastReserved(store, set))?.trim() ?? '');
}

export function writeLastReserved(store: NetworkStore, set: number, ip: Ip): void {
  writeText(paths.lastReserved(store, set), formatIp(ip));
}
