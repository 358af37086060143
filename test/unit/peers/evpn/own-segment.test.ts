import { describe, expect, test } from '@jest/globals';
import { encodeMacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import { encodeMulticastRoute } from '../../../../src/peers/evpn/multicast-route.ts';
import { ownMacRoute, ownMulticastRoute, sortSegmentPaths } from '../../../../src/peers/evpn/own-segment.ts';
import type { SegmentRoute } from '../../../../src/peers/evpn/read-paths.ts';
import { number } from './heard-route.ts';
import { localAt, segmentAt } from './segment-scene.ts';

/** This host is 10.244.0.5. */
const segment = segmentAt(5);

describe('sortSegmentPaths() takes', () => {
  const there = ownMacRoute(segmentAt(7), localAt(1), 0);
  test.each<{ name: string; route: SegmentRoute; neighbour?: string; as: 'ours' | 'heard' | 'neither' }>([
    { name: 'what silkd has said', route: ownMacRoute(segment, localAt(1), 0), as: 'ours' },
    { name: 'the same of a segment that is gone', route: ownMulticastRoute(segmentAt(5, 77)), as: 'ours' },
    { name: 'the same with the address that the host had', route: there, as: 'ours' },
    {
      name: 'the same with another route target',
      route: { ...ownMulticastRoute(segment), routeTargets: [] },
      as: 'ours',
    },
    { name: 'the route of another host', route: there, neighbour: '10.244.0.1', as: 'heard' },
    { name: 'our own as a neighbour has it', route: ownMulticastRoute(segment), neighbour: '10.244.0.1', as: 'heard' },
    { name: "an operator's of another host", route: { ...there, distinguisher: number('1:1') }, as: 'heard' },
    {
      name: "an operator's of this host",
      route: { ...ownMulticastRoute(segment), distinguisher: number('1:1') },
      as: 'neither',
    },
  ])('$name as $as', ({ route, neighbour, as }) => {
    const path = {
      ...(route.type === 2 ? encodeMacRoute(route) : encodeMulticastRoute(route)),
      neighbour,
      stale: true,
    };
    const { ours, heard } = sortSegmentPaths([{ path, route }], [segment]);
    expect({ ours, heard }).toEqual({
      ours: as === 'ours' ? [{ path, route }] : [],
      heard: as === 'heard' ? [{ route, stale: true }] : [],
    });
  });
});
