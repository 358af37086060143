import { closeSync } from 'node:fs';
import { ETH_P_ARP } from './arp.ts';
import { EAGAIN, EINTR } from './errno.ts';
import { attachFilter, bind, recv, setsockopt, socket } from './libc.ts';
import { SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_RAW } from './netlink/constants.ts';
import { required } from './netlink/error.ts';
import { WireWriter } from './netlink/writer.ts';
import { inNetns, type Netns } from './netns.ts';

/* linux/socket.h, linux/if_packet.h, linux/if_ether.h */
const AF_PACKET = 17;
const SOL_PACKET = 263;
const PACKET_IGNORE_OUTGOING = 23;
const ETH_P_ALL = 0x0003;

/** More than the filter lets through of a frame. */
const receiveBufferBytes = 128;
const keptBytes = 64;

/** linux/filter.h, linux/bpf_common.h: struct sock_filter { u16 code; u8 jt, jf; u32 k } */
const [loadWord, loadHalf, jumpIfEqual, answer] = [0x20, 0x28, 0x15, 0x06];
/** SKF_AD_OFF + SKF_AD_VLAN_TAG_PRESENT: the kernel takes the tag out of the frame before anybody sees it. */
const vlanTagPresent = 0xffff_f030;

/** ARP without a VLAN tag. The kernel keeps the address of it only while it copies it. */
const onlyArp = program([
  [loadWord, 0, 0, vlanTagPresent],
  [jumpIfEqual, 0, 3, 0],
  [loadHalf, 0, 0, 12],
  [jumpIfEqual, 0, 1, ETH_P_ARP],
  [answer, 0, 0, keptBytes],
  [answer, 0, 0, 0],
]);

/**
 * Hears the ARP that comes in by one link; not what goes out there. The kernel keeps what is not read up to the socket's usual
 * buffer, some hundred frames, and drops the rest: a flood costs its listener no more than that each time it listens.
 *
 * Nobody waits in a read(2): each would take one of the few threads of the runtime's pool, and closing the socket would not end it.
 */
export class ArpSocket implements Disposable {
  readonly #fd: number;
  readonly #buffer = new Uint8Array(receiveBufferBytes);

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Listens from now on. It is deaf for good once the link has gone or has left the namespace.
   * @param linkIndex in the namespace, or in the caller's own.
   * @throws SilkError KERNEL_REFUSED.
   */
  static open(linkIndex: number, netns?: Netns): ArpSocket {
    return new ArpSocket(netns === undefined ? openSocket(linkIndex) : inNetns(netns, () => openSocket(linkIndex)));
  }

  /**
   * Calls `visit` with what has come in since, at most `most` frames; each is only there until the next.
   * @throws SilkError KERNEL_REFUSED: ENETDOWN once when the link went down, or has gone.
   */
  drain(most: number, visit: (frame: Uint8Array) => void): void {
    for (let count = 0; count < most; count++) {
      const length = recv(this.#fd, this.#buffer);
      if (length === -EAGAIN || length === -EINTR) return;
      required(length, 'hear ARP');
      visit(this.#buffer.subarray(0, length));
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

function openSocket(linkIndex: number): number {
  // No protocol: it hears nothing until it is bound, and nothing unfiltered.
  const fd = required(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), 'open a packet socket');
  try {
    required(attachFilter(fd, onlyArp), 'filter what a packet socket hears');
    const ignore = { level: SOL_PACKET, name: PACKET_IGNORE_OUTGOING };
    required(setsockopt(fd, ignore, Int32Array.of(1)), 'hear only what comes in');
    required(bind(fd, address(linkIndex)), `listen on link ${linkIndex}`);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * struct sockaddr_ll: family, protocol in network order, link, and three that are for who sends. All protocols: what comes in by a
 * bridge's port is the bridge's before a listener to one of them is asked.
 */
function address(linkIndex: number): Uint8Array {
  const writer = new WireWriter().u16Host(AF_PACKET).u8(0).u8(ETH_P_ALL).i32Host(linkIndex);
  return writer.u16Host(0).u8(0).u8(0).bytes(new Uint8Array(8)).finish();
}

function program(instructions: readonly (readonly [code: number, jt: number, jf: number, k: number])[]): Uint8Array {
  const writer = new WireWriter();
  for (const [code, jt, jf, k] of instructions) writer.u16Host(code).u8(jt).u8(jf).u32Host(k);
  return writer.finish();
}
