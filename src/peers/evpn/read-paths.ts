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

/** What a table says of some types of routes. */
export interface ReadPaths<R extends Route> {
  readonly read: readonly PathOf<R>[];
  /** Those that cannot be read, and why. */
  readonly unreadable: readonly Refusal[];
}

/** The routes of type 5 in a table; others are passed over. */
export function readPrefixPaths(paths: readonly TablePath[]): ReadPaths<PrefixRoute> {
  return readPaths(paths, decodePrefixRoute);
}

/** The same, of types 2 and 3. */
export function readSegmentPaths(paths: readonly TablePath[]): ReadPaths<SegmentRoute> {
  return readPaths(paths, (path) => decodeMacRoute(path) ?? decodeMulticastRoute(path));
}

function readPaths<R extends Route>(
  paths: readonly TablePath[],
  decode: (path: TablePath) => R | undefined,
): ReadPaths<R> {
  const read: PathOf<R>[] = [];
  const unreadable: Refusal[] = [];
  for (const path of paths) {
    try {
      const route = decode(path);
      if (route !== undefined) read.push({ path, route });
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      unreadable.push({
        what: `route ${hexOf(path.nlri)} of ${senderOf(path)}`,
        reason: error.message,
      });
    }
  }
  return { read, unreadable };
}

function senderOf({ neighbour }: TablePath): string {
  return neighbour === undefined ? 'here' : `neighbour ${neighbour}`;
}
