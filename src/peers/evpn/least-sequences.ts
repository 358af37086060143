import { type Mac, macKey } from '../../addr/mac.ts';
import { lastSequence } from './mac-mobility.ts';
import type { PathOf, SegmentRoute } from './read-paths.ts';

/** Of a MAC of a segment that is attached here, or only heard on a LAN. */
export type LeastSequence = (its: { readonly vni: number; readonly mac: Mac; readonly isLearned: boolean }) => number;

/**
 * The sequence number below which gobgpd takes no route of a MAC from this host where it has none yet. It counts in all routes of the
 * MAC, of whatever segment and route target: what it was told here, and one more than what others say of a MAC that has moved. Where
 * it has any it says 0 of a route without a number, which would make what is attached look like what is only heard.
 */
export function leastSequence(paths: readonly PathOf<SegmentRoute>[]): LeastSequence {
  const byMac = Map.groupBy(paths.flatMap(readMove), ({ key }) => key);
  return ({ vni, mac, isLearned }) => {
    const moves = byMac.get(macKey(mac)) ?? [];
    const isCounted = moves.some(({ next, ownVni }) => next !== undefined || ownVni === undefined);
    const least = isCounted && !isLearned ? 1 : 0;
    return Math.max(least, ...moves.filter(({ ownVni }) => ownVni !== vni).map(({ next = 0 }) => next));
  };
}

interface Move {
  readonly key: number;
  /** Undefined: another host says it. */
  readonly ownVni: number | undefined;
  /** Undefined: it says no number. */
  readonly next: number | undefined;
}

function readMove({ path, route }: PathOf<SegmentRoute>): Move[] {
  if (route.type !== 2 || route.tag !== 0) return [];
  const [key, sequence] = [macKey(route.mac), route.mobility?.sequence];
  if (path.neighbour === undefined) return [{ key, ownVni: route.labels[0], next: sequence }];
  return [{ key, ownVni: undefined, next: nextAfter(sequence) }];
}

function nextAfter(sequence: number | undefined): number | undefined {
  return sequence === undefined ? undefined : Math.min(sequence + 1, lastSequence);
}
