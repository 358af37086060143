import { constants, fstatSync, openSync } from 'node:fs';
import { fcntl } from './libc.ts';

/** asm-generic/fcntl.h */
const F_GETFL = 3;
const F_SETFL = 4;

/**
 * A descriptor for writing to the same pipe, terminal or socket, whose writes fail with EAGAIN instead of waiting for a reader. Others who
 * share `fd` go on as before where the kernel can open it anew, which it cannot a socket. A file waits for nobody and is `fd` itself: opened
 * anew it would have another place to write at.
 */
export function openNonblocking(fd: number): number {
  try {
    if (fstatSync(fd).isFile()) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    // Of another user's pipe, a socket, a named pipe that nobody reads. What cannot be set here fails when it is written to.
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL, 0) | constants.O_NONBLOCK);
    return fd;
  }
}
