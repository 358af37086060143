import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import { formatMac, isUnicastMac, sameMac } from '../../addr/mac.ts';
import { isUnicastIpv4 } from '../../config/address-check.ts';
import type { MacRoute } from './mac-route.ts';
import { type OwnSegment, vniOf } from './own-segment.ts';
import type { SegmentRoute } from './read-paths.ts';
import { ingressReplication, vxlanEncapsulation } from './route-attributes.ts';

/** The segment that a route is of, and the host that it leads to. */
export interface UsableSegmentRoute {
  readonly segment: OwnSegment;
  readonly nextHop: Ip;
}

/**
 * What the route leads by; or, as a text, why it cannot be followed whatever other routes there are.
 * @param segments those that it is meant for, by its route targets; one at least
 */
export function refuseSegmentRoute(route: SegmentRoute, segments: readonly OwnSegment[]): UsableSegmentRoute | string {
  const segment = segments.find(({ vni }) => vni === vniOf(route));
  if (segment === undefined) {
    const wanted = [...new Set(segments.map(({ vni }) => vni))].join(' or ');
    return `label: found ${vniOf(route) ?? 'none'}, wanted the VNI ${wanted}`;
  }
  const reason = refusePath(route) ?? (route.type === 2 ? refuseMac(route, segment) : refuseTunnel(route));
  return reason ?? readNextHop(route, segment);
}

/** What the packets of our VXLAN device would not be understood by. */
function refusePath({ encapsulations, tag }: SegmentRoute): string | undefined {
  // Who says none means that of the network, which here is VXLAN (RFC 8365, section 5.1.3, leaves it to the configuration).
  if (encapsulations.length > 0 && !encapsulations.includes(vxlanEncapsulation)) {
    return `encapsulation: found ${encapsulations.join(', ')}, wanted ${vxlanEncapsulation} (VXLAN)`;
  }
  return tag === 0 ? undefined : `Ethernet tag: found ${tag}, wanted 0: a segment has no VLANs`;
}

function refuseTunnel({ tunnel }: SegmentRoute): string | undefined {
  if (tunnel?.type === ingressReplication) return undefined;
  return `PMSI tunnel: found type ${tunnel?.type}, wanted ${ingressReplication} (ingress replication)`;
}

function refuseMac({ hasSegment, mac, ip }: MacRoute, { gatewayIp, gatewayMac }: OwnSegment): string | undefined {
  if (hasSegment) return 'Ethernet segment: found one, wanted none: only next hops are followed';
  if (!isUnicastMac(mac)) return `MAC: found ${formatMac(mac)}, wanted a unicast MAC`;
  if (gatewayMac !== undefined && sameMac(mac, gatewayMac)) {
    return `MAC: found ${formatMac(mac)}, wanted another: this one is of the segment's own bridge`;
  }
  if (ip === undefined) return undefined;
  const found = `address: found ${formatIp(ip)}`;
  if (!isUnicastIpv4(ip)) return `${found}, wanted a unicast IPv4 address`;
  if (gatewayIp === undefined || !sameIp(ip, gatewayIp)) return undefined;
  return `${found}, wanted another: this one is the segment's gateway`;
}

function readNextHop({ nextHop }: SegmentRoute, segment: OwnSegment): UsableSegmentRoute | string {
  const found = `next hop: found ${nextHop === undefined ? 'none' : formatIp(nextHop)}`;
  if (nextHop === undefined || !isUnicastIpv4(nextHop)) return `${found}, wanted a unicast IPv4 address`;
  if (sameIp(nextHop, segment.underlayIp)) return `${found}, wanted that of another host: this one is ours`;
  return { segment, nextHop };
}
