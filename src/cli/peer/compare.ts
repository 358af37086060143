import { formatIp } from '../../addr/ip.ts';
import { formatMac, macKey } from '../../addr/mac.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import type { ConvergePlan } from '../../overlay/converge.ts';
import type { Held } from '../../overlay/held.ts';
import { type Failure, ipKey, prefixKey, type RemoteHost } from '../../overlay/remote-host.ts';
import type { Step } from '../../overlay/step.ts';

/** A peer that is wanted, and for each thing that leads to it `ok`, `missing`, or `wrong: ...`. */
export interface PeerRow {
  readonly subnet: string;
  readonly underlay: string;
  readonly mac: string;
  readonly route: string;
  readonly neighbour: string;
  readonly fdb: string;
}

/** What is wanted beside what is held. */
export interface Comparison {
  readonly rows: readonly PeerRow[];
  /** Held and wanted by nobody. */
  readonly stale: readonly Step[];
  /** Peers and routes that cannot be as they are wanted. */
  readonly failed: readonly Failure[];
  /** What differs of the VTEP itself. */
  readonly vtep: readonly Step[];
}

/** By the plan, so that what a sync would do and what a list says are one: what is no part of a step is right. */
export function comparePeers({ desired, steps, vtepSteps, failed }: ConvergePlan, held: Held): Comparison {
  const { hosts = [] } = desired ?? {};
  const todo = new Todo(steps);
  const rows = hosts.map((host) => ({
    subnet: formatPrefix(host.subnet),
    underlay: formatIp(host.underlay),
    mac: formatMac(host.vtepMac),
    route: routeState(host, todo, held),
    neighbour: neighbourState(host, todo, held),
    fdb: fdbState(host, todo, held),
  }));
  return { rows, stale: staleOf(hosts, steps), failed, vtep: vtepSteps };
}

/** Steps by the object that they are about. */
class Todo {
  readonly #steps = new Map<string, Step[]>();

  constructor(steps: readonly Step[]) {
    for (const step of steps) {
      const key = keyOf(step);
      const known = this.#steps.get(key);
      if (known === undefined) this.#steps.set(key, [step]);
      else known.push(step);
    }
  }

  of(key: string): readonly Step[] {
    return this.#steps.get(key) ?? [];
  }
}

function keyOf(step: Step): string {
  if (step.object === 'route') return `route ${prefixKey(step.route.destination)}`;
  if (step.object === 'neighbour') return `neighbour ${ipKey(step.ip)}`;
  return step.object === 'fdb' ? `fdb ${macKey(step.mac)}` : step.object;
}

function routeState({ keys: { route: key } }: RemoteHost, todo: Todo, held: Held): string {
  const foreign = held.foreignRoutes.get(key);
  if (foreign !== undefined) return `wrong: another's, protocol ${foreign.protocol}`;
  const found = (held.routes.get(key) ?? []).map(({ gateway, source, metric = 0, others = [] }) => {
    const via = gateway === undefined ? 'without via' : `via ${formatIp(gateway)}`;
    const from = source === undefined ? 'without src' : `src ${formatIp(source)}`;
    return [via, from, ...(metric === 0 ? [] : [`metric ${metric}`]), ...others.map((other) => `with ${other}`)].join(
      ' ',
    );
  });
  return stateOf(todo.of(`route ${key}`), found);
}

function neighbourState({ keys: { neighbour: key } }: RemoteHost, todo: Todo, held: Held): string {
  const mac = held.neighbours.get(key)?.mac;
  return stateOf(todo.of(`neighbour ${key}`), mac === undefined ? [] : [formatMac(mac)]);
}

function fdbState({ keys: { fdb: key } }: RemoteHost, todo: Todo, held: Held): string {
  const found = held.fdb.get(key);
  if (found !== undefined && found.destination === undefined) return "wrong: another's, a group of next hops";
  return stateOf(todo.of(`fdb ${key}`), found?.destination ? [formatIp(found.destination)] : []);
}

function stateOf(steps: readonly Step[], found: readonly string[]): string {
  if (steps.length === 0) return 'ok';
  return steps.some(({ action }) => action === 'make') ? 'missing' : `wrong: ${found.join(', ')}`;
}

function staleOf(hosts: readonly RemoteHost[], steps: readonly Step[]): Step[] {
  const removals = steps.filter(({ action }) => action === 'remove');
  if (removals.length === 0) return [];
  const wanted = new Set(
    hosts.flatMap(({ keys }) => [`route ${keys.route}`, `neighbour ${keys.neighbour}`, `fdb ${keys.fdb}`]),
  );
  return removals.filter((step) => !wanted.has(keyOf(step)));
}

/** What of a list differs. */
export function countDifferences({ rows, stale, failed, vtep }: Comparison): number {
  const bad = rows.filter((row) => [row.route, row.neighbour, row.fdb].some((state) => state !== 'ok'));
  return bad.length + stale.length + failed.length + vtep.length;
}
