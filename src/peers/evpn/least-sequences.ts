import { type Mac, macKey } from '../../addr/mac.ts';
import { lastSequence } from './mac-mobility.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';

/** Of a MAC of a segment. */
export type LeastSequence = (vni: number, mac: Mac) => number;

/**
 * The sequence number below which gobgpd takes no route of a MAC from this host where it has none yet. It counts in all routes of the
 * MAC, of whatever segment and route target: what it was told here, and one more than what others say of a MAC that has moved.
 */
export function leastSequence(paths: readonly PathOf<SegmentRoute>[]): LeastSequence {
  const byMac = Map.groupBy(paths.flatMap(readMove), ({ key }) => key);
  return (vni, mac) => {
    const moves = byMac.get(macKey(mac)) ?? [];
    return Math.max(0, ...moves.filter(({ ownVni }) => ownVni !== vni).map(({ next }) => next));
  };
}

interface Move {
  readonly key: number;
  /** Undefined: another host says it. */
  readonly ownVni: number | undefined;
  readonly next: number;
}

function readMove({ path, route }: PathOf<SegmentRoute>): Move[] {
  if (route.type !== 2 || route.tag !== 0 || route.mobility === undefined) return [];
  const [key, { sequence }] = [macKey(route.mac), route.mobility];
  if (path.neighbour === undefined) return [{ key, ownVni: route.labels[0], next: sequence }];
  return [{ key, ownVni: undefined, next: Math.min(sequence + 1, lastSequence) }];
}
