import { describe, expect, test } from '@jest/globals';
import { formatIp } from '../../../src/addr/ip.ts';
import { formatMac } from '../../../src/addr/mac.ts';
import { decodeArp } from '../../../src/linux/arp.ts';
import { goldenNames, goldenRequest } from '../../golden/vectors.ts';

const golden = (name: string) => goldenRequest(name, 'arp-frames.json');
const names = goldenNames('arp-frames.json');

/** A captured frame with some bytes overwritten. */
function changed(at: number, ...bytes: readonly number[]): Uint8Array {
  const frame = golden('ARP reply');
  frame.set(bytes, at);
  return frame;
}

describe('decodeArp()', () => {
  test.each([
    { name: 'gratuitous ARP', says: ['02:00:00:00:00:0a', '02:00:00:00:00:0a', '10.0.10.20'] },
    { name: 'ARP request', says: ['02:00:00:00:00:0a', '02:00:00:00:00:0a', '10.0.10.20'] },
    { name: 'ARP reply', says: ['02:00:00:00:00:0b', '02:00:00:00:00:0b', '10.0.10.21'] },
  ])('reads the sender of a captured frame, padded or not: $name', ({ name, says }) => {
    for (const frame of [golden(name), Uint8Array.of(...golden(name), ...new Uint8Array(18))]) {
      const found = decodeArp(frame);
      expect(found && [formatMac(found.source), formatMac(found.mac), formatIp(found.ip)]).toEqual(says);
    }
  });

  test('tells the MAC in the frame from the one in the header, and keeps nothing of the bytes', () => {
    const frame = changed(22, 0x02, 0, 0, 0, 0, 0x77);
    const found = decodeArp(frame);
    frame.fill(0);
    expect(found && [formatMac(found.source), formatMac(found.mac)]).toEqual([
      '02:00:00:00:00:0b',
      '02:00:00:00:00:77',
    ]);
  });

  test.each([
    { name: 'an IPv4 packet', frame: changed(12, 0x08, 0x00) },
    {
      name: 'a VLAN tag',
      frame: Uint8Array.of(...golden('ARP reply').subarray(0, 12), 0x81, 0, 0, 5, ...golden('ARP reply').subarray(12)),
    },
    { name: 'another hardware', frame: changed(14, 0x00, 0x06) },
    { name: 'another protocol', frame: changed(16, 0x86, 0xdd) },
    { name: 'hardware addresses of another length', frame: changed(18, 8) },
    { name: 'protocol addresses of another length', frame: changed(19, 16) },
  ])('refuses $name', ({ frame }) => {
    expect(decodeArp(frame)).toBeUndefined();
  });

  test.each(names)('refuses a frame cut at any length: %s', (name) => {
    const frame = golden(name);
    expect(decodeArp(frame)).toBeDefined();
    for (let length = 0; length < frame.length; length++) expect(decodeArp(frame.subarray(0, length))).toBeUndefined();
  });
});
