import { closeSync, read } from 'node:fs';
import { bind, socket } from '../libc.ts';
import { inNetns, type Netns } from '../netns.ts';
import { AF_NETLINK, NETLINK_ROUTE, SOCK_CLOEXEC, SOCK_RAW } from './constants.ts';
import { NetlinkError } from './error.ts';
import { WireWriter } from './writer.ts';

/** The kernel's notifications are far below this. */
const receiveBufferBytes = 65536;

/**
 * A NETLINK_ROUTE socket that hears of changes. Its receive buffer has the usual size: who changes very much at once is told that
 * something was lost, and has to look.
 */
export class NetlinkMonitor implements Disposable {
  readonly #fd: number;
  readonly #buffer = new Uint8Array(receiveBufferBytes);

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Listens from now on.
   * @param groups RTMGRP_..., of the namespace or of the caller's own.
   * @throws NetlinkError when the kernel refuses.
   */
  static open(groups: number, netns?: Netns): NetlinkMonitor {
    return new NetlinkMonitor(netns === undefined ? openMonitor(groups) : inNetns(netns, () => openMonitor(groups)));
  }

  /**
   * The next datagram; it reads the receive buffer, which changes with the next call. Waits in a thread of the runtime's pool, so
   * that waiting costs nothing; the end of the process ends it.
   * @throws the system's error: ENOBUFS when the kernel has dropped notifications.
   */
  next(): Promise<Uint8Array> {
    const buffer = this.#buffer;
    return new Promise((resolve, reject) => {
      read(this.#fd, buffer, 0, buffer.length, null, (error, length) => {
        if (error === null) resolve(buffer.subarray(0, length));
        else reject(error);
      });
    });
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

function openMonitor(groups: number): number {
  const fd = required(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), 'open a netlink socket');
  try {
    const address = new WireWriter().u16Host(AF_NETLINK).u16Host(0).u32Host(0).u32Host(groups).finish();
    required(bind(fd, address), 'listen to netlink groups');
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function required(result: number, what: string): number {
  if (result < 0) throw new NetlinkError({ what, errno: -result });
  return result;
}
