import type { TablePath } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';
import { decodeMacRoute, type MacRoute } from './mac-route.ts';
import { decodeMulticastRoute, type MulticastRoute } from './multicast-route.ts';
import { hexOf } from './path-text.ts';
import { decodePrefixRoute, type PrefixRoute } from './prefix-route.ts';
import { WireFault } from './wire.ts';

/** A route of a type that is used here. */
export type Route = PrefixRoute | SegmentRoute;

/** One that is about a bridged segment. */
export type SegmentRoute = MacRoute | MulticastRoute;

/** A route of gobgpd's table that could be read. */
export interface PathOf<R extends Route> {
  readonly path: TablePath;
  readonly route: R;
}

/** What a table says. */
export interface ReadPaths {
  readonly prefixes: readonly PathOf<PrefixRoute>[];
  readonly segments: readonly PathOf<SegmentRoute>[];
  /** Those that cannot be read, and why. */
  readonly unreadable: readonly Refusal[];
}

/** The routes of types 5, 2 and 3 in a table; others are passed over. */
export function readPaths(paths: readonly TablePath[]): ReadPaths {
  const prefixes: PathOf<PrefixRoute>[] = [];
  const segments: PathOf<SegmentRoute>[] = [];
  const unreadable: Refusal[] = [];
  for (const path of paths) {
    try {
      const route = decodePrefixRoute(path) ?? decodeMacRoute(path) ?? decodeMulticastRoute(path);
      if (route?.type === 5) prefixes.push({ path, route });
      else if (route !== undefined) segments.push({ path, route });
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      unreadable.push({
        what: `route ${hexOf(path.nlri)} of ${senderOf(path)}`,
        reason: error.message,
      });
    }
  }
  return { prefixes, segments, unreadable };
}

function senderOf({ neighbour }: TablePath): string {
  return neighbour === undefined ? 'here' : `neighbour ${neighbour}`;
}
