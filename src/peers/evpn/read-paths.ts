import type { TablePath } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';
import type { ReadPath } from './own-route.ts';
import { decodePrefixRoute } from './prefix-route.ts';
import { WireFault } from './wire.ts';

/** The routes of type 5 in a table, and those that cannot be read. */
export function readPaths(paths: readonly TablePath[]): { read: ReadPath[]; unreadable: Refusal[] } {
  const read: ReadPath[] = [];
  const unreadable: Refusal[] = [];
  for (const path of paths) {
    try {
      const route = decodePrefixRoute(path);
      if (route !== undefined) read.push({ path, route });
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      const from = path.neighbour === undefined ? 'here' : `neighbour ${path.neighbour}`;
      unreadable.push({ what: `route ${Buffer.from(path.nlri).toString('hex')} of ${from}`, reason: error.message });
    }
  }
  return { read, unreadable };
}
