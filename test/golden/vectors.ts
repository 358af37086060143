import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What capture.ts and capture-nftables.ts wrote: bytes of iproute2, nft, iptables and of the kernel, with the command that they came from. */
interface Golden<T> {
  readonly vectors: readonly { readonly name: string; readonly command: string; readonly hex: T }[];
}

export type GoldenFile =
  | 'requests.json'
  | 'replies.json'
  | 'nftables-requests.json'
  | 'nftables-replies.json'
  | 'arp-frames.json';

/** The message that iproute2 sent, or another program by its own file, header included. */
export function goldenRequest(name: string, file: GoldenFile = 'requests.json'): Uint8Array {
  return unhex(read<string>(file, name));
}

/** The datagrams that the kernel sent for one command. */
export function goldenReplies(name: string, file: GoldenFile = 'replies.json'): Uint8Array[] {
  return read<string[]>(file, name).map(unhex);
}

/** Names of all vectors of a file, for tests that take every one. */
export function goldenNames(file: GoldenFile): string[] {
  return load<unknown>(file).vectors.map(({ name }) => name);
}

function read<T>(file: string, name: string): T {
  const found = load<T>(file).vectors.find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`no golden vector ${name} in ${file}`);
  return found.hex;
}

function load<T>(file: string): Golden<T> {
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
}

export function unhex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Which attributes hold attributes, and behind how many bytes of struct. */
export interface Nesting {
  readonly [type: number]: { readonly structBytes: number; readonly inside: Nesting };
}

export type AttributeTree = { [type: string]: string | AttributeTree };

/** The nesting of RTM_NEWLINK for a veth: LINKINFO { DATA { PEER { struct ifinfomsg, attributes } } }. */
export const linkNesting: Nesting = {
  18: { structBytes: 0, inside: { 2: { structBytes: 0, inside: { 1: { structBytes: 16, inside: {} } } } } },
};

/** The nesting of RTM_NEWLINK for a VXLAN device: LINKINFO { DATA { attributes } }. */
export const vxlanNesting: Nesting = { 18: { structBytes: 0, inside: { 2: { structBytes: 0, inside: {} } } } };

/** The nesting of RTM_NEWLINK for a port's settings: LINKINFO { SLAVE_DATA { attributes } }. */
export const portNesting: Nesting = { 18: { structBytes: 0, inside: { 5: { structBytes: 0, inside: {} } } } };

/**
 * A family's struct and attributes as a tree of hex, for comparing two encoders: order does not matter to the kernel,
 * nor does the flag that says "nested". Written apart from src's reader, so that the two do not share a fault.
 */
export function attributeTree(payload: Uint8Array, structBytes: number, nesting: Nesting = {}): AttributeTree {
  const tree: AttributeTree = { struct: hex(payload.subarray(0, structBytes)) };
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  for (let at = structBytes; at < payload.length; ) {
    // For some dumps iproute2 sends its whole buffer, zeros after what it has written.
    if (payload.subarray(at).every((byte) => byte === 0)) break;
    const length = view.getUint16(at, true);
    if (length < 4) throw new Error(`attribute of ${length} bytes at ${at} of ${hex(payload)}`);
    const type = view.getUint16(at + 2, true) & 0x3fff;
    const value = payload.subarray(at + 4, at + length);
    const nested = nesting[type];
    tree[type] = nested === undefined ? hex(value) : attributeTree(value, nested.structBytes, nested.inside);
    at += (length + 3) & ~3;
  }
  return tree;
}

/** An attribute that holds others, or bytes as hex. */
export type FlaggedAttribute = readonly [type: number, value: string | readonly FlaggedAttribute[]];

/**
 * Attributes where the flag says which of them hold attributes, as nftables has them; by type, for their order does not matter.
 * The elements of a list, whose types are numbers of anybody's choice, keep their order.
 */
export function flaggedAttributes(payload: Uint8Array, structBytes: number): FlaggedAttribute[] {
  const found: FlaggedAttribute[] = [];
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  for (let at = structBytes; at < payload.length; ) {
    const length = view.getUint16(at, true);
    if (length < 4) throw new Error(`attribute of ${length} bytes at ${at} of ${hex(payload)}`);
    const type = view.getUint16(at + 2, true);
    const value = payload.subarray(at + 4, at + length);
    found.push([type & 0x3fff, type & 0x8000 ? flaggedAttributes(value, 0) : hex(value)]);
    at += (length + 3) & ~3;
  }
  return found.sort(([a], [b]) => a - b);
}
