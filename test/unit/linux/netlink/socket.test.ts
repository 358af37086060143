import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { NetlinkRequest } from '../../../../src/linux/netlink/request.ts';
import type { Decode, NetlinkSocket } from '../../../../src/linux/netlink/socket.ts';
import { unhex } from '../../../golden/vectors.ts';

/*
 * The kernel's part is scripted here, for what a real one does not do when asked to. The real one is in
 * test/integration/linux.
 */
const sent: Uint8Array[] = [];
let answers: (Uint8Array | number)[] = [];

jest.mock('../../../../src/linux/libc.ts', () => ({
  socket: () => mockOpenNull(),
  connect: () => 0,
  setsockopt: () => 0,
  send: (_fd: number, bytes: Uint8Array) => mockSend(bytes),
  recv: (_fd: number, buffer: Uint8Array) => mockReceive(buffer),
}));

function mockOpenNull(): number {
  return process.getBuiltinModule('node:fs').openSync('/dev/null', 'r');
}

function mockSend(bytes: Uint8Array): number {
  sent.push(Uint8Array.from(bytes));
  return bytes.length;
}

function mockReceive(buffer: Uint8Array): number {
  const answer = answers.shift();
  if (answer === undefined) throw new Error('the socket waits for more than was answered');
  if (typeof answer === 'number') return answer;
  buffer.set(answer.subarray(0, buffer.length));
  return answer.length;
}

const EINTR = 4;
const EAGAIN = 11;
const ENOBUFS = 105;
const NLM_F_DUMP_INTR = 0x10;

let socket: NetlinkSocket;
beforeEach(async () => {
  sent.length = 0;
  answers = [];
  // Here and not at the top: it is to find the scripted kernel.
  const module = await import('../../../../src/linux/netlink/socket.ts');
  socket = module.NetlinkSocket.open();
});
afterEach(() => socket[Symbol.dispose]());

const request: NetlinkRequest = { type: 18, flags: 0, payload: new Uint8Array(16), what: 'list links' };

function message(type: number, { sequence = 1, flags = 0, payload = '' } = {}): Uint8Array {
  const body = unhex(payload);
  const bytes = new Uint8Array(16 + ((body.length + 3) & ~3));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 16 + body.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, flags, true);
  view.setUint32(8, sequence, true);
  bytes.set(body, 16);
  return bytes;
}

function ack(sequence: number, errno = 0): Uint8Array {
  const code = Buffer.from(Int32Array.of(-errno).buffer).toString('hex');
  return message(2, { sequence, flags: 0x100, payload: `${code}${'00'.repeat(16)}` });
}

function done(sequence: number, flags = 0): Uint8Array {
  return message(3, { sequence, flags, payload: '00000000' });
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

const firstByte: Decode<number> = (_type, payload) => (payload.left === 0 ? 0 : payload.u8());

describe('execute()', () => {
  test('gives each request the outcome that the kernel answers, and success where it does not', () => {
    answers = [joined(ack(2, 19), ack(3, 17)), ack(4)];
    const outcomes = socket.execute(['first', 'second', 'third', 'fourth'].map((what) => ({ ...request, what })));
    expect(outcomes.map((outcome) => outcome?.message)).toEqual([
      undefined,
      'Cannot second: ENODEV No such device',
      'Cannot third: EEXIST File exists',
      undefined,
    ]);
    expect(sent).toHaveLength(1);
  });

  test('waits for the answer to the last request, which may be a refusal', () => {
    answers = [ack(1, 19), ack(2, 17)];
    expect(socket.execute([request, request]).map((outcome) => outcome?.errno)).toEqual(['ENODEV', 'EEXIST']);
    expect(answers).toEqual([]);
  });

  test('passes over answers to an earlier request', () => {
    answers = [ack(1), joined(ack(1, 17), ack(2))];
    socket.execute([request]);
    expect(socket.execute([request])).toEqual([undefined]);
  });

  test('asks for the ACK of the last request alone', () => {
    answers = [ack(3)];
    socket.execute([request, request, request]);
    const bytes = sent[0] ?? new Uint8Array();
    expect([bytes[6], bytes[32 + 6], bytes[64 + 6]]).toEqual([0x01, 0x01, 0x05]);
  });

  test.each([
    { name: '300 small ones by count', count: 300, bytes: 16, batches: [128, 128, 44] },
    { name: 'ones of 12 KiB by size', count: 5, bytes: 12 * 1024, batches: [2, 2, 1] },
    { name: 'one larger than a batch alone', count: 2, bytes: 40_000, batches: [1, 1] },
    { name: 'none at all into none', count: 0, bytes: 16, batches: [] },
  ])('splits $name', ({ count, bytes, batches }) => {
    answers = endsOf(batches).map((last) => ack(last));
    const requests = Array.from({ length: count }, () => ({ ...request, payload: new Uint8Array(bytes) }));
    expect(socket.execute(requests)).toHaveLength(count);
    expect(sent.map((datagram) => datagram.length / (16 + bytes))).toEqual(batches);
  });
});

/** Sequence numbers of the last request of each batch. */
function endsOf(batches: readonly number[]): number[] {
  let sequence = 0;
  return batches.map((count) => {
    sequence += count;
    return sequence;
  });
}

describe('apply()', () => {
  test('throws the first refusal, after all have been sent', () => {
    answers = [joined(ack(2, 17), ack(3, 19))];
    const requests = ['one', 'two', 'three'].map((what) => ({ ...request, what }));
    expect(() => socket.apply(requests)).toThrow('Cannot two: EEXIST');
    expect(sent[0]).toHaveLength(3 * 32);
  });
});

describe('exchange()', () => {
  test('returns what came before the ACK', () => {
    answers = [message(16, { payload: '0a000000' }), message(16, { payload: '0b000000' }), ack(1)];
    expect(socket.exchange(request, firstByte)).toEqual([0x0a, 0x0b]);
  });

  test('passes over answers to an earlier request', () => {
    answers = [
      ack(1),
      message(16, { payload: '09000000' }),
      ack(1, 17),
      message(16, { sequence: 2, payload: '0a000000' }),
      ack(2),
    ];
    socket.execute([request]);
    expect(socket.exchange(request, firstByte)).toEqual([0x0a]);
  });

  test('throws the refusal', () => {
    answers = [ack(1, 19)];
    expect(() => socket.exchange(request, firstByte)).toThrow(expect.objectContaining({ errno: 'ENODEV' }));
  });

  test('reads on to the end when a reply cannot be decoded, so that the next exchange is in step', () => {
    answers = [message(16), ack(1), message(16, { sequence: 2, payload: '0c000000' }), ack(2)];
    const fail = () => {
      throw new Error('not decoded');
    };
    expect(() => socket.exchange(request, fail)).toThrow('not decoded');
    expect(answers).toHaveLength(2);
    expect(socket.exchange(request, firstByte)).toEqual([0x0c]);
  });
});

describe('dump()', () => {
  test('asks for a dump and collects several datagrams up to the end', () => {
    answers = [
      joined(message(16, { payload: '01000000' }), message(16, { payload: '02000000' })),
      joined(message(16, { payload: '03000000' }), done(1)),
    ];
    expect(socket.dump(request, firstByte)).toEqual([1, 2, 3]);
    expect(sent[0]?.[7]).toBe(0x03);
  });

  test.each([
    { name: 'of an entry', first: [message(16, { flags: NLM_F_DUMP_INTR, payload: '01000000' }), done(1)] },
    { name: 'of the end', first: [message(16, { payload: '01000000' }), done(1, NLM_F_DUMP_INTR)] },
  ])('reads again when the flag $name says that it changed meanwhile', ({ first }) => {
    answers = [...first, message(16, { sequence: 2, payload: '02000000' }), done(2)];
    expect(socket.dump(request, firstByte)).toEqual([2]);
  });

  test('gives up with TRY_LATER when it changed each time, and never returns such a list', () => {
    answers = Array.from({ length: 10 }, (_, i) => done(i + 1, NLM_F_DUMP_INTR));
    expect(() => socket.dump(request, firstByte)).toThrow(
      expect.objectContaining({ code: 'TRY_LATER', message: expect.stringContaining('Cannot list links') }),
    );
    expect(sent).toHaveLength(10);
  });

  test('throws the errno that stands at its end', () => {
    answers = [message(3, { flags: 0x2, payload: 'edffffff' })];
    expect(() => socket.dump(request, firstByte)).toThrow(expect.objectContaining({ errno: 'ENODEV' }));
  });
});

describe('receiving', () => {
  test('goes on after a signal', () => {
    answers = [-EINTR, -EINTR, ack(1)];
    expect(socket.execute([request])).toEqual([undefined]);
  });

  test.each([
    { name: 'no answer in time', answer: -EAGAIN, wanted: { code: 'TRY_LATER' } },
    { name: 'answers that the kernel had to drop', answer: -ENOBUFS, wanted: { errno: 'ENOBUFS' } },
    {
      name: 'a datagram larger than the buffer',
      answer: new Uint8Array(65537),
      wanted: { message: expect.stringContaining('found 65537 bytes') },
    },
    { name: 'a datagram that is no message', answer: new Uint8Array(16), wanted: { name: 'WireError' } },
  ])('$name is an error', ({ answer, wanted }) => {
    answers = [answer];
    expect(() => socket.execute([request])).toThrow(expect.objectContaining(wanted));
  });
});
