import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type FdbEntry, listFdb } from '../linux/rtnetlink/fdb.ts';
import { listNeighbours, type Neighbour } from '../linux/rtnetlink/neigh.ts';
import { listRoutes, type Route, RTN_UNICAST, RTPROT_BOOT } from '../linux/rtnetlink/route.ts';
import { ipKey, macKey, prefixKey } from './remote-host.ts';

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
  return {
    ...routes,
    neighbours: new Map(
      listNeighbours(socket, { family: 4, linkIndex }).map((neighbour) => [ipKey(neighbour.ip), neighbour]),
    ),
    fdb: new Map(listFdb(socket, linkIndex).map((entry) => [macKey(entry.mac), entry])),
  };
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/**
 * A route is ours when it is on our device with the protocol number that `ip route add` leaves unnamed: that number,
 * so that the table reads as in the field, and the device, because nobody else has anything on it.
 */
function sortRoutes(listed: readonly Route[], linkIndex: number | undefined): Pick<Held, 'routes' | 'foreignRoutes'> {
  const isOurs = (route: Route) =>
    linkIndex !== undefined &&
    route.linkIndex === linkIndex &&
    route.protocol === RTPROT_BOOT &&
    route.type === RTN_UNICAST &&
    route.tos === undefined;
  const keyOf = ({ destination }: Route) => prefixKey(destination);
  return {
    routes: groupBy(listed.filter(isOurs), keyOf),
    foreignRoutes: new Map(listed.filter((route) => !isOurs(route)).map((route) => [keyOf(route), route])),
  };
}
