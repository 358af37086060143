import { type Family, formatIp, type Ip } from '../../addr/ip.ts';
import { formatPrefix, type Prefix, widthOf } from '../../addr/prefix.ts';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, Draft, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import {
  addressFamily,
  anyAddress,
  familyOf,
  readIp,
  requireIndex,
  requirePrefixLength,
  writeIp,
} from './attributes.ts';
import { listUnlessAbsent } from './list.ts';

/*
 * linux/rtnetlink.h.
 * struct rtmsg: u8 family, u8 destination length, u8 source length, u8 tos, u8 table, u8 protocol, u8 scope, u8 type,
 * u32 flags.
 */
export const RTM_NEWROUTE = 24;
export const RTM_DELROUTE = 25;
const RTM_GETROUTE = 26;

const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_METRICS = 8;
const RTA_FLOW = 11;
const RTA_TABLE = 15;
const RTA_ENCAP = 22;
const RTA_NH_ID = 30;

/** Answer with the table that the route is really in. IPv6 does so unasked, and refuses the flag. */
const RTM_F_LOOKUP_TABLE = 0x1000;
/** Answer with the route as it stands in the table, not with what it means for the address. */
const RTM_F_FIB_MATCH = 0x2000;

export const RT_SCOPE_UNIVERSE = 0;
export const RT_SCOPE_LINK = 253;
export const RTPROT_KERNEL = 2;
export const RTPROT_BOOT = 3;
export const RTPROT_STATIC = 4;
export const RT_TABLE_MAIN = 254;
export const RTN_UNICAST = 1;

/** A route. One with several next hops is listed without gateway and link. */
export interface Route {
  /** Length 0 is the default route. */
  readonly destination: Prefix;
  readonly gateway?: Ip | undefined;
  readonly linkIndex?: number | undefined;
  /** The preferred source address. */
  readonly source?: Ip | undefined;
  /** RT_SCOPE_... */
  readonly scope: number;
  /** RTPROT_...: who made it. */
  readonly protocol: number;
  readonly table: number;
  /** The lowest wins; absent is 0. */
  readonly metric?: number | undefined;
  /** RTN_... */
  readonly type: number;
  /** Absent is 0: for every packet. A request does not say it. */
  readonly tos?: number | undefined;
  /** What else it says, by the words of `ip route`: `metrics` (such as an MTU), `encap`, `realm`. Absent: nothing. A request says none. */
  readonly others?: readonly string[] | undefined;
  /** The next hop object that it leads by, and goes with: it cannot be removed by its gateway. A request does not say it. */
  readonly nextHopId?: number | undefined;
}

/** A request that adds a route; EEXIST where one of that destination and metric is there. @throws RangeError for mixed families. */
export function addRoute(route: Route): NetlinkRequest {
  return {
    type: RTM_NEWROUTE,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    payload: encodeRoute(route),
    get what() {
      return `add route ${describe(route)}`;
    },
  };
}

/**
 * A request that adds a route, or puts it in the place of the one of the same destination, metric and table, whatever else that
 * one is and whoever made it. @throws RangeError for mixed families.
 */
export function replaceRoute(route: Route): NetlinkRequest {
  return {
    type: RTM_NEWROUTE,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    payload: encodeRoute(route),
    get what() {
      return `replace route ${describe(route)}`;
    },
  };
}

/** A request that removes exactly this route; ESRCH where it is not there. @throws RangeError for mixed families. */
export function removeRoute(route: Route): NetlinkRequest {
  return {
    type: RTM_DELROUTE,
    flags: 0,
    payload: encodeRoute(route),
    get what() {
      return `remove route ${describe(route)}`;
    },
  };
}

function describe({ destination, gateway, linkIndex }: Route): string {
  const via = gateway === undefined ? '' : ` via ${formatIp(gateway)}`;
  return `${formatPrefix(destination)}${via}${linkIndex === undefined ? '' : ` by link ${linkIndex}`}`;
}

function encodeRoute(route: Route): Uint8Array {
  const { family } = route.destination.ip;
  const { length } = route.destination;
  const writer = new WireWriter()
    .u8(addressFamily(family))
    .u8(requirePrefixLength(length, family))
    .u8(0)
    .u8(0)
    // A table beyond the byte is named by its attribute alone.
    .u8(route.table > 255 ? 0 : route.table)
    .u8(route.protocol)
    .u8(route.scope)
    .u8(route.type)
    .u32Host(0);
  if (length > 0) writeIp(writer, RTA_DST, { ip: route.destination.ip, family });
  if (route.gateway !== undefined) writeIp(writer, RTA_GATEWAY, { ip: route.gateway, family });
  if (route.source !== undefined) writeIp(writer, RTA_PREFSRC, { ip: route.source, family });
  if (route.linkIndex !== undefined) writer.attributeU32Host(RTA_OIF, requireIndex(route.linkIndex));
  if (route.metric !== undefined) writer.attributeU32Host(RTA_PRIORITY, route.metric);
  if (route.table > 255) writer.attributeU32Host(RTA_TABLE, route.table);
  return writer.finish();
}

export interface RouteFilter {
  readonly family: Family;
  readonly linkIndex?: number | undefined;
}

/** The routes of the main table, by one link or all; none where it is gone. @throws NetlinkError; SilkError TRY_LATER. */
export function listRoutes(socket: NetlinkSocket, filter: RouteFilter): Route[] {
  return listUnlessAbsent(socket, listRoutesRequest(filter), decodeRoute);
}

/** The question that listRoutes() asks: the kernel filters. */
export function listRoutesRequest({ family, linkIndex }: RouteFilter): NetlinkRequest {
  const writer = new WireWriter();
  writeQuestion(writer, { family, length: 0, flags: 0 });
  writer.attributeU32Host(RTA_TABLE, RT_TABLE_MAIN);
  if (linkIndex !== undefined) writer.attributeU32Host(RTA_OIF, requireIndex(linkIndex));
  return { type: RTM_GETROUTE, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list routes' };
}

/** The route, as it stands in its table, that a packet to an address would take; undefined where there is none. */
export function getRoute(socket: NetlinkSocket, to: Ip): Route | undefined {
  try {
    return socket.exchange(getRouteRequest(to), decodeRoute).at(0);
  } catch (error) {
    if (error instanceof NetlinkError && noWay.has(error.errno)) return undefined;
    throw error;
  }
}

/** No route leads there, or one that says unreachable, prohibit (EACCES) or blackhole (EINVAL): there is no way. */
const noWay: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL']);

/** The question that getRoute() asks. */
export function getRouteRequest(to: Ip): NetlinkRequest {
  const writer = new WireWriter();
  const flags = to.family === 4 ? RTM_F_FIB_MATCH | RTM_F_LOOKUP_TABLE : RTM_F_FIB_MATCH;
  writeQuestion(writer, { family: to.family, length: widthOf(to.family), flags });
  writeIp(writer, RTA_DST, { ip: to, family: to.family });
  return { type: RTM_GETROUTE, flags: 0, payload: writer.finish(), what: `get the route to ${formatIp(to)}` };
}

interface Question {
  readonly family: Family;
  readonly length: number;
  readonly flags: number;
}

function writeQuestion(writer: WireWriter, { family, length, flags }: Question): void {
  writer.u8(addressFamily(family)).u8(length).u8(0).u8(0).u8(0).u8(0).u8(0).u8(0).u32Host(flags);
}

/** Reads an RTM_NEWROUTE message; undefined for a family that is neither IPv4 nor IPv6. @throws WireError when malformed. */
export function decodeRoute(_type: number, payload: WireReader): Route | undefined {
  const family = familyOf(payload.u8());
  const length = payload.u8();
  const tos = payload.skip(1).u8();
  const table = payload.u8();
  const protocol = payload.u8();
  const scope = payload.u8();
  const type = payload.u8();
  payload.skip(4);
  if (family === undefined) return undefined;
  const destination = { ip: anyAddress(family), length };
  const route: Draft<Route> = { destination, scope, protocol, table, type };
  if (tos !== 0) route.tos = tos;
  payload.attributes(routeAttributes[family], route);
  return route;
}

const routeAttributes = { 4: attributesOf(4), 6: attributesOf(6) };

function attributesOf(family: Family): AttributeHandlers<Draft<Route>> {
  return {
    [RTA_DST]: (value, route) => {
      route.destination = { ip: readIp(value, family), length: route.destination.length };
    },
    [RTA_GATEWAY]: (value, route) => {
      route.gateway = readIp(value, family);
    },
    [RTA_PREFSRC]: (value, route) => {
      route.source = readIp(value, family);
    },
    [RTA_OIF]: (value, route) => {
      route.linkIndex = value.u32Host();
    },
    [RTA_PRIORITY]: (value, route) => {
      route.metric = value.u32Host();
    },
    [RTA_TABLE]: (value, route) => {
      route.table = value.u32Host();
    },
    [RTA_METRICS]: noteOther('metrics'),
    [RTA_FLOW]: noteOther('realm'),
    [RTA_ENCAP]: noteOther('encap'),
    [RTA_NH_ID]: (value, route) => {
      route.nextHopId = value.u32Host();
    },
  };
}

function noteOther(name: string) {
  return (_value: WireReader, route: Draft<Route>) => {
    route.others = [...(route.others ?? []), name];
  };
}
