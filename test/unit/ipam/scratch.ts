import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatIp, type Ip, parseIp } from '../../../src/addr/ip.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { SilkError } from '../../../src/errors.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import type { Owner } from '../../../src/ipam/record.ts';
import { type Reservation, reserve } from '../../../src/ipam/reserve.ts';
import type { IpamHost, NetworkStore } from '../../../src/ipam/store.ts';

/**
 * A host that is not real: its links, boot and clock are fields that a test sets, and its flock(2) only keeps account.
 * A second flock inside the first would wait for ever on the real one, so here it throws.
 */
export interface FakeHost extends IpamHost {
  readonly links: Set<string>;
  boot: string;
  bootedMs: number;
  flocks: number;
}

export function fakeHost(): FakeHost {
  let held = false;
  const host: FakeHost = {
    links: new Set(),
    boot: 'boot-1',
    bootedMs: 0,
    flocks: 0,
    linkExists: (ip) => host.links.has(formatIp(ip)),
    bootId: () => host.boot,
    bootTimeMs: () => host.bootedMs,
    withFlock: (_path, fn) => {
      if (held) throw new Error('flock taken twice by one caller: the real one would wait for ever');
      host.flocks++;
      held = true;
      try {
        return fn();
      } finally {
        held = false;
      }
    },
  };
  return host;
}

/** A network in a temporary directory, which goes with it. */
export interface Scratch extends NetworkStore, Disposable {
  readonly host: FakeHost;
}

export function scratch(network = 'net'): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'silk-ipam-'));
  return {
    dir: join(root, network),
    lockTimeoutMs: 3000,
    host: fakeHost(),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function owner(containerId: string, ifname = 'eth0'): Owner {
  return { containerId, ifname };
}

export function ip(text: string): Ip {
  return parseIp(text, 'ip');
}

export interface Asking {
  readonly subnets?: readonly string[];
  readonly excluded?: readonly string[];
  readonly requested?: readonly string[];
}

/** reserve() with one range per set, 10.255.30.0/24 when nothing is said. */
export function ask(store: NetworkStore, who: Owner, asking: Asking = {}): Reservation[] {
  return reserve(store, {
    owner: who,
    rangeSets: (asking.subnets ?? ['10.255.30.0/24']).map((subnet) => [makeRange({ subnet }, 'range')]),
    excluded: (asking.excluded ?? []).map((text) => parsePrefix(text, 'exclude')),
    requested: (asking.requested ?? []).map(ip),
  });
}

/** The addresses of reservations, as text. */
export function texts(found: readonly (Ip | { readonly ip: Ip })[]): string[] {
  return found.map((one) => formatIp('ip' in one ? one.ip : one));
}

/** What is in the network's directory, our own apart: name to content. */
export function filesOf(store: NetworkStore): Record<string, string> {
  const names = readdirSync(store.dir).filter((name) => name !== '.silk');
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(store.dir, name), 'latin1')]));
}

/** Writes a file as another program would: the directory's time changes. */
export function put(store: NetworkStore, name: string, content: string): void {
  writeFileSync(join(store.dir, name), content);
}

/** Sets back when a file was last changed. */
export function age(store: NetworkStore, name: string, ms: number): void {
  const then = new Date(Date.now() - ms);
  utimesSync(join(store.dir, name), then, then);
}

/** The SilkError that `fn` throws; fails when it throws none. */
export function failureOf(fn: () => unknown): SilkError {
  try {
    fn();
  } catch (error) {
    if (error instanceof SilkError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The inode number of a file of the network. */
export function inode(store: NetworkStore, name: string): bigint {
  return statSync(join(store.dir, name), { bigint: true }).ino;
}
