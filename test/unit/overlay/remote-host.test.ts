import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIp } from '../../../src/addr/ip.ts';
import { formatMac, macKey, parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { ipKey, prefixKey, remoteHost } from '../../../src/overlay/remote-host.ts';

/** Many of them next to each other, where numbers that are too close together would meet. */
const anyIp = fc
  .oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 3 }))
  .map((value) => ({ family: 4 as const, value: BigInt(value) }));
const anyPrefix = fc.record({ ip: anyIp, length: fc.integer({ min: 0, max: 32 }) });
/** Few bytes differ, so that two that are alike but not the same are met. */
const anyMac = fc
  .array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), { minLength: 6, maxLength: 6 })
  .map((bytes) => ({ bytes: Uint8Array.from(bytes) }));

test('prefixKey() and ipKey() give the same number to the same value, and to no other', () => {
  fc.assert(
    fc.property(anyPrefix, anyPrefix, (a, b) => {
      const isSame = a.ip.value === b.ip.value && a.length === b.length;
      expect(prefixKey(a) === prefixKey(b)).toBe(isSame);
      expect(ipKey(a.ip) === ipKey(b.ip)).toBe(a.ip.value === b.ip.value);
      expect(Number.isSafeInteger(prefixKey(a))).toBe(true);
    }),
  );
});

test('prefixKey() tells apart prefixes of one address, and neighbours of one length', () => {
  const keys = [
    '10.0.0.0/16',
    '10.0.0.0/8',
    '10.0.0.0/9',
    '10.0.0.0/32',
    '10.0.0.1/0',
    '10.0.0.1/32',
    '255.255.255.255/32',
    '0.0.0.0/0',
  ].map((text) => prefixKey(parsePrefix(text, 'prefix')));
  expect(new Set(keys).size).toBe(keys.length);
});

test('macKey() gives the same number to the same MAC, and to no other', () => {
  fc.assert(
    fc.property(anyMac, anyMac, (a, b) => {
      expect(macKey(a) === macKey(b)).toBe(a.bytes.join() === b.bytes.join());
      expect(macKey(a)).toBeGreaterThanOrEqual(0);
    }),
  );
  expect(macKey(parseMac('ff:ff:ff:ff:ff:ff', 'mac'))).toBe(2 ** 48 - 1);
  expect(macKey(parseMac('00:00:00:00:00:00', 'mac'))).toBe(0);
});

test('remoteHost() has the first address of the subnet as that of its VTEP, and a MAC that follows from it', () => {
  const subnet = parsePrefix('10.255.48.0/24', 'subnet');
  const underlay = parseIp('10.244.0.48', 'underlay');
  const host = remoteHost({ subnet, underlay });
  expect(host.vtepIp).toEqual(subnet.ip);
  expect(formatMac(host.vtepMac)).toBe('ee:ee:0a:ff:30:00');
  expect(host.keys).toEqual({
    route: prefixKey(subnet),
    neighbour: ipKey(subnet.ip),
    fdb: macKey(host.vtepMac),
    underlay: ipKey(underlay),
  });
});

test("remoteHost() takes the peer's own MAC", () => {
  const mac = parseMac('02:00:00:00:00:01', 'mac');
  const peer = { subnet: parsePrefix('10.255.48.0/24', 'subnet'), underlay: parseIp('10.244.0.48', 'underlay'), mac };
  expect(remoteHost(peer)).toMatchObject({ vtepMac: mac, keys: { fdb: macKey(mac) } });
});
