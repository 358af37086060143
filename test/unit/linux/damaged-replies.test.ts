import { describe, expect, test } from '@jest/globals';
import { WireError } from '../../../src/linux/netlink/error.ts';
import { decodeAck, decodeMessages, type NetlinkMessage } from '../../../src/linux/netlink/message.ts';
import { WireReader } from '../../../src/linux/netlink/reader.ts';
import { decodePolicy } from '../../../src/linux/nftables/chain.ts';
import { decodeElements, decodeKeys } from '../../../src/linux/nftables/element.ts';
import { decodeRule } from '../../../src/linux/nftables/rule.ts';
import { decodeAddress } from '../../../src/linux/rtnetlink/address.ts';
import { decodeBridgeFdbEntry, decodeFdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import { decodeLink } from '../../../src/linux/rtnetlink/link.ts';
import { decodeBridgePort } from '../../../src/linux/rtnetlink/link-bridge.ts';
import { decodeVxlan } from '../../../src/linux/rtnetlink/link-vxlan.ts';
import { decodeNeighbour } from '../../../src/linux/rtnetlink/neigh.ts';
import { decodeRoute } from '../../../src/linux/rtnetlink/route.ts';
import { goldenNames, goldenReplies, goldenRequest } from '../../golden/vectors.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_007);

const ack = { type: 2, flags: 0x200, sequence: 1 };

const decoders: readonly { name: string; decode: (bytes: Uint8Array) => unknown }[] = [
  { name: 'decodeLink()', decode: (bytes) => decodeLink(16, new WireReader(bytes)) },
  { name: 'decodeVxlan()', decode: (bytes) => decodeVxlan(16, new WireReader(bytes)) },
  { name: 'decodeBridgePort()', decode: (bytes) => decodeBridgePort(16, new WireReader(bytes)) },
  { name: 'decodeAddress()', decode: (bytes) => decodeAddress(20, new WireReader(bytes)) },
  { name: 'decodeNeighbour()', decode: (bytes) => decodeNeighbour(28, new WireReader(bytes)) },
  { name: 'decodeFdbEntry()', decode: (bytes) => decodeFdbEntry(28, new WireReader(bytes)) },
  { name: 'decodeBridgeFdbEntry()', decode: (bytes) => decodeBridgeFdbEntry(28, new WireReader(bytes)) },
  { name: 'decodeRoute()', decode: (bytes) => decodeRoute(24, new WireReader(bytes)) },
  { name: 'decodePolicy()', decode: (bytes) => decodePolicy(0, new WireReader(bytes)) },
  { name: 'decodeElements()', decode: (bytes) => decodeElements(0, new WireReader(bytes)) },
  { name: 'decodeKeys()', decode: (bytes) => decodeKeys(0, new WireReader(bytes)) },
  { name: 'decodeRule()', decode: (bytes) => decodeRule(0, new WireReader(bytes)) },
  { name: 'decodeAck()', decode: (bytes) => decodeAck({ ...ack, payload: new WireReader(bytes) }) },
  { name: 'decodeMessages()', decode: (bytes) => decodeMessages(bytes, decodeAnyMessage) },
];

/** Every vector as it came, and each message's payload alone. */
const vectors: readonly Uint8Array[] = distinct([
  ...goldenNames('requests.json').map((name) => goldenRequest(name).subarray(16)),
  ...[
    ...goldenNames('replies.json').map((name) => goldenReplies(name)),
    ...goldenNames('nftables-replies.json').map((name) => goldenReplies(name, 'nftables-replies.json')),
  ]
    .flat()
    .flatMap((datagram) => [datagram, ...payloadsOf(datagram)]),
]);

describe.each(decoders)('$name returns or throws WireError, whatever the bytes', ({ decode }) => {
  test('cut at each length', () => {
    let refused = 0;
    for (const vector of vectors) {
      for (let length = 0; length < vector.length; length++) refused += outcome(decode, vector.subarray(0, length));
    }
    expect(refused).toBeGreaterThan(0);
  });

  test(`with bytes changed at random (SEED=${seed})`, () => {
    const random = randomFrom(seed);
    for (let round = 0; round < 3_000; round++) {
      const bytes = Uint8Array.from(vectors[random(vectors.length)] ?? []);
      for (let change = random(4); change >= 0; change--) bytes[random(bytes.length)] = random(256);
      outcome(decode, bytes);
    }
  });

  test(`of nothing but random bytes (SEED=${seed})`, () => {
    const random = randomFrom(seed);
    for (let round = 0; round < 3_000; round++) {
      outcome(
        decode,
        Uint8Array.from({ length: random(200) }, () => random(256)),
      );
    }
  });
});

/** 1 where the bytes were refused. Any other error fails the test by being thrown. */
function outcome(decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array): 0 | 1 {
  try {
    decode(bytes);
    return 0;
  } catch (error) {
    if (!(error instanceof WireError))
      throw new Error(`seed ${seed}: ${Buffer.from(bytes).toString('hex')}`, { cause: error });
    if (error.offset < 0 || error.offset > bytes.length) throw new Error(`offset ${error.offset} of ${bytes.length}`);
    return 1;
  }
}

function decodeAnyMessage(message: NetlinkMessage): void {
  if (message.type < 16) decodeAck(message);
  else for (const { decode } of decoders.slice(0, -2)) decode(message.payload.fork().rest());
}

/** One of each shape: dumps of the same links differ in nothing that matters here. */
function distinct(all: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(all.map((bytes) => [`${bytes.length} ${bytes[4]}`, bytes])).values()];
}

function payloadsOf(datagram: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  decodeMessages(datagram, ({ payload }) => found.push(payload.rest()));
  return found;
}

/** mulberry32: numbers below a bound, the same for the same seed. */
function randomFrom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
