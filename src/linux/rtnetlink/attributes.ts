import { type Family, type Ip, ipFromBytes, ipToBytes } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import { widthOf } from '../../addr/prefix.ts';
import type { WireReader } from '../netlink/reader.ts';
import type { WireWriter } from '../netlink/writer.ts';

/* What the family files share: the kernel's numbers of the address families, and the attributes that hold addresses. */

/** linux/socket.h */
export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const AF_BRIDGE = 7;
export const AF_INET6 = 10;

/** linux/if.h: IFNAMSIZ less the NUL. */
const maxNameBytes = 15;

export function addressFamily(family: Family): number {
  return family === 4 ? AF_INET : AF_INET6;
}

/** The family, or undefined for one that we do not handle. */
export function familyOf(af: number): Family | undefined {
  if (af === AF_INET) return 4;
  return af === AF_INET6 ? 6 : undefined;
}

/**
 * Appends an address of the message's family.
 * @throws RangeError for one of the other: the kernel takes an AF_INET neighbour of 16 bytes and installs 0.0.0.0.
 */
export function writeIp(writer: WireWriter, type: number, { ip, family }: { ip: Ip; family: Family }): void {
  if (ip.family !== family) {
    throw new RangeError(`netlink attribute ${type}: found an IPv${ip.family} address, wanted IPv${family}`);
  }
  if (family === 4) writer.attributeU32Network(type, Number(ip.value));
  else writer.attribute(type, ipToBytes(ip));
}

/** @throws RangeError when there are not six bytes. */
export function writeMac(writer: WireWriter, type: number, mac: Mac): void {
  if (mac.bytes.length !== 6) {
    throw new RangeError(`netlink attribute ${type}: found a MAC of ${mac.bytes.length} bytes, wanted 6`);
  }
  writer.attribute(type, mac.bytes);
}

/** Appends an interface name. @throws RangeError when the kernel could not hold it. */
export function writeName(writer: WireWriter, type: number, name: string): void {
  const length = new TextEncoder().encode(name).length;
  if (length === 0 || length > maxNameBytes || name.includes('\0')) {
    throw new RangeError(`interface name ${JSON.stringify(name)}: found ${length} bytes, wanted 1 to ${maxNameBytes}`);
  }
  writer.attributeTextNul(type, name);
}

/** A number that names an existing link. @throws RangeError for 0, which the kernel reads as "none given". */
export function requireIndex(index: number): number {
  if (Number.isInteger(index) && index > 0) return index;
  throw new RangeError(`link index: found ${index}, wanted 1 or more`);
}

/** @throws RangeError when the family has fewer bits. */
export function requirePrefixLength(length: number, family: Family): number {
  if (Number.isInteger(length) && length >= 0 && length <= widthOf(family)) return length;
  throw new RangeError(`prefix length: found ${length}, wanted 0 to ${widthOf(family)}`);
}

/** @throws WireError when the length is not the family's. */
export function readIp(value: WireReader, family: Family): Ip {
  const bytes = widthOf(family) / 8;
  if (value.left !== bytes) throw value.fault(`an IPv${family} address of ${value.left} bytes`);
  return family === 4 ? { family, value: BigInt(value.u32Network()) } : ipFromBytes(value.rest());
}

/** A copy of the address, or undefined where a link layer's address is not a MAC. */
export function readMac(value: WireReader): Mac | undefined {
  return value.left === 6 ? { bytes: value.copy(6) } : undefined;
}

/** Of no address at all: `0.0.0.0` or `::`. */
export function anyAddress(family: Family): Ip {
  return { family, value: 0n };
}
