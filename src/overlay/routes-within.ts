import { sameIp } from '../addr/ip.ts';
import { contains, type Prefix } from '../addr/prefix.ts';
import type { Route } from '../linux/rtnetlink/route.ts';
import type { Held } from './held.ts';
import { ipKey, type RemoteHost } from './remote-host.ts';

/** Another's route to a part of a host's subnet, and by another way than that host's VTEP: the kernel takes the narrower one. */
export interface RouteWithin {
  readonly host: RemoteHost;
  readonly route: Route;
}

/** Finds all of them among routes. @param hosts in the order of their subnets, of which no two overlap. */
export function findRoutesWithin(hosts: readonly RemoteHost[], routes: Iterable<Route>): RouteWithin[] {
  const found: RouteWithin[] = [];
  for (const route of routes) {
    const host = hostAround(hosts, route.destination);
    if (host !== undefined && !leadsTo(host, route)) found.push({ host, route });
  }
  return found;
}

/** Others' routes: those of other devices and protocols, and on our device those that are not of the form that ours have. */
export function* othersRoutes({ foreignRoutes, routes }: Held): Generator<Route> {
  yield* foreignRoutes.values();
  for (const some of routes.values()) for (const route of some) if (!isToItsGateway(route)) yield route;
}

/** A route for a remote host goes by way of the first address of its own destination: one that does not is another's. */
export function isToItsGateway({ destination, gateway }: Route): boolean {
  return gateway !== undefined && sameIp(gateway, destination.ip);
}

/** The host whose subnet holds a prefix, and more. */
function hostAround(hosts: readonly RemoteHost[], { ip, length }: Prefix): RemoteHost | undefined {
  const key = ipKey(ip);
  let [first, end] = [0, hosts.length];
  while (first < end) {
    const middle = (first + end) >>> 1;
    if ((hosts[middle]?.keys.neighbour ?? 0) <= key) first = middle + 1;
    else end = middle;
  }
  const host = hosts[first - 1];
  return host !== undefined && length > host.subnet.length && contains(host.subnet, ip) ? host : undefined;
}

function leadsTo({ vtepIp }: RemoteHost, { gateway }: Route): boolean {
  return gateway !== undefined && sameIp(gateway, vtepIp);
}
