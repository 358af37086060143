import { describe, expect, test } from '@jest/globals';
import { WireError } from '../../../../src/linux/netlink/error.ts';
import {
  decodeAck,
  decodeMessages,
  encodeMessage,
  type NetlinkMessage,
} from '../../../../src/linux/netlink/message.ts';
import { WireReader } from '../../../../src/linux/netlink/reader.ts';
import { WireWriter } from '../../../../src/linux/netlink/writer.ts';
import { goldenReplies, goldenRequest, hex, unhex } from '../../../golden/vectors.ts';

describe('encodeMessage()', () => {
  test('puts the header of iproute2 before the same payload', () => {
    const golden = goldenRequest('set MTU');
    const header = new DataView(golden.buffer);
    const request = { type: 16, flags: 0, payload: golden.subarray(16), what: '' };
    const writer = new WireWriter();
    encodeMessage(writer, request, { sequence: header.getUint32(8, true), flags: 0x04 });
    expect(hex(writer.finish())).toBe(hex(golden));
  });

  test('begins the next message at a multiple of four, and leaves the padding out of the length', () => {
    const request = { type: 16, flags: 0, payload: Uint8Array.of(1), what: '' };
    const writer = new WireWriter();
    encodeMessage(writer, request, { sequence: 1, flags: 0 });
    encodeMessage(writer, request, { sequence: 2, flags: 0 });
    const bytes = writer.finish();
    expect(bytes).toHaveLength(40);
    expect([bytes[0], bytes[20], bytes[28]]).toEqual([17, 17, 2]);
  });
});

describe('decodeMessages()', () => {
  test('takes a dump apart', () => {
    const messages = goldenReplies('links reply').flatMap(decodeAll);
    expect(messages.filter(({ type }) => type === 16)).toHaveLength(2);
    expect(messages.some(({ type }) => type === 3)).toBe(true);
  });

  test.each([
    { name: 'shorter than its header', bytes: `0f000000${'00'.repeat(12)}` },
    { name: 'longer than what came', bytes: `14000000${'00'.repeat(12)}` },
    { name: 'cut within its header', bytes: '10000000' },
  ])('refuses a message that is $name', ({ bytes }) => {
    expect(() => decodeAll(unhex(bytes))).toThrow(WireError);
  });
});

describe('decodeAck()', () => {
  test.each([
    { name: 'refusal with text', errno: 101, text: 'Nexthop has invalid gateway' },
    { name: 'refusal without text', errno: 19, text: undefined },
  ])('reads the $name, which repeats the whole request', ({ name, errno, text }) => {
    const ack = goldenReplies(name)
      .flatMap(decodeAll)
      .filter(({ type }) => type === 2)
      .at(-1);
    expect(ack && decodeAck(ack)).toEqual({ errno, text });
  });

  test.each([
    {
      name: 'success, capped',
      type: 2,
      flags: 0x100,
      payload: `00000000${'00'.repeat(16)}`,
      errno: 0,
      text: undefined,
    },
    {
      name: 'refusal, capped, with text',
      type: 2,
      flags: 0x300,
      payload: `ebffffff${'ff'.repeat(16)}0700010061620000`,
      errno: 21,
      text: 'ab',
    },
    { name: 'end of a dump', type: 3, flags: 0x2, payload: '00000000', errno: 0, text: undefined },
    { name: 'end of a dump without a number', type: 3, flags: 0x2, payload: '', errno: 0, text: undefined },
    { name: 'dump that failed', type: 3, flags: 0x202, payload: 'edffffff0700010061620000', errno: 19, text: 'ab' },
  ])('reads a $name', ({ type, flags, payload, errno, text }) => {
    expect(decodeAck({ type, flags, sequence: 1, payload: new WireReader(unhex(payload)) })).toEqual({ errno, text });
  });

  test('refuses one that is cut', () => {
    expect(() => decodeAck({ type: 2, flags: 0, sequence: 1, payload: new WireReader(unhex('0000')) })).toThrow(
      WireError,
    );
  });
});

function decodeAll(datagram: Uint8Array): NetlinkMessage[] {
  const found: NetlinkMessage[] = [];
  decodeMessages(datagram, (message) => found.push(message));
  return found;
}
