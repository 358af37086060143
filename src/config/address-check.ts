import { type Ip, tryParseIp } from '../addr/ip.ts';
import { firstOf, lastOf, type Prefix, tryParsePrefix } from '../addr/prefix.ts';
import { badValue, type Fault } from './fault.ts';

/** What an address in a document may be. */
export type AddressKind = 'ip' | 'unicastIpv4' | 'prefix' | 'ipv4Prefix' | 'ipOrPrefix';

/** What a message wants where a text is not of the kind; the schemas describe the keys with the same words. */
export const wantedAddress = {
  ip: 'an IPv4 or IPv6 address',
  unicastIpv4: 'a unicast IPv4 address',
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
  if (kind === 'prefix' || kind === 'ipv4Prefix' || (kind === 'ipOrPrefix' && text.includes('/'))) {
    const prefix = tryParsePrefix(text);
    return kind === 'ipv4Prefix' ? prefix?.ip.family === 4 : prefix !== undefined;
  }
  const ip = tryParseIp(text);
  return ip !== undefined && (kind !== 'unicastIpv4' || isUnicastIpv4(ip));
}

/** A host's IPv4 address with the length of its network, 1 to 30, of which it is neither the first nor the last; undefined: none. */
export function tryParseInterfaceAddress(text: string): Prefix | undefined {
  const prefix = tryParsePrefix(text);
  if (prefix === undefined || prefix.length < 1 || prefix.length > 30 || !isUnicastIpv4(prefix.ip)) return undefined;
  const { value } = prefix.ip;
  return value === firstOf(prefix).value || value === lastOf(prefix).value ? undefined : prefix;
}

/** Whether a host can have the address: none of 0.0.0.0/8, 127.0.0.0/8, 224.0.0.0/4 and 255.255.255.255. */
export function isUnicastIpv4({ family, value }: Ip): boolean {
  const bits = Number(value);
  const top = Math.floor(bits / 2 ** 24);
  return family === 4 && top !== 0 && top !== 127 && top >> 4 !== 14 && bits !== 0xffff_ffff;
}
