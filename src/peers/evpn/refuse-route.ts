import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatMac, isUnicastMac, type Mac, sameMac, vtepMac } from '../../addr/mac.ts';
import { contains, firstOf, formatPrefix, overlaps, type Prefix } from '../../addr/prefix.ts';
import { type RouteNumber, sameRouteNumber } from '../../addr/route-number.ts';
import { isUnicastIpv4 } from '../../config/address-check.ts';
import type { Place } from '../network-source.ts';
import type { PrefixRoute } from './prefix-route.ts';
import { vxlanEncapsulation } from './route-attributes.ts';

/** The host for which routes are looked at. */
export interface Self {
  readonly place: Place;
  /** Its address on the underlay. */
  readonly underlayIp: Ip;
  /** Of the routes that are meant for its network. */
  readonly routeTarget: RouteNumber;
}

/** What a peer can be made of. */
export interface UsableRoute {
  readonly nextHop: Ip;
  readonly routerMac: Mac;
}

/** A peer's subnet has room for its VTEP's address and another. */
const longestSubnet = 30;

/** Whether the route is meant for the network of this host. */
export function isMeantFor({ routeTargets }: PrefixRoute, { routeTarget }: Self): boolean {
  return routeTargets.some((target) => sameRouteNumber(target, routeTarget));
}

/** What the route leads by; or, as a text, why it cannot be followed whatever other routes there are. */
export function refuseRoute(route: PrefixRoute, self: Self): UsableRoute | string {
  return refusePath(route, self) ?? refusePrefix(route.prefix, self) ?? readTarget(route, self);
}

/** What the packets of our VXLAN device would not be understood by. */
function refusePath(route: PrefixRoute, { place }: Self): string | undefined {
  const { encapsulations, vni, hasSegment, gateway } = route;
  if (!encapsulations.includes(vxlanEncapsulation)) {
    return `encapsulation: found ${encapsulations.join(', ') || 'none'}, wanted ${vxlanEncapsulation} (VXLAN)`;
  }
  if (vni !== place.vni) return `label: found ${vni}, wanted the VNI ${place.vni}`;
  if (hasSegment) return 'Ethernet segment: found one, wanted none: only next hops are followed';
  if (gateway.value !== 0n) return `gateway: found ${formatIp(gateway)}, wanted none: only next hops are followed`;
  return undefined;
}

function refusePrefix(prefix: Prefix, { place: { network, subnet } }: Self): string | undefined {
  const found = `prefix: found ${formatPrefix(prefix)}`;
  if (prefix.length <= network.length || !contains(network, prefix.ip)) {
    return `${found}, wanted a part of the overlay network ${formatPrefix(network)}`;
  }
  if (prefix.length > longestSubnet) return `${found}, wanted a length of at most ${longestSubnet}`;
  if (overlaps(prefix, subnet)) return `${found}, wanted one apart from this host's ${formatPrefix(subnet)}`;
  return undefined;
}

function readTarget({ nextHop, routerMac }: PrefixRoute, self: Self): UsableRoute | string {
  if (nextHop === undefined) return 'next hop: found none, wanted a unicast IPv4 address';
  const hop = `next hop: found ${formatIp(nextHop)}`;
  if (!isUnicastIpv4(nextHop)) return `${hop}, wanted a unicast IPv4 address`;
  if (sameIp(nextHop, self.underlayIp)) return `${hop}, wanted that of another host: this one is ours`;
  if (contains(self.place.network, nextHop)) return `${hop}, wanted an address outside the overlay network`;
  if (routerMac === undefined) return 'router MAC: found none, wanted that of the VTEP';
  const mac = `router MAC: found ${formatMac(routerMac)}`;
  if (!isUnicastMac(routerMac)) return `${mac}, wanted a unicast MAC`;
  if (sameMac(routerMac, vtepMac(firstOf(self.place.subnet))))
    return `${mac}, wanted that of another host: this one is ours`;
  return { nextHop, routerMac };
}
