import { closeSync, constants, fstatSync, openSync, type Stats, statSync } from 'node:fs';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { ioctl, setns } from './libc.ts';
import { required } from './netlink/error.ts';

/** The network namespace of the calling thread: a process may have threads in several. */
const ownNetnsPath = '/proc/thread-self/ns/net';

/** linux/sched.h */
const CLONE_NEWNET = 0x40000000;

/** linux/nsfs.h: _IO(0xb7, 3), answers the CLONE_ flag of the namespace behind a descriptor. */
const NS_GET_NSTYPE = 0xb703;

/** A network namespace held open: it lives at least until disposed of, whatever becomes of its path. */
export interface Netns extends Disposable {
  readonly path: string;
  readonly fd: number;
  /** `device:inode`, the same for every path to the namespace while it lives. */
  readonly identity: string;
}

/**
 * Opens the network namespace that a path names.
 * @throws SilkError BAD_ENVIRONMENT when there is no such file or it is not a network namespace; IO_FAILURE when it cannot be
 *   opened for another reason.
 */
export function openNetns(path: string): Netns {
  const fd = openFile(path);
  try {
    const stats = fstatSync(fd);
    requireNetns(fd, stats, path);
    return { path, fd, identity: identityOf(stats), [Symbol.dispose]: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function openFile(path: string): number {
  try {
    // Not blocking: the path is given from outside and may name a FIFO.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const name = systemErrorName(cause) ?? '';
    const found = name === 'ENOENT' ? 'there is no such file' : errorText(cause);
    // Of a path that leads nowhere the caller is told; a full descriptor table says nothing about the path.
    const code = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'ENAMETOOLONG'].includes(name)
      ? 'BAD_ENVIRONMENT'
      : 'IO_FAILURE';
    throw new SilkError(code, `Cannot open network namespace ${path}: ${found}`, { cause });
  }
}

function requireNetns(fd: number, stats: Stats, path: string): void {
  // Namespaces are regular files of nsfs. A device is not asked: there the number could mean something else.
  if (stats.isFile() && ioctl(fd, NS_GET_NSTYPE) === CLONE_NEWNET) return;
  throw new SilkError('BAD_ENVIRONMENT', `Cannot open network namespace ${path}: it is not a network namespace`);
}

function identityOf(stats: Stats): string {
  return `${stats.dev}:${stats.ino}`;
}

/** Whether it is the namespace that the calling thread is in. */
export function isOwnNetns(ns: Netns): boolean {
  return identityOf(statSync(ownNetnsPath)) === ns.identity;
}

/** A function that returns no promise: what it would do later would be done in the wrong namespace. */
type Synchronous<T> = (() => T) & (() => T extends PromiseLike<unknown> ? never : T);

/**
 * Runs `fn` with the calling thread in the namespace, and comes back however it ends.
 * For opening a socket and for sysctls; from then on the socket is the namespace.
 * @throws SilkError KERNEL_REFUSED when the namespace cannot be entered; UNEXPECTED when `fn` returns a promise;
 *   whatever `fn` throws.
 */
export function inNetns<T>(ns: Netns, fn: Synchronous<T>): T {
  const own = openSync(ownNetnsPath, constants.O_RDONLY);
  try {
    enter(ns.fd, `enter network namespace ${ns.path}`);
    try {
      return refusePromise(fn());
    } finally {
      enter(own, 'return to the own network namespace');
    }
  } finally {
    closeSync(own);
  }
}

function enter(fd: number, what: string): void {
  required(setns(fd, CLONE_NEWNET), what);
}

function refusePromise<T>(value: T): T {
  if (typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function') {
    throw new SilkError('UNEXPECTED', 'Cannot work in a network namespace: found a promise, wanted a plain value');
  }
  return value;
}
