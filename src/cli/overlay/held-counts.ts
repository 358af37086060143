import type { Held } from '../../overlay/held.ts';
import { formatCount } from './step-report.ts';

/** How much the kernel holds of a device. */
export interface HeldCounts {
  readonly routes: number;
  readonly neighbours: number;
  readonly fdbEntries: number;
}

/** Counts what is on the device, whoever made it; the route of the device's own network is one of them. */
export function heldCounts(held: Held, linkIndex: number): HeldCounts {
  const others = [...held.foreignRoutes.values()].filter((route) => route.linkIndex === linkIndex);
  const ours = [...held.routes.values()].reduce((count, routes) => count + routes.length, 0);
  return { routes: ours + others.length, neighbours: held.neighbours.size, fdbEntries: held.fdb.size };
}

/** `3 routes, 2 neighbours, 2 FDB entries` */
export function formatCounts({ routes, neighbours, fdbEntries }: HeldCounts): string {
  return [formatCount(routes, 'route'), formatCount(neighbours, 'neighbour'), formatCount(fdbEntries, 'fdb')].join(
    ', ',
  );
}
