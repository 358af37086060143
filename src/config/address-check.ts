import { tryParseIp } from '../addr/ip.ts';
import { type Prefix, parsePrefix } from '../addr/prefix.ts';
import { badValue, type Fault } from './fault.ts';

/** What an address in a document may be. */
export type AddressKind = 'ip' | 'prefix' | 'ipv4Prefix' | 'ipOrPrefix';

/** What a message wants where a text is not of the kind; the schemas describe the keys with the same words. */
export const wantedAddress = {
  ip: 'an IPv4 or IPv6 address',
  prefix: 'a prefix such as 10.255.30.0/24',
  ipv4Prefix: 'an IPv4 prefix such as 10.255.30.0/24',
  ipOrPrefix: 'an address, or one with its prefix length',
} as const satisfies Record<AddressKind, string>;

/**
 * Collects the texts that are not the addresses they should be.
 * Here and in what uses it: loops and no flatMap, map or find, which cost 0.3 ms in a program that has just started.
 */
export class AddressCheck {
  readonly faults: Fault[] = [];

  /** An absent text is no fault. */
  one(path: string, text: string | undefined, kind: AddressKind): void {
    if (text === undefined || isAddress(text, kind)) return;
    this.faults.push(badValue(path, text, wantedAddress[kind]));
  }

  /** As `one`, for each of a list. */
  each(path: string, texts: readonly string[] | undefined, kind: AddressKind): void {
    if (texts === undefined) return;
    for (let i = 0; i < texts.length; i++) this.one(`${path}[${i}]`, texts[i], kind);
  }
}

/** Whether a text is of the kind. */
export function isAddress(text: string, kind: AddressKind): boolean {
  if (kind === 'ip') return tryParseIp(text) !== undefined;
  if (kind === 'ipOrPrefix' && !text.includes('/')) return tryParseIp(text) !== undefined;
  const prefix = tryParsePrefix(text);
  return kind === 'ipv4Prefix' ? prefix?.ip.family === 4 : prefix !== undefined;
}

function tryParsePrefix(text: string): Prefix | undefined {
  try {
    return parsePrefix(text, 'a prefix');
  } catch {
    // Its error names no path in a document: the fault does.
    return undefined;
  }
}
