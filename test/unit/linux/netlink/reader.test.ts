import { describe, expect, test } from '@jest/globals';
import { WireError } from '../../../../src/linux/netlink/error.ts';
import { WireReader } from '../../../../src/linux/netlink/reader.ts';
import { hex, unhex } from '../../../golden/vectors.ts';

describe('WireReader', () => {
  test('reads numbers in host order, one after the other', () => {
    const reader = new WireReader(unhex('fe' + '3412' + '98badcfe' + 'feffffff'));
    expect([reader.u8(), reader.u16Host(), reader.u32Host(), reader.i32Host()]).toEqual([0xfe, 0x1234, 0xfedcba98, -2]);
    expect(reader.left).toBe(0);
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
    { name: 'bytes', read: (r: WireReader) => r.bytes(5), have: 4 },
    { name: 'skip', read: (r: WireReader) => r.skip(5), have: 4 },
    { name: 'attributes', read: (r: WireReader) => r.attributes({}), have: 3 },
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
    reader.attributes({
      7: () => found.push(`7 ${hex(reader.rest())}`),
      4: () => found.push(`4 ${reader.u32Host()} ${reader.left}`),
    });
    expect(found).toEqual(['7 09', '4 1410 0']);
    expect(reader.left).toBe(0);
  });

  test('passes over unknown attributes, and over what a handler leaves unread', () => {
    const reader = new WireReader(unhex(`06007f00aabb0000${two}`));
    const found: number[] = [];
    reader.attributes({ 7: () => undefined, 4: () => found.push(reader.u32Host()) });
    expect(found).toEqual([1410]);
  });

  test('takes the flags off a type', () => {
    const reader = new WireReader(unhex('080004c082050000'));
    const found: number[] = [];
    reader.attributes({ 4: () => found.push(reader.u32Host()) });
    expect(found).toEqual([1410]);
  });

  test('reads attributes within attributes, and comes back to the ones after', () => {
    const reader = new WireReader(unhex('0c001280080001000100000008000400' + '82050000'));
    const found: string[] = [];
    reader.attributes({
      18: () => reader.attributes({ 1: () => found.push(`inner ${reader.u32Host()}`) }),
      4: () => found.push(`outer ${reader.u32Host()}`),
    });
    expect(found).toEqual(['inner 1', 'outer 1410']);
  });

  test('takes a last attribute without its padding', () => {
    const reader = new WireReader(unhex('0500070009'));
    const found: number[] = [];
    reader.attributes({ 7: () => found.push(reader.u8()) });
    expect(found).toEqual([9]);
  });

  test.each([
    { name: 'shorter than its own header', bytes: '03000700' },
    { name: 'of length 0, which would never end', bytes: '00000700' },
    { name: 'longer than what is left', bytes: '0900070000000000' },
    { name: 'within another and longer than it', bytes: '080012800c000100' + '00000000' },
  ])('refuses one that is $name', ({ bytes }) => {
    const reader = new WireReader(unhex(bytes));
    const read = () => reader.attributes({ 18: () => reader.attributes({}) });
    expect(read).toThrow(WireError);
  });

  test('a handler that reads beyond its value is stopped', () => {
    const reader = new WireReader(unhex(two));
    expect(() => reader.attributes({ 7: () => reader.u32Host() })).toThrow(expect.objectContaining({ offset: 4 }));
  });
});
