import { closeSync } from 'node:fs';
import { bind, socket } from '../libc.ts';
import { inNetns, type Netns } from '../netns.ts';
import { AF_NETLINK, NETLINK_ROUTE, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_RAW } from './constants.ts';
import { required } from './error.ts';
import { WireWriter } from './writer.ts';

/**
 * A NETLINK_ROUTE socket that hears of changes. Its receive buffer has the usual size: who changes very much at once is told that
 * something was lost, and has to look.
 */
export class NetlinkMonitor implements Disposable {
  readonly #fd: number;
  #reader: ReturnType<typeof openReader> | undefined;
  #isClosed = false;

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
   * What the kernel said next: datagrams, the last of them perhaps cut. The runtime's own loop waits, so that it takes no thread.
   * Undefined: the monitor is closed.
   * @throws the system's error: ENOBUFS when the kernel has dropped notifications.
   */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#isClosed) return undefined;
    const reader = this.#reader ?? openReader(this.#fd);
    this.#reader = reader;
    try {
      return (await reader.read()).value;
    } catch (error) {
      // A stream ends with its first error; the socket does not.
      this.#reader = undefined;
      throw error;
    }
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const ended = this.#reader?.cancel() ?? Promise.resolve();
    const close = () => closeSync(this.#fd);
    // The descriptor stays ours; its number must not be another's while the runtime still waits for it. A stream that has just failed
    // says so here as well.
    void ended.then(close, close);
  }
}

function openReader(fd: number) {
  return Bun.file(fd).stream().getReader();
}

function openMonitor(groups: number): number {
  const fd = required(
    socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE),
    'open a netlink socket',
  );
  try {
    const address = new WireWriter().u16Host(AF_NETLINK).u16Host(0).u32Host(0).u32Host(groups).finish();
    required(bind(fd, address), 'listen to netlink groups');
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
