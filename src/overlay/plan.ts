import { formatIp, type Ip, sameIp } from '../addr/ip.ts';
import { formatMac, isUnicastMac, macKey } from '../addr/mac.ts';
import { formatPrefix } from '../addr/prefix.ts';
import type { FdbEntry } from '../linux/rtnetlink/fdb.ts';
import { type Neighbour, NUD_PERMANENT } from '../linux/rtnetlink/neigh.ts';
import { type Route, RT_SCOPE_UNIVERSE, RT_TABLE_MAIN, RTN_UNICAST, RTPROT_BOOT } from '../linux/rtnetlink/route.ts';
import type { Desired } from './desired.ts';
import type { Held } from './held.ts';
import { Metrics } from './metrics.ts';
import type { Failure, RemoteHost } from './remote-host.ts';
import { formatRoute } from './route-text.ts';
import { findRoutesWithin, isToItsGateway, othersRoutes, type RouteWithin } from './routes-within.ts';
import type { Step } from './step.ts';

/** What is to be done, in order, and what cannot be done. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly failed: readonly Failure[];
}

/**
 * The difference between the entries for remote hosts that are wanted and those that are held.
 * What leads to a host is there before its route, and a route goes before what it leads by. `source` is our VTEP's address.
 */
export function planRemoteHosts(desired: Desired, held: Held, source: Ip): Plan {
  const failed: Failure[] = [...desired.refused];
  const fdb: Step[] = [];
  const neighbours: Step[] = [];
  const routes: Step[] = [];
  const metrics = new Metrics(held);
  const seen = { routes: 0, neighbours: 0, fdb: 0 };
  for (const host of desired.hosts) {
    const { keys } = host;
    const entry = held.fdb.get(keys.fdb);
    const neighbour = held.neighbours.get(keys.neighbour);
    const ours = held.routes.get(keys.route);
    const foreign = held.foreignRoutes.get(keys.route);
    if (ours !== undefined) seen.routes++;
    if (neighbour !== undefined) seen.neighbours++;
    if (entry !== undefined) seen.fdb++;
    // Of many thousands hosts most are as they should be: nothing is made for those.
    if (isByGroup(entry)) failed.push(byGroup(host));
    else if (!isWantedFdb(entry, host)) fdb.push(fdbStep(host, entry));
    if (!isWantedNeighbour(neighbour, host)) neighbours.push(neighbourStep(host, neighbour));
    if (foreign !== undefined) failed.push(inTheWay(host, foreign));
    else if (!isOnlyRoute(ours, host, source)) routes.push(...routeSteps({ host, source, metrics }, ours));
  }
  const isAll = isAllHeld(desired, held, seen);
  // On our own device there is then no route but the hosts' own.
  const others = isAll ? held.foreignRoutes.values() : othersRoutes(held);
  failed.push(...findRoutesWithin(desired.hosts, others).map(partTaken));
  const stale = isAll ? [] : staleSteps(desired.hosts, held);
  return { steps: [fdb, neighbours, routes, stale].flat(), failed };
}

/** What of others' hosts' entries cannot be had beside, by the keys of the hosts' routes. */
export function othersInTheWay(hosts: readonly RemoteHost[], held: Held): Map<number, Failure[]> {
  const found = new Map<number, Failure[]>();
  const note = ({ keys: { route } }: RemoteHost, failure: Failure) =>
    found.set(route, [...(found.get(route) ?? []), failure]);
  for (const host of hosts) {
    const foreign = held.foreignRoutes.get(host.keys.route);
    if (isByGroup(held.fdb.get(host.keys.fdb))) note(host, byGroup(host));
    if (foreign !== undefined) note(host, inTheWay(host, foreign));
  }
  for (const within of findRoutesWithin(hosts, othersRoutes(held))) note(within.host, partTaken(within));
  return found;
}

function isByGroup(found: FdbEntry | undefined): boolean {
  return found !== undefined && found.destination === undefined;
}

function fdbStep({ vtepMac: mac, underlay: destination }: RemoteHost, found: FdbEntry | undefined): Step {
  return { action: found === undefined ? 'make' : 'change', object: 'fdb', mac, destination };
}

function isWantedFdb(found: FdbEntry | undefined, { underlay }: RemoteHost): boolean {
  if (found?.destination === undefined || found.external) return false;
  return sameIp(found.destination, underlay) && isPlainFdb(found);
}

/** As ours are: it does not age, and has no port, VNI or device of its own, by which it would lead elsewhere. */
export function isPlainFdb({ state, port, vni, viaIndex }: FdbEntry): boolean {
  return (state & NUD_PERMANENT) !== 0 && port === undefined && vni === undefined && viaIndex === undefined;
}

/** Whose it says to be (its protocol) is not compared: the kernel lets nobody take that back. */
function isWantedNeighbour(found: Neighbour | undefined, { keys }: RemoteHost): boolean {
  if (found?.state !== NUD_PERMANENT || found.external || found.router) return false;
  return found.mac !== undefined && macKey(found.mac) === keys.fdb;
}

/** One that the kernel has tried to resolve by itself is nobody's. */
function neighbourStep({ vtepIp: ip, vtepMac: mac }: RemoteHost, found: Neighbour | undefined): Step {
  return { action: found?.state === NUD_PERMANENT ? 'change' : 'make', object: 'neighbour', ip, mac };
}

interface RouteWish {
  readonly host: RemoteHost;
  readonly source: Ip;
  readonly metrics: Metrics;
}

/** A route that is right stays with whatever metric it has; one that is wrong is replaced in its place. */
function routeSteps({ host, source, metrics }: RouteWish, found: readonly Route[] = []): Step[] {
  const wanted = { destination: host.subnet, gateway: host.vtepIp, source };
  const right = found.find((route) => isWantedRoute(route, host, source));
  const kept = right ?? found[0];
  const others: Step[] = found.filter((route) => route !== kept).map(removeRouteStep);
  // A route without a source is removed by whichever of its gateway and metric comes first, and that may be the right one.
  const isSafe = !found.some((route) => route !== kept && (route.metric ?? 0) === (kept?.metric ?? 0));
  if (right !== undefined && isSafe) return others;
  const action = kept === undefined ? 'make' : 'change';
  const route = { ...wanted, ...ourRoute, metric: kept === undefined ? metrics.take() : (kept.metric ?? 0) };
  return [...others, { action, object: 'route', route }];
}

/** What all routes to remote hosts have in common. */
const ourRoute = { scope: RT_SCOPE_UNIVERSE, protocol: RTPROT_BOOT, table: RT_TABLE_MAIN, type: RTN_UNICAST } as const;

function isOnlyRoute(found: readonly Route[] | undefined, host: RemoteHost, source: Ip): boolean {
  const only = found?.length === 1 ? found[0] : undefined;
  return only !== undefined && isWantedRoute(only, host, source);
}

/** That the gateway is said to be on the link (`onlink`) is not compared: it is. */
function isWantedRoute(route: Route, { vtepIp }: RemoteHost, source: Ip): boolean {
  if (route.others !== undefined || route.scope !== ourRoute.scope) return false;
  return (
    route.gateway !== undefined &&
    sameIp(route.gateway, vtepIp) &&
    route.source !== undefined &&
    sameIp(route.source, source)
  );
}

function removeRouteStep(route: Route): Step {
  return { action: 'remove', object: 'route', route };
}

function inTheWay(host: RemoteHost, route: Route): Failure {
  return { what: routeTo(host), reason: `found another's route, ${formatRoute(route)}, wanted none` };
}

/** The host's own route is there, and does not lead to all of its subnet. */
function partTaken({ host, route }: RouteWithin): Failure {
  return { what: routeTo(host), reason: `found another's route to a part of it, ${formatRoute(route)}, wanted none` };
}

function routeTo({ subnet, vtepIp }: RemoteHost): string {
  return `route ${formatPrefix(subnet)} via ${formatIp(vtepIp)}`;
}

/** The kernel puts no destination in the place of a group of next hops, which somebody else has made. */
function byGroup({ vtepMac: mac, underlay: destination }: RemoteHost): Failure {
  return {
    what: `FDB entry ${formatMac(mac)} to ${formatIp(destination)}`,
    reason: "found another's entry, which leads to a group of next hops, wanted none",
  };
}

/** Of how many hosts something was held. */
interface Seen {
  readonly routes: number;
  readonly neighbours: number;
  readonly fdb: number;
}

/** Whether nothing is held but what hosts were seen to have: then no set has to be made to find the rest. */
function isAllHeld({ hosts, macCount }: Desired, held: Held, seen: Seen): boolean {
  // Hosts with one MAC between them are seen to have one entry twice.
  if (macCount !== hosts.length) return false;
  const { routes, neighbours, fdb } = held;
  return seen.routes === routes.size && seen.neighbours === neighbours.size && seen.fdb === fdb.size;
}

/** Removes what is held that is ours and of no remote host. */
export function staleSteps(hosts: readonly RemoteHost[], held: Held): Step[] {
  const steps: Step[] = [];
  const subnets = new Set(hosts.map(({ keys }) => keys.route));
  for (const [key, routes] of held.routes) {
    if (!subnets.has(key)) steps.push(...routes.filter(isToItsGateway).map(removeRouteStep));
  }
  const ips = new Set(hosts.map(({ keys }) => keys.neighbour));
  for (const [key, { ip, mac, state }] of held.neighbours) {
    if (!ips.has(key) && state === NUD_PERMANENT) steps.push({ action: 'remove', object: 'neighbour', ip, mac });
  }
  const macs = new Set(hosts.map(({ keys }) => keys.fdb));
  for (const [key, entry] of held.fdb) {
    const { mac, destination } = entry;
    // The MAC of zeros, and those of groups, say where to flood to: that is never ours. The kernel takes the removal of an
    // entry that is not plain for done, and leaves it.
    if (macs.has(key) || destination === undefined || !isPlainFdb(entry) || !isUnicastMac(mac)) continue;
    steps.push({ action: 'remove', object: 'fdb', mac, destination });
  }
  return steps;
}
