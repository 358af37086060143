import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIp, ipFromBytes, parseIp, sameIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { containerMac, hostLinkMac, hostLinkName, parseHostLinkName } from '../../../src/overlay/derive.ts';

const ip = parseIp('10.255.108.184', 'x');
const anyIp = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => ipFromBytes(bytes));

test('name and MACs are those of the seed', () => {
  expect(hostLinkName(ip)).toBe('s-010255108184');
  expect(formatMac(hostLinkMac(ip))).toBe('aa:aa:0a:ff:6c:b8');
  expect(formatMac(containerMac(ip))).toBe('ee:ee:0a:ff:6c:b8');
});

test('hostLinkName() has room in the kernel and names one address only', () => {
  fc.assert(
    fc.property(anyIp, (sample) => {
      const name = hostLinkName(sample);
      const back = parseHostLinkName(name);
      expect(name).toHaveLength(14);
      expect(back && sameIp(back, sample)).toBe(true);
    }),
  );
});

describe('parseHostLinkName()', () => {
  test.each(['eth0', 's-', 's-10255108184', 's-0102551081845', 's-256000000001', 's-01025510818x', 'x-010255108184'])(
    'is undefined for %s',
    (name) => {
      expect(parseHostLinkName(name)).toBeUndefined();
    },
  );
});

test('an IPv6 address is refused', () => {
  expect(() => hostLinkName(parseIp('fd00::1', 'x'))).toThrow(RangeError);
  expect(formatIp(ip)).toBe('10.255.108.184');
});
