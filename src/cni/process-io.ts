import { readSync, writeSync } from 'node:fs';
import { SilkError, systemErrorName } from '../errors.ts';
import { sleepMs } from '../sleep.ts';
import type { PluginIo } from './run.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** More than a usual configuration, so that one read and the one that finds the end are enough. */
const FIRST_BUFFER_BYTES = 65_536;
/** Far more than any configuration with its prevResult: what has no end must not fill the host's memory. */
const MAX_INPUT_BYTES = 16 * 1024 * 1024;
/** Pause before a descriptor that was not ready is tried again. */
const RETRY_MS = 1;

/** The real process: its variables and descriptors 0, 1 and 2, synchronously: streams cost start-up time and lose output on exit. */
export const processIo: PluginIo = {
  env: process.env,
  readStdin: () => readText(STDIN),
  writeStdout: (text) => writeAll(STDOUT, new TextEncoder().encode(text)),
  writeStderr: (text) => writeStderr(new TextEncoder().encode(text)),
};

/** Writes what can be written: a closed stderr must not fail the work. */
export function writeStderr(bytes: Uint8Array): void {
  try {
    writeAll(STDERR, bytes);
  } catch {
    // There is nowhere left to tell it.
  }
}

/**
 * Reads a descriptor to its end as UTF-8. A byte order mark stays in the text.
 * @throws SilkError IO_FAILURE when it cannot be read, BAD_JSON when the bytes are not UTF-8 or more than 16 MiB.
 */
export function readText(fd: number): string {
  const bytes = readAll(fd);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SilkError('BAD_JSON', 'Cannot read stdin: found bytes that are not UTF-8, wanted one JSON object', {
      cause,
    });
  }
}

function readAll(fd: number): Uint8Array {
  let bytes = new Uint8Array(FIRST_BUFFER_BYTES);
  let length = 0;
  for (;;) {
    const count = whenReady('read', fd, () => readSync(fd, bytes, length, bytes.length - length, null));
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > MAX_INPUT_BYTES) throw endless();
    if (length === bytes.length) bytes = grown(bytes);
  }
}

function endless(): SilkError {
  const found = `found more than ${MAX_INPUT_BYTES} bytes, wanted one JSON object of at most as many`;
  return new SilkError('BAD_JSON', `Cannot read stdin: ${found}`);
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/**
 * Writes all bytes, however many calls that takes.
 * @throws SilkError IO_FAILURE, when a part may have been written already.
 */
export function writeAll(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    written += whenReady('write', fd, () => writeSync(fd, bytes, written));
  }
}

/** Repeats the call while a descriptor that somebody made non-blocking is not ready. */
function whenReady(verb: 'read' | 'write', fd: number, call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (cause) {
      const name = systemErrorName(cause);
      if (name !== 'EAGAIN' && name !== 'EINTR') {
        throw new SilkError('IO_FAILURE', `Cannot ${verb} descriptor ${fd}: ${name ?? String(cause)}`, { cause });
      }
      sleepMs(RETRY_MS);
    }
  }
}
