import { SilkError } from '../errors.ts';

export type Family = 4 | 6;

/** An address as a number: comparable, countable, never a string. `value` is the address in network order. */
export interface Ip {
  readonly family: Family;
  readonly value: bigint;
}

const [zero, dot] = [48, 46];

/**
 * Reads and writes IPv6. Loaded with the first such address: the tables and patterns that it makes at its start cost a call half a
 * millisecond, and most calls see none.
 */
function ipaddr(): typeof import('ipaddr.js') {
  return require('ipaddr.js');
}

/**
 * Reads one address, in full (no octal, no short forms).
 * @throws SilkError BAD_CONFIG naming `field` and the text found.
 */
export function parseIp(text: string, field: string): Ip {
  const ip = tryParseIp(text);
  if (ip === undefined) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot read ${field}: found ${JSON.stringify(text)}, wanted an IPv4 or IPv6 address`,
    );
  }
  return ip;
}

/** The address, or undefined where the text is none. */
export function tryParseIp(text: string): Ip | undefined {
  const value = parseDottedQuad(text);
  if (value !== undefined) return { family: 4, value: BigInt(value) };
  if (!text.includes(':') || text.includes('%') || !ipaddr().IPv6.isValid(text)) return undefined;
  const parsed = ipaddr().IPv6.parse(text);
  return parsed.isIPv4MappedAddress()
    ? ipFromBytes(parsed.toIPv4Address().toByteArray())
    : ipFromBytes(parsed.toByteArray());
}

/**
 * Four decimal numbers from 0 to 255 without leading zeros, as ipaddr.js reads them too, in a tenth of the time: a host may have
 * 100,000 peers.
 */
function parseDottedQuad(text: string): number | undefined {
  let value = 0;
  let byte = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === dot && byte !== -1) {
      value = value * 256 + byte;
      byte = -1;
      dots++;
    } else {
      const digit = code - zero;
      // After a leading zero nothing but a dot may come.
      if (digit < 0 || digit > 9 || byte === 0) return undefined;
      byte = byte === -1 ? digit : byte * 10 + digit;
      if (byte > 255) return undefined;
    }
  }
  return dots === 3 && byte !== -1 ? value * 256 + byte : undefined;
}

/** The canonical text: dotted quad, or RFC 5952. */
export function formatIp(ip: Ip): string {
  if (ip.family === 6) return new (ipaddr().IPv6)(Array.from(ipToBytes(ip))).toRFC5952String();
  const value = Number(ip.value);
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** 4 or 16 bytes in network order. */
export function ipToBytes(ip: Ip): Uint8Array {
  if (ip.family === 4) {
    const value = Number(ip.value);
    return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
  }
  const bytes = new Uint8Array(16);
  let rest = ip.value;
  for (let i = bytes.length - 1; i >= 0; i--) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/** @throws RangeError when there are neither 4 nor 16 bytes. */
export function ipFromBytes(bytes: ArrayLike<number>): Ip {
  if (bytes.length !== 4 && bytes.length !== 16)
    throw new RangeError(`an address has 4 or 16 bytes, found ${bytes.length}`);
  let value = 0n;
  for (let i = 0; i < bytes.length; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return { family: bytes.length === 4 ? 4 : 6, value };
}

export function sameIp(a: Ip, b: Ip): boolean {
  return a.family === b.family && a.value === b.value;
}
