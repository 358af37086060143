import { macKey } from '../addr/mac.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type FdbEntry, listFdb } from '../linux/rtnetlink/fdb.ts';
import { listNeighbours, type Neighbour } from '../linux/rtnetlink/neigh.ts';
import { listRoutes, type Route, RTN_UNICAST, RTPROT_BOOT } from '../linux/rtnetlink/route.ts';
import { ipKey, prefixKey } from './remote-host.ts';

/** What the kernel holds of, or in the way of, the entries for remote hosts: as it was read, or as it was made since. */
export interface Held {
  /** On our device and with our protocol number, by destination: one destination may be there with several metrics. */
  readonly routes: Map<number, readonly Route[]>;
  /** Anybody else's, by destination. */
  readonly foreignRoutes: ReadonlyMap<number, Route>;
  /** Of our device, by address. */
  readonly neighbours: Map<number, Neighbour>;
  /** Of our device, by MAC. One host's has a single entry; of those that say where to flood to, the last is kept. */
  readonly fdb: Map<number, FdbEntry>;
}

/** What a device holds that has only just been made, or that is not there. */
export function holdNothing(): Held {
  return { routes: new Map(), foreignRoutes: new Map(), neighbours: new Map(), fdb: new Map() };
}

/** What the kernel holds now; without a device, others' routes alone. @throws NetlinkError; SilkError TRY_LATER when it kept changing while it was read. */
export function readHeld(socket: NetlinkSocket, linkIndex: number | undefined): Held {
  const routes = sortRoutes(listRoutes(socket, { family: 4 }), linkIndex);
  if (linkIndex === undefined) return { ...holdNothing(), ...routes };
  const neighbours = new Map<number, Neighbour>();
  for (const neighbour of listNeighbours(socket, { family: 4, linkIndex })) {
    neighbours.set(ipKey(neighbour.ip), neighbour);
  }
  const fdb = new Map<number, FdbEntry>();
  for (const entry of listFdb(socket, linkIndex)) fdb.set(macKey(entry.mac), entry);
  return { ...routes, neighbours, fdb };
}

/**
 * A route is ours when it is on our device with the protocol number that `ip route add` leaves unnamed: that number,
 * so that the table reads as in the field, and the device, because nobody else has anything on it. One by a next hop object is another's.
 */
function sortRoutes(listed: readonly Route[], linkIndex: number | undefined): Pick<Held, 'routes' | 'foreignRoutes'> {
  const routes = new Map<number, Route[]>();
  const foreignRoutes = new Map<number, Route>();
  for (const route of listed) {
    const key = prefixKey(route.destination);
    if (!isOnDevice(route, linkIndex)) foreignRoutes.set(key, route);
    else if (!routes.get(key)?.push(route)) routes.set(key, [route]);
  }
  return { routes, foreignRoutes };
}

function isOnDevice(route: Route, device: number | undefined): boolean {
  const { linkIndex, protocol, type, tos, nextHopId } = route;
  const isThere = device !== undefined && linkIndex === device && nextHopId === undefined;
  return isThere && protocol === RTPROT_BOOT && type === RTN_UNICAST && tos === undefined;
}
