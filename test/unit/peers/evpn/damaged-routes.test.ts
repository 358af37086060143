import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { decodeMulticastRoute } from '../../../../src/peers/evpn/multicast-route.ts';
import { decodePrefixRoute } from '../../../../src/peers/evpn/prefix-route.ts';
import { readPrefixPaths, readSegmentPaths } from '../../../../src/peers/evpn/read-paths.ts';
import { WireFault } from '../../../../src/peers/evpn/wire.ts';
import { type GoldenRoute, goldenRoutes } from '../../../golden/evpn-routes.ts';

type Bytes = Pick<GoldenRoute, 'nlri' | 'attributes'>;

const decoders = [
  { type: 2, nlriBytes: [33, 37, 40, 49], decode: decodeMacRoute },
  { type: 3, nlriBytes: [17, 29], decode: decodeMulticastRoute },
  { type: 5, nlriBytes: [34, 58], decode: decodePrefixRoute },
];

describe.each(decoders)('the decoder of type $type returns or throws WireFault, and nothing else', (decoder) => {
  const { type, nlriBytes, decode } = decoder;

  test.each(goldenRoutes)('$name, cut anywhere', (golden) => {
    const isIts = golden.nlri[0] === type;
    expect(tryDecode(golden)).toBe(isIts ? 'read' : 'passed over');
    for (let i = 0; i < golden.nlri.length; i++) {
      const found = tryDecode({ ...golden, nlri: golden.nlri.subarray(0, i) });
      expect(found).toBe(isIts || i === 0 ? 'refused' : 'passed over');
    }
    for (const attribute of golden.attributes) {
      for (let i = 0; i < attribute.length; i++) {
        expect(tryDecode({ ...golden, attributes: [attribute.subarray(0, i)] })).not.toBe('read');
      }
    }
  });

  test('for any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    const attribute = fc.tuple(fc.constantFrom(14, 16, 22), bytes).map(([its, rest]) => {
      return Uint8Array.of(0x90, its, 0, rest.length, ...rest);
    });
    const nlri = fc.tuple(fc.constantFrom(...nlriBytes), bytes).map(([length, rest]) => {
      return Uint8Array.of(type, length, 0, ...rest);
    });
    fc.assert(
      fc.property(nlri, fc.array(fc.oneof(bytes, attribute)), (key, attributes) => {
        tryDecode({ nlri: key, attributes });
      }),
    );
  });

  function tryDecode(path: Bytes): 'read' | 'passed over' | 'refused' {
    try {
      return decode(path) === undefined ? 'passed over' : 'read';
    } catch (error) {
      expect(error).toBeInstanceOf(WireFault);
      return 'refused';
    }
  }
});

describe('readPrefixPaths() and readSegmentPaths()', () => {
  const path = (golden: Bytes, neighbour?: string) => ({ ...golden, neighbour, stale: false });

  test('sort the recorded routes by what they are about', () => {
    const paths = goldenRoutes.map((golden) => path(golden));
    const [prefixes, segments] = [readPrefixPaths(paths), readSegmentPaths(paths)];
    const count = (...types: number[]) => goldenRoutes.filter(({ nlri }) => types.includes(nlri[0] ?? 0)).length;
    expect([prefixes.read.length, segments.read.length]).toEqual([count(5), count(2, 3)]);
    expect([...prefixes.unreadable, ...segments.unreadable]).toEqual([]);
  });

  test('pass over other types in silence, and say what cannot be read of their own', () => {
    const of = (...nlri: number[]) => path({ nlri: Uint8Array.from(nlri), attributes: [] }, '10.244.0.1');
    const paths = [of(4, 1, 0), of(2, 33, 0), of(5, 34)];
    const refusal = { what: 'route 022100 of neighbour 10.244.0.1', reason: '1 bytes instead of 33 at byte 2' };
    expect(readSegmentPaths(paths)).toEqual({ read: [], unreadable: [refusal] });
    const other = { what: 'route 0522 of neighbour 10.244.0.1', reason: '0 bytes instead of 34 at byte 2' };
    expect(readPrefixPaths(paths)).toEqual({ read: [], unreadable: [other] });
  });
});
