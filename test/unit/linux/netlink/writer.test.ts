import { describe, expect, test } from '@jest/globals';
import { WireWriter } from '../../../../src/linux/netlink/writer.ts';
import { hex } from '../../../golden/vectors.ts';

describe('WireWriter', () => {
  test.each([
    { name: 'u8', write: (w: WireWriter) => w.u8(0xfe), wanted: 'fe' },
    { name: 'u16Host', write: (w: WireWriter) => w.u16Host(0x1234), wanted: '3412' },
    { name: 'u32Host', write: (w: WireWriter) => w.u32Host(0xfedcba98), wanted: '98badcfe' },
    { name: 'i32Host', write: (w: WireWriter) => w.i32Host(-2), wanted: 'feffffff' },
    { name: 'bytes', write: (w: WireWriter) => w.bytes(Uint8Array.of(1, 2, 3)), wanted: '010203' },
    { name: 'align', write: (w: WireWriter) => w.u8(1).align().align(), wanted: '01000000' },
    { name: 'attribute', write: (w: WireWriter) => w.attribute(7, Uint8Array.of(9)), wanted: '0500070009000000' },
    { name: 'attributeU32Host', write: (w: WireWriter) => w.attributeU32Host(4, 1410), wanted: '0800040082050000' },
    {
      name: 'attributeU32Network',
      write: (w: WireWriter) => w.attributeU32Network(1, 0xff000102),
      wanted: '08000100ff000102',
    },
    { name: 'attributeText', write: (w: WireWriter) => w.attributeText(1, 'veth'), wanted: '0800010076657468' },
    { name: 'attributeTextNul', write: (w: WireWriter) => w.attributeTextNul(3, 'lo'), wanted: '070003006c6f0000' },
  ])('$name writes $wanted', ({ write, wanted }) => {
    const writer = new WireWriter();
    write(writer);
    expect(hex(writer.finish())).toBe(wanted);
    expect(writer.length).toBe(wanted.length / 2);
  });

  test('a nested attribute holds what is written inside, and its length says so', () => {
    const writer = new WireWriter();
    writer.nested(18, () => writer.attributeText(1, 'ab').nested(2, () => writer.u8(5)));
    // 18|NESTED { 1 "ab", 2|NESTED { 05 } }: the padding of the last one inside counts.
    expect(hex(writer.finish())).toBe('14001280060001006162000005000280050000' + '00');
  });

  test('an attribute begins at a multiple of four', () => {
    expect(hex(new WireWriter().u8(1).attribute(2, new Uint8Array(0)).finish())).toBe('0100000004000200');
  });

  test('keeps what has been written when it grows', () => {
    const writer = new WireWriter();
    for (let i = 0; i < 1000; i++) writer.u16Host(i);
    const found = writer.finish();
    expect(found).toHaveLength(2000);
    expect([0, 255, 256, 999].map((i) => new DataView(found.buffer).getUint16(2 * i, true))).toEqual([
      0, 255, 256, 999,
    ]);
  });

  test('takes an attribute of 65535 bytes and refuses one more', () => {
    expect(new WireWriter().attribute(1, new Uint8Array(65531)).length).toBe(65536);
    expect(() => new WireWriter().attribute(1, new Uint8Array(65532))).toThrow(RangeError);
    expect(() => {
      const writer = new WireWriter();
      writer.nested(1, () => writer.bytes(new Uint8Array(65532)));
    }).toThrow(RangeError);
  });

  test.each([
    { name: 'u8', write: (value: number) => new WireWriter().u8(value), bad: [-1, 256, 1.5, Number.NaN] },
    { name: 'u16Host', write: (value: number) => new WireWriter().u16Host(value), bad: [-1, 65536, 0.5] },
    { name: 'u32Host', write: (value: number) => new WireWriter().u32Host(value), bad: [-1, 2 ** 32, 1.5] },
    { name: 'i32Host', write: (value: number) => new WireWriter().i32Host(value), bad: [2 ** 31, -(2 ** 31) - 1] },
  ])('$name refuses what its width cannot hold', ({ write, bad }) => {
    for (const value of bad) expect(() => write(value)).toThrow(RangeError);
  });
});
