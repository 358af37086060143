import { describe, expect, test } from '@jest/globals';
import { WireError } from '../../../../src/linux/netlink/error.ts';
import { type AttributeHandlers, WireReader } from '../../../../src/linux/netlink/reader.ts';
import { hex, unhex } from '../../../golden/vectors.ts';

describe('WireReader', () => {
  test('reads numbers in host order, one after the other', () => {
    const reader = new WireReader(unhex('fe' + '3412' + '98badcfe' + 'feffffff'));
    expect([reader.u8(), reader.u16Host(), reader.u32Host(), reader.i32Host()]).toEqual([0xfe, 0x1234, 0xfedcba98, -2]);
    expect(reader.left).toBe(0);
  });

  test('reads addresses in network order', () => {
    expect(new WireReader(unhex('fe00000a')).u32Network()).toBe(0xfe00000a);
  });

  test('copy() keeps the bytes when the buffer is used again', () => {
    const buffer = unhex('0102030405');
    const copy = new WireReader(buffer).skip(1).copy(3);
    buffer.fill(0);
    expect(hex(copy)).toBe('020304');
  });

  test('window() reads the next bytes and no more, while the reader goes on behind them', () => {
    const reader = new WireReader(unhex('01020304')).skip(1);
    const window = reader.window(2);
    expect([reader.u8(), window.u8(), window.left, window.u8()]).toEqual([4, 2, 1, 3]);
    expect(() => window.u8()).toThrow(expect.objectContaining({ offset: 3 }));
  });

  test('fork() reads on by itself', () => {
    const reader = new WireReader(unhex('0102')).skip(1);
    const fork = reader.fork();
    expect([fork.u8(), fork.left, reader.left]).toEqual([2, 0, 1]);
  });

  test.each([
    { name: 'with a NUL', bytes: '6c6f0000', wanted: 'lo' },
    { name: 'without one', bytes: '6c6f', wanted: 'lo' },
    { name: 'empty', bytes: '', wanted: '' },
    { name: 'of several bytes a letter', bytes: 'c3a900', wanted: 'é' },
  ])('reads text $name', ({ bytes, wanted }) => {
    expect(new WireReader(unhex(bytes)).text()).toBe(wanted);
  });

  test.each([
    { name: 'u8', read: (r: WireReader) => r.u8(), have: 0 },
    { name: 'u16Host', read: (r: WireReader) => r.u16Host(), have: 1 },
    { name: 'u32Host', read: (r: WireReader) => r.u32Host(), have: 3 },
    { name: 'i32Host', read: (r: WireReader) => r.i32Host(), have: 3 },
    { name: 'u32Network', read: (r: WireReader) => r.u32Network(), have: 3 },
    { name: 'bytes', read: (r: WireReader) => r.bytes(5), have: 4 },
    { name: 'copy', read: (r: WireReader) => r.copy(5), have: 4 },
    { name: 'window', read: (r: WireReader) => r.window(5), have: 4 },
    { name: 'skip', read: (r: WireReader) => r.skip(5), have: 4 },
    { name: 'attributes', read: (r: WireReader) => r.attributes({}, undefined), have: 3 },
  ])('$name throws WireError with the offset where $have bytes are too few', ({ read, have }) => {
    const reader = new WireReader(new Uint8Array(have + 8)).skip(8);
    expect(() => read(reader)).toThrow(WireError);
    expect(() => read(new WireReader(new Uint8Array(have + 8)).skip(8))).toThrow(
      expect.objectContaining({ offset: 8 }),
    );
  });
});

describe('attributes()', () => {
  const two = '0500070009000000' + '0800040082050000';

  test('calls the handler of each type, which finds the value and nothing beyond', () => {
    const reader = new WireReader(unhex(two));
    const found: string[] = [];
    reader.attributes(
      {
        7: (value, list) => list.push(`7 ${hex(value.rest())}`),
        4: (value, list) => list.push(`4 ${value.u32Host()} ${value.left}`),
      },
      found,
    );
    expect(found).toEqual(['7 09', '4 1410 0']);
    expect(reader.left).toBe(0);
  });

  test('passes over unknown attributes, and over what a handler leaves unread', () => {
    expect(numbersIn(`06007f00aabb0000${two}`, { 7: () => undefined, 4: readNumber })).toEqual([1410]);
  });

  test('takes the flags off a type', () => {
    expect(numbersIn('080004c082050000', { 4: readNumber })).toEqual([1410]);
  });

  test('reads attributes within attributes, and comes back to the ones after', () => {
    const bytes = '0c0012800800010001000000' + '0800040082050000';
    const inner = { 1: readNumber };
    expect(numbersIn(bytes, { 18: (value, list) => value.attributes(inner, list), 4: readNumber })).toEqual([1, 1410]);
  });

  test('takes a last attribute without its padding', () => {
    expect(numbersIn('0500070009', { 7: (value, list) => list.push(value.u8()) })).toEqual([9]);
  });

  test.each([
    { name: 'shorter than its own header', bytes: '03000700' },
    { name: 'of length 0, which would never end', bytes: '00000700' },
    { name: 'longer than what is left', bytes: '0900070000000000' },
    { name: 'within another and longer than it', bytes: '080012800c000100' + '00000000' },
  ])('refuses one that is $name', ({ bytes }) => {
    const reader = new WireReader(unhex(bytes));
    const read = () => reader.attributes({ 18: (value) => value.attributes({}, undefined) }, undefined);
    expect(read).toThrow(WireError);
  });

  test('a handler that reads beyond its value is stopped', () => {
    expect(() => numbersIn(two, { 7: readNumber })).toThrow(expect.objectContaining({ offset: 4 }));
  });
});

function readNumber(value: WireReader, found: number[]): void {
  found.push(value.u32Host());
}

function numbersIn(bytes: string, handlers: AttributeHandlers<number[]>): number[] {
  const found: number[] = [];
  new WireReader(unhex(bytes)).attributes(handlers, found);
  return found;
}
