import { type Ip, ipFromBytes } from '../addr/ip.ts';
import { type Mac, macOf } from '../addr/mac.ts';

/**
 * Names and MACs that follow from an overlay address alone, so that any host can work them out for any other.
 * All take IPv4: the four bytes of the address are what a name and a MAC have room for.
 */

/** Name of a container link's host end: `s-010255108184` for 10.255.108.184, 14 of the kernel's 15 bytes. */
export function hostLinkName(ip: Ip): string {
  const value = numberOf(ip);
  const digits = (shift: number) => String((value >>> shift) & 0xff).padStart(3, '0');
  return `s-${digits(24)}${digits(16)}${digits(8)}${digits(0)}`;
}

/** The address in a host link's name, or undefined where the name is not of that form. */
export function parseHostLinkName(name: string): Ip | undefined {
  const [, a, b, c, d] = /^s-(\d{3})(\d{3})(\d{3})(\d{3})$/.exec(name) ?? [];
  const bytes = [a, b, c, d].map(Number);
  return bytes.every((byte) => byte <= 255) ? ipFromBytes(bytes) : undefined;
}

/** MAC of the host end: `aa:aa` and the address. */
export function hostLinkMac(ip: Ip): Mac {
  return macOf(0xaa, ip);
}

/** The address that a host end's MAC follows from; undefined where it is not of that form. */
export function parseHostLinkMac({ bytes }: Mac): Ip | undefined {
  return bytes[0] === 0xaa && bytes[1] === 0xaa ? ipFromBytes([...bytes.subarray(2)]) : undefined;
}

/** MAC of the container end: `ee:ee` and the address. */
export function containerMac(ip: Ip): Mac {
  return macOf(0xee, ip);
}

function numberOf(ip: Ip): number {
  if (ip.family !== 4) throw new RangeError('names and MACs derive from IPv4 addresses only');
  return Number(ip.value);
}
