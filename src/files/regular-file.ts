import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { SilkError } from '../errors.ts';

/** More than any file of ours or of an agent holds, in bytes. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Reads a file that is named from outside, as UTF-8: never a FIFO, which could keep us waiting, nor a device.
 * @throws the system's own error (ENOENT, EACCES, ...) when it cannot be opened or read; SilkError STATE_CORRUPT when it is no
 *   regular file, or larger than 64 MiB.
 */
export function readRegularFile(path: string): string {
  // Not blocking: opening a FIFO waits for its other end.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) {
      throw new SilkError('STATE_CORRUPT', `Cannot read ${path}: found something else, wanted a regular file`);
    }
    if (stats.size > maxBytes) {
      throw new SilkError(
        'STATE_CORRUPT',
        `Cannot read ${path}: found ${stats.size} bytes, wanted ${maxBytes} at most`,
      );
    }
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}
