import { formatIp, type Ip, sameIp } from '../addr/ip.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type Address, listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink, type Link } from '../linux/rtnetlink/link.ts';
import { getRoute, listRoutes, type Route, RT_SCOPE_UNIVERSE, RTN_UNICAST } from '../linux/rtnetlink/route.ts';
import { elsewhere } from './mtu.ts';

/** The device, and its address, by which this host reaches the other hosts. */
export interface Underlay {
  readonly index: number;
  readonly name: string;
  /** IPv4. */
  readonly ip: Ip;
  readonly mtuBytes: number;
}

/** What the operator says of it; what is absent is found out. */
export interface UnderlayChoice {
  readonly interface?: string | undefined;
  readonly address?: Ip | undefined;
}

/**
 * The underlay: the device and the address that are named, or one of them, or neither: then those of the default route.
 * @throws SilkError UNDERLAY_UNKNOWN saying what was looked for and what is there.
 */
export function findUnderlay(socket: NetlinkSocket, choice: UnderlayChoice): Underlay {
  if (choice.interface !== undefined) return byInterface(socket, choice.interface, choice.address);
  if (choice.address !== undefined) return byAddress(socket, choice.address);
  return byDefaultRoute(socket);
}

function byInterface(socket: NetlinkSocket, name: string, address: Ip | undefined): Underlay {
  const link = getLink(socket, name);
  if (link === undefined) throw unknown(`underlayInterface: found no link ${name}, wanted one`);
  const addresses = listAddresses(socket, { family: 4, linkIndex: link.index });
  if (address !== undefined && !addresses.some(({ local }) => sameIp(local, address))) {
    const found = addresses.map(({ local }) => formatIp(local)).join(', ') || 'no address';
    throw unknown(`underlayAddress: found ${found} on ${name}, wanted ${formatIp(address)}`);
  }
  return describe(link, address ?? globalAddress(addresses));
}

function byAddress(socket: NetlinkSocket, ip: Ip): Underlay {
  const holder = listAddresses(socket, { family: 4 }).find(({ local }) => sameIp(local, ip));
  const link = holder === undefined ? undefined : getLink(socket, holder.linkIndex);
  if (link === undefined) throw unknown(`underlayAddress: found ${formatIp(ip)} on no link, wanted it on one`);
  return describe(link, ip);
}

function byDefaultRoute(socket: NetlinkSocket): Underlay {
  const route = defaultRoute(socket);
  const link = route?.linkIndex === undefined ? undefined : getLink(socket, route.linkIndex);
  if (link === undefined) {
    const found = route === undefined ? 'no default route' : 'a default route by several devices';
    throw unknown(`found ${found}, wanted one, or underlayInterface or underlayAddress`);
  }
  return describe(link, route?.source ?? globalAddress(listAddresses(socket, { family: 4, linkIndex: link.index })));
}

/** The one that a packet would take: others may take a half of all addresses each, and be no underlay. */
function defaultRoute(socket: NetlinkSocket): Route | undefined {
  const route = getRoute(socket, elsewhere);
  if (route?.destination.length === 0) return route;
  const defaults = listRoutes(socket, { family: 4 }).filter(
    ({ destination, type }) => destination.length === 0 && type === RTN_UNICAST,
  );
  return defaults.sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0)).at(0);
}

function globalAddress(addresses: readonly Address[]): Ip | undefined {
  return addresses.find(({ scope }) => scope === RT_SCOPE_UNIVERSE)?.local;
}

function describe({ index, name, mtuBytes }: Link, ip: Ip | undefined): Underlay {
  if (ip === undefined) throw unknown(`found no global IPv4 address on ${name}, wanted one`);
  return { index, name, ip, mtuBytes };
}

function unknown(text: string): SilkError {
  return new SilkError('UNDERLAY_UNKNOWN', `Cannot find the underlay: ${text}`);
}
