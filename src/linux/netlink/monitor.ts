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
  readonly #open: () => Ear;
  /** Undefined: there was none to be had. */
  #ear: Ear | undefined;
  #isClosed = false;

  private constructor(open: () => Ear) {
    this.#open = open;
    this.#ear = open();
  }

  /**
   * Listens from now on.
   * @param groups RTMGRP_..., of the namespace or of the caller's own; the namespace has to stay open.
   * @throws NetlinkError when the kernel refuses.
   */
  static open(groups: number, netns?: Netns): NetlinkMonitor {
    const open = () => earOf(openMonitor(groups));
    return new NetlinkMonitor(netns === undefined ? open : () => inNetns(netns, open));
  }

  /**
   * What the kernel said next: datagrams, the last of them perhaps cut. The runtime's own loop waits, so that it takes no thread.
   * Undefined: the monitor is closed.
   * @throws the system's error: ENOBUFS when the kernel has dropped notifications. What comes after it is heard.
   */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#isClosed) return undefined;
    if (this.#ear === undefined) {
      this.#ear = this.#open();
      throw new Error('nothing was heard for a while');
    }
    const ear = this.#ear;
    try {
      return (await ear.reader.read()).value;
    } catch (error) {
      // A stream ends with its first error, and may take some more from its socket, which nobody gets then: there is another socket.
      this.#ear = undefined;
      close(ear);
      if (!this.#isClosed) this.#ear = this.#open();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#ear !== undefined) close(this.#ear);
    this.#ear = undefined;
  }
}

/** A socket that listens, and what the runtime reads it by. */
interface Ear {
  readonly fd: number;
  readonly reader: ReturnType<typeof openReader>;
}

function earOf(fd: number): Ear {
  return { fd, reader: openReader(fd) };
}

function openReader(fd: number) {
  return Bun.file(fd).stream().getReader();
}

function close({ fd, reader }: Ear): void {
  const end = () => closeSync(fd);
  // The descriptor stays ours; its number must not be another's while the runtime still waits for it. A stream that has just failed
  // says so here as well.
  void reader.cancel().then(end, end);
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
