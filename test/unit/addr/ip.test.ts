import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { formatIp, ipFromBytes, ipToBytes, parseIp, sameIp, tryParseIp } from '../../../src/addr/ip.ts';

describe('parseIp()', () => {
  test.each([
    { name: 'IPv4', text: '10.255.108.184', family: 4, value: 0x0aff6cb8n },
    { name: 'the lowest', text: '0.0.0.0', family: 4, value: 0n },
    { name: 'the highest', text: '255.255.255.255', family: 4, value: 0xffffffffn },
    { name: 'IPv6', text: 'fd00::1', family: 6, value: 0xfd000000000000000000000000000001n },
    { name: 'IPv4 in IPv6', text: '::ffff:10.0.0.1', family: 4, value: 0x0a000001n },
  ])('reads $name', ({ text, family, value }) => {
    expect(parseIp(text, 'x')).toEqual({ family, value });
  });

  test.each([
    { name: 'nothing', text: '' },
    { name: 'a name', text: 'localhost' },
    { name: 'three parts', text: '10.0.1' },
    { name: 'five parts', text: '10.0.0.1.2' },
    { name: 'a number', text: '167772161' },
    { name: 'octal', text: '010.0.0.1' },
    { name: 'hexadecimal', text: '0xa.0.0.1' },
    { name: 'a part over 255', text: '10.0.0.256' },
    { name: 'white space', text: ' 10.0.0.1' },
    { name: 'a prefix', text: '10.0.0.1/24' },
    { name: 'a zone', text: 'fe80::1%eth0' },
    { name: 'too many colons', text: '1:2:3:4:5:6:7:8:9' },
  ])('refuses $name, naming the field and what was found', ({ text }) => {
    expect(tryParseIp(text)).toBeUndefined();
    expect(() => parseIp(text, 'ipam.gateway')).toThrow(
      `Cannot read ipam.gateway: found ${JSON.stringify(text)}, wanted an IPv4 or IPv6 address`,
    );
  });
});

test('tryParseIp() reads the IPv4 addresses that ipaddr.js calls four-part decimal, and no others', () => {
  const part = fc.oneof(fc.nat(300).map(String), fc.stringMatching(/^[0-9x -]{0,3}$/));
  const text = fc.oneof(
    fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
    fc.ipV4(),
  );
  fc.assert(
    fc.property(text, (found) => {
      const wanted = ipaddr.IPv4.isValidFourPartDecimal(found)
        ? ipFromBytes(ipaddr.IPv4.parse(found).toByteArray())
        : undefined;
      expect(tryParseIp(found)).toEqual(wanted);
    }),
    { numRuns: 2000 },
  );
});

describe('formatIp()', () => {
  test.each([
    { name: 'IPv4', text: '10.255.0.1' },
    { name: 'IPv6, shortened', text: 'fd00:0:0:1::1' },
    { name: 'the unspecified', text: '::' },
  ])('gives canonical text: $name', ({ text }) => {
    expect(formatIp(parseIp(text, 'x'))).toBe(text);
  });

  test('writes IPv4 as ipaddr.js does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
        expect(formatIp(ipFromBytes(bytes))).toBe(new ipaddr.IPv4(Array.from(bytes)).toString());
      }),
    );
  });

  test('is read back as the same address, whatever the address', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (sample) => {
        const ip = ipFromBytes(sample);
        // ::ffff:a.b.c.d is read as IPv4, on purpose.
        fc.pre(ip.family === 4 || ip.value >> 32n !== 0xffffn);
        expect(Array.from(ipToBytes(ip))).toEqual(Array.from(sample));
        expect(sameIp(parseIp(formatIp(ip), 'x'), ip)).toBe(true);
      }),
    );
  });
});

test('ipFromBytes() refuses any other length', () => {
  expect(() => ipFromBytes([1, 2, 3])).toThrow('4 or 16 bytes, found 3');
});

test('sameIp() tells families apart', () => {
  expect(sameIp({ family: 4, value: 1n }, { family: 6, value: 1n })).toBe(false);
});
