import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { SilkError, systemErrorName } from '../errors.ts';
import { ioFailure } from '../files/io-failure.ts';

/**
 * The file operations of this folder. Each throws SilkError IO_FAILURE naming the path, and says in its name or its
 * return value which failure is an answer instead.
 */

/**
 * The text of a small file; undefined where there is none, empty where it is a directory, a FIFO, or beyond all reason.
 * Three system calls, where readFileSync needs five.
 */
export function readText(path: string): string | undefined {
  return answer('read', path, ['ENOENT', 'ENOTDIR'], () => {
    // Not blocking: opening a FIFO would wait for its other end.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return readAll(fd);
    } catch (error) {
      if (['EISDIR', 'EAGAIN'].includes(systemErrorName(error) ?? '')) return '';
      throw error;
    } finally {
      closeSync(fd);
    }
  });
}

/** More than any file of ours holds: not read to its end. */
const maxBytes = 16 * 1024 * 1024;

/** Made once: a walk reads thousands of files. */
let buffer: Buffer | undefined;

function readAll(fd: number): string {
  buffer ??= Buffer.allocUnsafe(32 * 1024);
  const parts: Buffer[] = [];
  for (;;) {
    const length = readSync(fd, buffer, 0, buffer.length, null);
    if (length < buffer.length && parts.length === 0) return buffer.toString('utf8', 0, length);
    parts.push(Buffer.from(buffer.subarray(0, length)));
    if (length < buffer.length) return Buffer.concat(parts).toString('utf8');
    if (parts.length * buffer.length >= maxBytes) return '';
  }
}

/**
 * Makes a file say this, in place: after a kill it may say this and then the end of what it said before.
 * Not truncated first: ext4 sends a file that was truncated to the disk when it is closed (its mount option auto_da_alloc),
 * which takes from 0.3 to 4 ms; this takes 0.02 ms.
 */
export function writeText(path: string, text: string): void {
  const flags = constants.O_WRONLY | constants.O_CREAT;
  attempt('write', path, () => withWritable(path, flags, (fd) => ftruncateSync(fd, writeWhole(fd, text))));
}

/** Adds to the end of a file, made where missing. */
export function appendText(path: string, text: string): void {
  attempt('write', path, () => withWritable(path, 'a', (fd) => writeWhole(fd, text)));
}

/** Tells a file from a later one of the same name: file systems soon give an inode number to the next file. */
export interface FileIdentity {
  readonly inode: bigint;
  /** When its content was written, in ns since 1970. */
  readonly writtenNs: bigint;
}

/** Makes a new file. */
export function createText(path: string, text: string): FileIdentity {
  return attempt('write', path, () =>
    withWritable(path, 'wx', (fd) => {
      writeWhole(fd, text);
      const { ino, mtimeNs } = fstatSync(fd, { bigint: true });
      return { inode: ino, writtenNs: mtimeNs };
    }),
  );
}

function withWritable<T>(path: string, flags: number | 'wx' | 'a', fn: (fd: number) => T): T {
  const fd = openSync(path, flags, 0o600);
  try {
    return fn(fd);
  } finally {
    closeSync(fd);
  }
}

/** Returns the length in bytes. */
function writeWhole(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  const written = writeSync(fd, bytes);
  if (written === bytes.length) return written;
  throw Object.assign(new Error(`ENOSPC: ${written} of ${bytes.length} bytes written`), { code: 'ENOSPC' });
}

/** Gives a file a second name; false where that name is taken. */
export function linkNew(from: string, to: string): boolean {
  return succeeds('create', to, ['EEXIST'], () => linkSync(from, to));
}

/** False where there was none. */
export function remove(path: string): boolean {
  return succeeds('remove', path, ['ENOENT', 'ENOTDIR'], () => unlinkSync(path));
}

/** False where there is nothing of the old name. */
export function rename(from: string, to: string): boolean {
  return succeeds('rename', from, ['ENOENT'], () => renameSync(from, to));
}

/** Makes a directory and those above it. */
export function ensureDirectory(path: string): void {
  attempt('create', path, () => mkdirSync(path, { recursive: true }));
}

/** The names in a directory; none where there is no directory. */
export function listNames(path: string): string[] {
  return answer('read', path, ['ENOENT', 'ENOTDIR'], () => readdirSync(path)) ?? [];
}

export function exists(path: string): boolean {
  return existsSync(path);
}

/** Time of the last change, in ms; undefined where there is nothing. */
export function modifiedMs(path: string): number | undefined {
  return answer('read', path, ['ENOENT', 'ENOTDIR'], () => statSync(path, { throwIfNoEntry: false })?.mtimeMs);
}

/** Undefined where there is nothing. */
export function identityOf(path: string): FileIdentity | undefined {
  return answer('read', path, ['ENOENT', 'ENOTDIR'], () => {
    const { ino, mtimeNs } = statSync(path, { bigint: true });
    return { inode: ino, writtenNs: mtimeNs };
  });
}

/** Sets the time of the last change, in ms since 1970. */
export function setModifiedMs(path: string, ms: number): void {
  attempt('write', path, () => utimesSync(path, ms / 1000, ms / 1000));
}

/** False where the failure is one of `answers`. */
function succeeds(action: string, path: string, answers: readonly string[], fn: () => void): boolean {
  const done = answer(action, path, answers, () => {
    fn();
    return true;
  });
  return done === true;
}

/** Undefined where the failure is one of `answers`. */
function answer<T>(action: string, path: string, answers: readonly string[], fn: () => T): T | undefined {
  try {
    return fn();
  } catch (error) {
    if (answers.includes(systemErrorName(error) ?? '')) return undefined;
    throw ioFailure(action, path, error);
  }
}

function attempt<T>(action: string, path: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw ioFailure(action, path, error);
  }
}

/** Whether this is a failure of writing for want of space, in the presence of which removing still works. */
export function isDiskFull(error: unknown): boolean {
  const name = error instanceof SilkError ? systemErrorName(error.cause) : undefined;
  return name === 'ENOSPC' || name === 'EDQUOT';
}
