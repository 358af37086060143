import { closeSync } from 'node:fs';
import { SilkError } from '../../errors.ts';
import { EAGAIN, EINTR } from '../errno.ts';
import { connect, getsockname, recv, send, setsockopt, socket } from '../libc.ts';
import { inNetns, type Netns } from '../netns.ts';
import {
  AF_NETLINK,
  NETLINK_CAP_ACK,
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_NETFILTER,
  NETLINK_ROUTE,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_MIN_TYPE,
  SO_RCVTIMEO,
  SOCK_CLOEXEC,
  SOCK_RAW,
  SOL_NETLINK,
  SOL_SOCKET,
} from './constants.ts';
import { NetlinkError, required } from './error.ts';
import { decodeAck, decodeMessages, encodeMessage, messageHeaderBytes, type NetlinkMessage } from './message.ts';
import { WireReader } from './reader.ts';
import type { NetlinkRequest } from './request.ts';
import { WireWriter } from './writer.ts';

/**
 * Turns one reply into a value; undefined: one that is not wanted. `payload` reads the receive buffer: what is kept of it must
 * be copied.
 */
export type Decode<T> = (type: number, payload: WireReader) => T | undefined;

/** How long the kernel may take to answer, in seconds. It answers before send(2) returns: this only ends a wait for ever. */
const replyTimeoutSeconds = 5n;

/** The kernel fills at most 32 KiB a datagram for a dump. */
const receiveBufferBytes = 65536;

/** What goes out in one send. The count keeps the refusals, which all wait in the receive queue, within its default size. */
const batchLimits = { bytes: 32768, requests: 128 } as const;

const maxDumpAttempts = 10;

/** Requests between the messages that netfilter wants around them. */
export interface Transaction {
  readonly begin: NetlinkRequest;
  /** At least one. */
  readonly requests: readonly NetlinkRequest[];
  readonly end: NetlinkRequest;
}

/** A NETLINK_ROUTE or NETLINK_NETFILTER socket, which acts in the network namespace that it was opened in, wherever its user is. */
export class NetlinkSocket implements Disposable {
  readonly #fd: number;
  readonly #buffer = new Uint8Array(receiveBufferBytes);
  #nextSequence = 1;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Opens a socket in the namespace, or in the caller's own.
   * @throws SilkError KERNEL_REFUSED when the namespace cannot be entered or the kernel lacks a feature that we rest on.
   */
  static open(netns?: Netns): NetlinkSocket {
    return new NetlinkSocket(netns === undefined ? openSocket() : inNetns(netns, () => openSocket()));
  }

  /** As open(), of a socket that speaks to netfilter. */
  static openNetfilter(netns?: Netns): NetlinkSocket {
    const open = () => openSocket(NETLINK_NETFILTER);
    return new NetlinkSocket(netns === undefined ? open() : inNetns(netns, open));
  }

  /** By which the kernel says in a notification that this socket asked for the change. */
  get port(): number {
    const address = new Uint8Array(kernelAddress().length);
    required(getsockname(this.#fd, address), 'ask for the port of a netlink socket');
    return new WireReader(address).skip(4).u32Host();
  }

  /** Sends all requests, each whatever becomes of the others, and returns one outcome a request, in order. */
  execute(requests: readonly NetlinkRequest[]): (NetlinkError | undefined)[] {
    const outcomes: (NetlinkError | undefined)[] = [];
    while (outcomes.length < requests.length) {
      outcomes.push(...this.#executeBatch(nextBatch(requests, outcomes.length)));
    }
    return outcomes;
  }

  /** Sends all requests. @throws NetlinkError the first refusal; the requests after it have been carried out all the same. */
  apply(requests: readonly NetlinkRequest[]): void {
    const failure = this.execute(requests).find((outcome) => outcome !== undefined);
    if (failure !== undefined) throw failure;
  }

  /**
   * Sends a transaction of netfilter: all of its requests are carried out, or none.
   * @throws NetlinkError the first refusal, or that of the transaction as a whole.
   */
  transact({ begin, requests, end }: Transaction): void {
    const messages = [begin, ...requests, end];
    // Not the end's: kernels before 6.10 do not acknowledge it. Acknowledgements are sent when all is done.
    const last = requests.length;
    const first = this.#send(messages, NLM_F_ACK, last);
    let failure: NetlinkError | undefined;
    let ended = false;
    while (!ended) {
      this.#receive((message) => {
        const position = (message.sequence - first) >>> 0;
        const request = messages[position];
        if (request === undefined || message.type !== NLMSG_ERROR) return;
        failure ??= refusal(message, request);
        // What befalls the whole is told of its first message.
        ended ||= position === last || position === 0;
      });
    }
    if (failure !== undefined) throw failure;
  }

  /** Sends one request and returns the decoded messages that come before its ACK. @throws NetlinkError when refused. */
  exchange<T>(request: NetlinkRequest, decode: Decode<T>): T[] {
    return this.#converse(request, NLM_F_ACK, decode).replies;
  }

  /**
   * Lists by a GET request. A list that changed while it was read is read again.
   * @throws NetlinkError when refused; SilkError TRY_LATER when it kept changing.
   */
  dump<T>(request: NetlinkRequest, decode: Decode<T>): T[] {
    for (let attempt = 1; attempt <= maxDumpAttempts; attempt++) {
      const { replies, interrupted } = this.#converse(request, NLM_F_DUMP, decode);
      if (!interrupted) return replies;
    }
    throw new SilkError('TRY_LATER', `Cannot ${request.what}: it changed during each of ${maxDumpAttempts} attempts`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }

  /**
   * Asks for the last request's ACK alone. The kernel goes through a batch in order and answers whatever it refuses, asked
   * or not, so that this ACK ends the batch; an ACK of each would nearly double what small requests cost.
   */
  #executeBatch(batch: readonly NetlinkRequest[]): (NetlinkError | undefined)[] {
    const first = this.#send(batch, NLM_F_ACK);
    const outcomes = new Array<NetlinkError | undefined>(batch.length).fill(undefined);
    let ended = false;
    while (!ended) {
      this.#receive((message) => {
        const position = (message.sequence - first) >>> 0;
        const request = batch[position];
        if (request === undefined || message.type !== NLMSG_ERROR) return;
        outcomes[position] = refusal(message, request);
        ended ||= position === batch.length - 1;
      });
    }
    return outcomes;
  }

  /** Reads to the end even when a reply cannot be decoded, so that the socket stays usable. */
  #converse<T>(request: NetlinkRequest, flags: number, decode: Decode<T>) {
    const sequence = this.#send([request], flags);
    const replies: T[] = [];
    let interrupted = false;
    let failure: unknown;
    let ended = false;
    while (!ended) {
      this.#receive((message) => {
        if (message.sequence !== sequence) return;
        if (message.flags & NLM_F_DUMP_INTR) interrupted = true;
        try {
          if (message.type >= NLMSG_MIN_TYPE) {
            const reply = decode(message.type, message.payload);
            if (reply !== undefined) replies.push(reply);
          } else if (isEnd(message)) failure ??= refusal(message, request);
        } catch (error) {
          failure ??= error;
        }
        ended ||= isEnd(message);
      });
    }
    if (failure !== undefined) throw failure;
    return { replies, interrupted };
  }

  /** `flags` are added to one request, the last. Returns the sequence number of the first; the others' follow. */
  #send(requests: readonly NetlinkRequest[], flags: number, flagged = requests.length - 1): number {
    const first = this.#nextSequence;
    const writer = new WireWriter(roomFor(requests));
    requests.forEach((request, position) => {
      const ownFlags = position === flagged ? flags : 0;
      encodeMessage(writer, request, { sequence: this.#nextSequence, flags: ownFlags });
      this.#nextSequence = (this.#nextSequence + 1) >>> 0;
    });
    required(send(this.#fd, writer.finish()), requests[0]?.what ?? 'send nothing');
    return first;
  }

  #receive(visit: (message: NetlinkMessage) => void): void {
    let length = recv(this.#fd, this.#buffer);
    while (length === -EINTR) length = recv(this.#fd, this.#buffer);
    if (length === -EAGAIN) {
      throw new SilkError('TRY_LATER', `Cannot hear from the kernel: no answer within ${replyTimeoutSeconds} s`);
    }
    // ENOBUFS: the kernel had to drop answers. What was asked may have been done; the caller must look.
    required(length, 'receive the answer of the kernel');
    if (length > this.#buffer.length) {
      throw new SilkError(
        'UNEXPECTED',
        `Cannot receive a netlink datagram: found ${length} bytes, wanted at most ${this.#buffer.length}`,
      );
    }
    decodeMessages(this.#buffer.subarray(0, length), visit);
  }
}

function openSocket(protocol = NETLINK_ROUTE): number {
  const fd = required(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), 'open a netlink socket');
  try {
    const on = Int32Array.of(1);
    for (const name of [NETLINK_GET_STRICT_CHK, NETLINK_EXT_ACK, NETLINK_CAP_ACK]) {
      required(setsockopt(fd, { level: SOL_NETLINK, name }, on), `set netlink socket option ${name}`);
    }
    const timeval = BigInt64Array.of(replyTimeoutSeconds, 0n);
    required(setsockopt(fd, { level: SOL_SOCKET, name: SO_RCVTIMEO }, timeval), 'limit the wait for netlink');
    required(connect(fd, kernelAddress()), 'connect to the kernel by netlink');
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * struct sockaddr_nl: family, padding, port 0 (the kernel), no groups. A connected socket takes messages from nobody
 * else, so that a privileged process of the container cannot answer in the kernel's place.
 */
function kernelAddress(): Uint8Array {
  return new WireWriter().u16Host(AF_NETLINK).u16Host(0).u32Host(0).u32Host(0).finish();
}

function isEnd(message: NetlinkMessage): boolean {
  return message.type === NLMSG_ERROR || message.type === NLMSG_DONE;
}

function refusal(message: NetlinkMessage, request: NetlinkRequest): NetlinkError | undefined {
  const { errno, text } = decodeAck(message);
  return errno === 0 ? undefined : new NetlinkError({ what: request.what, errno, text });
}

/** The requests from a position on that go out together. */
function nextBatch(requests: readonly NetlinkRequest[], start: number): readonly NetlinkRequest[] {
  const most = Math.min(start + batchLimits.requests, requests.length);
  let end = start;
  let room: number = batchLimits.bytes;
  while (end < most) {
    room -= messageBytes(requests[end]);
    // One that is larger than a batch goes alone.
    if (room < 0 && end > start) break;
    end++;
  }
  return requests.slice(start, end);
}

function roomFor(requests: readonly NetlinkRequest[]): number {
  let bytes = 0;
  for (const request of requests) bytes += messageBytes(request);
  return bytes;
}

function messageBytes(request: NetlinkRequest | undefined): number {
  return request === undefined ? 0 : messageHeaderBytes + ((request.payload.length + 3) & ~3);
}
