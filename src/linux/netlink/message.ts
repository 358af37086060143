import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLM_F_REQUEST, NLMSG_DONE, NLMSGERR_ATTR_MSG } from './constants.ts';
import { type AttributeHandlers, WireReader } from './reader.ts';
import type { NetlinkRequest } from './request.ts';
import type { WireWriter } from './writer.ts';

/*
 * struct nlmsghdr (linux/netlink.h): u32 length (header included), u16 type, u16 flags, u32 sequence, u32 port.
 * Messages follow each other at multiples of four.
 */
export const messageHeaderBytes = 16;

export interface NetlinkMessage {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** Of who asked for it, or for what it tells of; 0: the kernel itself. */
  readonly port: number;
  /** Reads the receive buffer, which changes with the next datagram. */
  readonly payload: WireReader;
}

/** Appends one request with its header. `flags` are added to the request's own. */
export function encodeMessage(
  writer: WireWriter,
  request: NetlinkRequest,
  header: { sequence: number; flags: number },
) {
  const start = writer.length;
  writer
    .u32Host(messageHeaderBytes + request.payload.length)
    .u16Host(request.type)
    .u16Host(NLM_F_REQUEST | request.flags | header.flags)
    .u32Host(header.sequence)
    .u32Host(0)
    .bytes(request.payload)
    .align();
  return writer.length - start;
}

/** Calls `visit` for each message of a datagram, in order. @throws WireError when a length is wrong. */
export function decodeMessages(datagram: Uint8Array, visit: (message: NetlinkMessage) => void): void {
  const reader = new WireReader(datagram);
  while (reader.left > 0) {
    const length = reader.u32Host();
    const type = reader.u16Host();
    const flags = reader.u16Host();
    const sequence = reader.u32Host();
    const port = reader.u32Host();
    if (length < messageHeaderBytes) throw reader.fault(`a message of ${length} bytes`);
    visit({ type, flags, sequence, port, payload: reader.window(length - messageHeaderBytes) });
    reader.align();
  }
}

/** How a request ended: errno 0 is success. */
export interface Ack {
  readonly errno: number;
  readonly text: string | undefined;
}

/**
 * Reads the end of a request: NLMSG_ERROR (i32 negative errno, the request's header, the request itself unless
 * NLM_F_CAPPED, attributes if NLM_F_ACK_TLVS) or NLMSG_DONE (i32 negative errno, attributes).
 * @throws WireError when it is cut short.
 */
export function decodeAck(message: Omit<NetlinkMessage, 'port'>): Ack {
  const reader = message.payload;
  // A dump that had nothing to say may end without a number.
  const errno = message.type === NLMSG_DONE && reader.left === 0 ? 0 : -reader.i32Host();
  if (message.type !== NLMSG_DONE) skipRequest(reader, message.flags);
  return { errno: errno === 0 ? 0 : errno, text: message.flags & NLM_F_ACK_TLVS ? readText(reader) : undefined };
}

function skipRequest(reader: WireReader, flags: number): void {
  const length = reader.u32Host();
  reader.skip(messageHeaderBytes - 4);
  if (flags & NLM_F_CAPPED) return;
  if (length < messageHeaderBytes) throw reader.fault(`a message of ${length} bytes`);
  reader.skip(length - messageHeaderBytes);
  reader.align();
}

interface Words {
  text?: string;
}

const wordHandlers: AttributeHandlers<Words> = {
  [NLMSGERR_ATTR_MSG]: (value, found) => {
    found.text = value.text();
  },
};

function readText(reader: WireReader): string | undefined {
  const found: Words = {};
  reader.attributes(wordHandlers, found);
  return found.text;
}
