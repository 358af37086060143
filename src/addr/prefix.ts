import { SilkError } from '../errors.ts';
import { type Family, formatIp, type Ip, parseIp, tryParseIp } from './ip.ts';

/** An address with a prefix length, in bits. The address keeps its host bits: `10.1.2.3/24` is not `10.1.2.0/24`. */
export interface Prefix {
  readonly ip: Ip;
  readonly length: number;
}

/**
 * Reads `ADDRESS/LENGTH`.
 * @throws SilkError BAD_CONFIG naming `field` and the text found.
 */
export function parsePrefix(text: string, field: string): Prefix {
  const prefix = tryParsePrefix(text);
  if (prefix !== undefined) return prefix;
  const [, address] = /^([^/]+)\/\d{1,3}$/.exec(text) ?? [];
  if (address !== undefined) parseIp(address, field);
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot read ${field}: found ${JSON.stringify(text)}, wanted a prefix such as 10.255.30.0/24`,
  );
}

/** The prefix, or undefined where the text is none. */
export function tryParsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf('/');
  const digits = text.slice(slash + 1);
  if (slash === -1 || !/^\d{1,3}$/.test(digits)) return undefined;
  const ip = tryParseIp(text.slice(0, slash));
  const length = Number(digits);
  return ip === undefined || length > widthOf(ip.family) ? undefined : { ip, length };
}

/** The address in `ADDRESS/LENGTH`, or in `ADDRESS` alone; unread text. */
export function addressIn(text: string): string {
  return text.split('/', 1)[0] ?? text;
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.ip)}/${prefix.length}`;
}

/** Address width of a family, in bits. */
export function widthOf(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The prefix with its host bits cleared. */
export function networkOf(prefix: Prefix): Prefix {
  return { ip: firstOf(prefix), length: prefix.length };
}

/** The lowest address of the prefix. */
export function firstOf(prefix: Prefix): Ip {
  return { family: prefix.ip.family, value: prefix.ip.value & ~hostMask(prefix) };
}

/** The highest address of the prefix. */
export function lastOf(prefix: Prefix): Ip {
  return { family: prefix.ip.family, value: prefix.ip.value | hostMask(prefix) };
}

function hostMask(prefix: Prefix): bigint {
  return (1n << BigInt(widthOf(prefix.ip.family) - prefix.length)) - 1n;
}

export function contains(prefix: Prefix, ip: Ip): boolean {
  return prefix.ip.family === ip.family && (prefix.ip.value | hostMask(prefix)) === (ip.value | hostMask(prefix));
}

/** Whether any address is in both. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  return a.length <= b.length ? contains(a, b.ip) : contains(b, a.ip);
}

/** A prefix that holds one address alone. */
export function hostPrefix(ip: Ip): Prefix {
  return { ip, length: widthOf(ip.family) };
}
