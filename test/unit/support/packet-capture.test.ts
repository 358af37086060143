import { describe, expect, test } from '@jest/globals';
import { readPcap } from '../../support/packet-capture-file.ts';
import { decodeFrame } from '../../support/packet-capture-frame.ts';

/*
 * One packet of Cloud Foundry's silk, as `tcpdump -T vxlan -v -XX` prints it on a diego cell: inside the source
 * container, and on the underlay of its host.
 */
const atSource =
  'aaaa0aff6303eeee0aff630308004500004d9a1240004006a3950aff63030aff8402ddbe1e618c783a6f80d313ea801800d7fd4200000101080a' +
  '000818cf000a5ccd63662d6e6574776f726b696e6720776974682073696c6b210a';
const onUnderlay =
  '42010a00000142010a00101008004500007f93bf00004011a2910a0010100a00200e8fd512b5006b00008800000100000100eeee0aff8400eeee' +
  '0aff630008004500004d9a1240003f06a4950aff63030aff8402ddbe1e618c783a6f80d313ea801800d70fc900000101080a000818cf000a5ccd' +
  '63662d6e6574776f726b696e6720776974682073696c6b210a';

const tcp = {
  sourcePort: 56766,
  destinationPort: 7777,
  sequence: 2356689519,
  acknowledgement: 2161316842,
  flags: 0x18,
  payload: 'cf-networking with silk!\n',
};
const whole = { dontFragment: true, moreFragments: false, fragmentOffset: 0, checksumRight: true };
const inner = { source: '10.255.99.3', destination: '10.255.132.2', protocol: 6, id: 39442, totalBytes: 77, ...whole };

describe('decodeFrame()', () => {
  test('reads Ethernet, IPv4 and TCP as tcpdump does', () => {
    expect(decodeFrame(Buffer.from(atSource, 'hex'))).toEqual({
      destinationMac: 'aa:aa:0a:ff:63:03',
      sourceMac: 'ee:ee:0a:ff:63:03',
      etherType: 0x0800,
      ipv4: { ...inner, ttl: 64, tcp },
    });
  });

  test('reads what is inside VXLAN, with its flags, group policy id and VNI', () => {
    const { ipv4 } = decodeFrame(Buffer.from(onUnderlay, 'hex'));
    expect(ipv4).toMatchObject({ source: '10.0.16.16', destination: '10.0.32.14', ttl: 64, dontFragment: false });
    expect(ipv4?.udp).toEqual({
      sourcePort: 36821,
      destinationPort: 4789,
      checksum: 0,
      vxlan: {
        flags: 0x88,
        groupPolicyId: 1,
        vni: 1,
        inner: {
          destinationMac: 'ee:ee:0a:ff:84:00',
          sourceMac: 'ee:ee:0a:ff:63:00',
          etherType: 0x0800,
          ipv4: { ...inner, ttl: 63, tcp },
        },
      },
    });
  });

  test('says of a header whose checksum is wrong that it is', () => {
    const bytes = Buffer.from(atSource, 'hex');
    bytes.writeUInt8(63, 14 + 8);
    expect(decodeFrame(bytes).ipv4).toMatchObject({ ttl: 63, checksumRight: false });
  });

  test('throws where a frame ends within its headers', () => {
    for (const length of [13, 30, 45, 55, 70]) {
      expect(() => decodeFrame(Buffer.from(onUnderlay, 'hex').subarray(0, length))).toThrow(RangeError);
    }
  });
});

describe('readPcap()', () => {
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  const record = Buffer.from('000000000000000002000000020000000a0b', 'hex');

  test('returns whole records, and none of one that is still being written', () => {
    const frame = [0x0a, 0x0b];
    expect(readPcap(Buffer.concat([header, record, record])).map((one) => [...one])).toEqual([frame, frame]);
    for (const cut of [1, 2, 3, 17]) {
      const file = Buffer.concat([header, record, record.subarray(0, record.length - cut)]);
      expect(readPcap(file).map((one) => [...one])).toEqual([frame]);
    }
    expect(readPcap(header.subarray(0, 20))).toEqual([]);
  });

  test.each([
    { name: 'another file', file: Buffer.alloc(24), message: 'no pcap header' },
    {
      name: 'another link type',
      file: Buffer.concat([header.subarray(0, 20), Buffer.alloc(4)]),
      message: 'no Ethernet',
    },
    {
      name: 'a frame cut short',
      file: Buffer.concat([header, Buffer.from('000000000000000002000000030000000a0b', 'hex')]),
      message: '2 of 3 bytes',
    },
  ])('refuses $name', ({ file, message }) => {
    expect(() => readPcap(file)).toThrow(message);
  });
});
