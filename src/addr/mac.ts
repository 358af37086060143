import { SilkError } from '../errors.ts';
import type { Ip } from './ip.ts';

/** An Ethernet address: six bytes. */
export interface Mac {
  readonly bytes: Uint8Array;
}

/**
 * Reads six hexadecimal bytes joined by colons, either case.
 * @throws SilkError BAD_CONFIG naming `field` and the text found.
 */
export function parseMac(text: string, field: string): Mac {
  const mac = tryParseMac(text);
  if (mac === undefined) {
    throw new SilkError(
      'BAD_CONFIG',
      `Cannot read ${field}: found ${JSON.stringify(text)}, wanted a MAC such as ee:ee:0a:ff:1e:02`,
    );
  }
  return mac;
}

/** The MAC, or undefined where the text is none. */
export function tryParseMac(text: string): Mac | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) return undefined;
  return { bytes: Uint8Array.from(text.split(':'), (byte) => Number.parseInt(byte, 16)) };
}

/** Whether one device can have it: no group's, and not the one of zeros. */
export function isUnicastMac({ bytes }: Mac): boolean {
  return ((bytes[0] ?? 1) & 1) === 0 && bytes.some((byte) => byte !== 0);
}

/** Lower case, colon form. */
export function formatMac(mac: Mac): string {
  const pairs: string[] = [];
  for (const byte of mac.bytes) pairs.push(byte.toString(16).padStart(2, '0'));
  return pairs.join(':');
}

export function sameMac(a: Mac, b: Mac): boolean {
  // A converge compares tens of thousands: a loop costs a tenth of a callback for each byte.
  for (let i = 0; i < a.bytes.length; i++) if (a.bytes[i] !== b.bytes[i]) return false;
  return true;
}

/** A number that stands for the MAC in maps: no two MACs have the same. */
export function macKey({ bytes }: Mac): number {
  const high = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const low = ((bytes[2] ?? 0) << 24) | ((bytes[3] ?? 0) << 16) | ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0);
  return high * 0x1_0000_0000 + (low >>> 0);
}

/** The MAC of a macKey(). */
export function macOfKey(key: number): Mac {
  return { bytes: Uint8Array.from({ length: 6 }, (_, i) => Math.floor(key / 256 ** (5 - i)) % 256) };
}

/** MAC of the VTEP of a host: `ee:ee` and the VTEP's overlay address, which is IPv4. */
export function vtepMac(ip: Ip): Mac {
  return macOf(0xee, ip);
}

/** A byte twice, and the four of an IPv4 address. @throws RangeError for IPv6 */
export function macOf(byte: number, ip: Ip): Mac {
  if (ip.family !== 4) throw new RangeError('names and MACs derive from IPv4 addresses only');
  const value = Number(ip.value);
  // Shifts and no spreads: every ADD derives these, and what is called seldom is cheapest when it is plain.
  return { bytes: Uint8Array.of(byte, byte, value >>> 24, value >>> 16, value >>> 8, value) };
}
