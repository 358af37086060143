import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { errorText, SilkError, systemErrorName } from '../errors.ts';

/*
 * Sysctls are named by their path parts (`['net', 'ipv4', 'conf', 'eth0.5', 'rp_filter']`), never by a dotted name:
 * an interface name may hold a dot. What is below `net` belongs to the namespace that the calling thread is in.
 */

/**
 * The value without surrounding white space, or undefined where the kernel has no such sysctl.
 * @throws SilkError IO_FAILURE when it exists and cannot be read.
 */
export function readSysctl(parts: readonly string[]): string | undefined {
  const path = pathOf(parts);
  try {
    return readExisting(path).trim();
  } catch (cause) {
    if (systemErrorName(cause) === 'ENOENT') return undefined;
    throw new SilkError('IO_FAILURE', `Cannot read ${path}: ${errorText(cause)}`, { cause });
  }
}

/** In pieces: what readFileSync() reserves for a file whose size nobody knows costs more than the read. */
function readExisting(path: string): string {
  const buffer = Buffer.alloc(128);
  const fd = openSync(path, constants.O_RDONLY);
  try {
    let text = '';
    let count = buffer.length;
    while (count === buffer.length) {
      count = readSync(fd, buffer);
      text += buffer.toString('latin1', 0, count);
    }
    return text;
  } finally {
    closeSync(fd);
  }
}

/** @throws SilkError IO_FAILURE when there is no such sysctl or the kernel does not take the value. */
export function writeSysctl(parts: readonly string[], value: string): void {
  const path = pathOf(parts);
  try {
    writeExisting(path, value);
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot write ${JSON.stringify(value)} to ${path}: ${errorText(cause)}`, {
      cause,
    });
  }
}

function writeExisting(path: string, value: string): void {
  const fd = openSync(path, constants.O_WRONLY);
  try {
    writeSync(fd, value);
  } finally {
    closeSync(fd);
  }
}

function pathOf(parts: readonly string[]): string {
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..' || part.includes('/') || part.includes('\0')) {
      throw new SilkError('UNEXPECTED', `Cannot name a sysctl: found the part ${JSON.stringify(part)}`);
    }
  }
  return `/proc/sys/${parts.join('/')}`;
}
