import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { WireError } from '../../../../src/linux/netlink/error.ts';
import { WireReader } from '../../../../src/linux/netlink/reader.ts';
import { WireWriter } from '../../../../src/linux/netlink/writer.ts';
import {
  addressFamily,
  familyOf,
  readIp,
  readMac,
  requireIndex,
  requirePrefixLength,
  writeIp,
  writeMac,
  writeName,
} from '../../../../src/linux/rtnetlink/attributes.ts';
import { hex, unhex } from '../../../golden/vectors.ts';

const ipv4 = parseIp('10.1.2.3', 'address');
const ipv6 = parseIp('fd00::1', 'address');

describe('writeIp()', () => {
  test('refuses an address of the other family, which the kernel would misread', () => {
    expect(() => writeIp(new WireWriter(), 1, { ip: ipv6, family: 4 })).toThrow(RangeError);
    expect(() => writeIp(new WireWriter(), 1, { ip: ipv4, family: 6 })).toThrow(RangeError);
  });
});

describe('writeMac()', () => {
  test('refuses what is not six bytes', () => {
    expect(() => writeMac(new WireWriter(), 1, { bytes: new Uint8Array(8) })).toThrow(RangeError);
  });
});

describe('writeName()', () => {
  test('takes the longest name that the kernel can hold', () => {
    const writer = new WireWriter();
    writeName(writer, 3, 's-0102551081841');
    expect(hex(writer.finish())).toBe('14000300732d3031303235353130383138343100');
  });

  test.each(['', 's-01025510818412', 'ééééééé\u{e9}', 'eth\0'])('refuses %j', (name) => {
    expect(() => writeName(new WireWriter(), 3, name)).toThrow(RangeError);
  });
});

describe('require...()', () => {
  test('a link index is 1 or more', () => {
    expect(requireIndex(1)).toBe(1);
    for (const index of [0, -1, 1.5, Number.NaN]) expect(() => requireIndex(index)).toThrow(RangeError);
  });

  test('a prefix length is within the width of its family', () => {
    expect([requirePrefixLength(0, 4), requirePrefixLength(32, 4), requirePrefixLength(128, 6)]).toEqual([0, 32, 128]);
    expect(() => requirePrefixLength(33, 4)).toThrow(RangeError);
    expect(() => requirePrefixLength(129, 6)).toThrow(RangeError);
    expect(() => requirePrefixLength(-1, 4)).toThrow(RangeError);
  });
});

describe('readIp()', () => {
  test('reads what the family says and refuses another length', () => {
    expect(readIp(new WireReader(unhex('0a010203')), 4)).toEqual(ipv4);
    expect(() => readIp(new WireReader(unhex('0a010203')), 6)).toThrow(WireError);
    expect(() => readIp(new WireReader(new Uint8Array(16)), 4)).toThrow(WireError);
  });
});

describe('readMac()', () => {
  test('copies six bytes: the buffer they came in is used again', () => {
    const buffer = unhex('eeee0aff6cb8');
    const mac = readMac(new WireReader(buffer));
    buffer.fill(0);
    expect(mac).toEqual(parseMac('ee:ee:0a:ff:6c:b8', 'MAC'));
  });

  test('gives undefined for a link layer without MACs', () => {
    expect(readMac(new WireReader(unhex('7f000001')))).toBeUndefined();
  });
});

test('familyOf() reverses addressFamily(), and knows no others', () => {
  expect([familyOf(addressFamily(4)), familyOf(addressFamily(6))]).toEqual([4, 6]);
  expect([familyOf(0), familyOf(7), familyOf(28)]).toEqual([undefined, undefined, undefined]);
});
