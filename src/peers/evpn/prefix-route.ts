import { type Ip, ipFromBytes, ipToBytes } from '../../addr/ip.ts';
import { networkOf, type Prefix, widthOf } from '../../addr/prefix.ts';
import type { WirePath } from './gobgp.ts';
import { encodeNlri, type NlriHead, noSegment, openNlri, readDistinguisher, readHasSegment } from './nlri.ts';
import { decodeRouteAttributes, encodeRouteAttributes, type RouteAttributes } from './route-attributes.ts';

/**
 * "This prefix is behind that VTEP": a route of type 5 of EVPN (RFC 9136, section 3.1) with what its attributes say.
 *
 *   type 1 = 5, length 1 = 34 (IPv6: 58), distinguisher 8, segment 10, Ethernet tag 4, prefix length 1, prefix 4, gateway 4, label 3
 */
export interface PrefixRoute extends RouteAttributes, NlriHead {
  readonly type: 5;
  /** Whether it leads to an Ethernet segment, by way of routes of another type. */
  readonly hasSegment: boolean;
  /** Without host bits. */
  readonly prefix: Prefix;
  /** All zeros: the next hop is meant. Else an address that another route leads to. */
  readonly gateway: Ip;
  readonly vni: number;
}

const tagBytes = 4;
/** Distinguisher, segment, tag, prefix length and label; then two addresses. */
const fixedBytes = 8 + noSegment.length + tagBytes + 1 + 3;

/** The NLRI alone: with its family, the key by which a route is replaced or withdrawn. */
export function encodePrefixNlri(route: PrefixRoute): Uint8Array {
  const { prefix, gateway, vni } = route;
  return encodeNlri(route, (body) => {
    body.bytes(noSegment).number(0, tagBytes).number(prefix.length, 1);
    body.bytes(ipToBytes(prefix.ip)).bytes(ipToBytes(gateway)).number(vni, 3);
  });
}

/** The route as gobgpd takes it. */
export function encodePrefixRoute(route: PrefixRoute): WirePath {
  const nlri = encodePrefixNlri(route);
  return { nlri, attributes: encodeRouteAttributes(route, nlri) };
}

/**
 * The route in what gobgpd hands out; undefined where it is of another type.
 * @throws WireFault where the bytes are not what they should be.
 */
export function decodePrefixRoute({ nlri, attributes }: WirePath): PrefixRoute | undefined {
  const body = openNlri(nlri, 5);
  if (body === undefined) return undefined;
  const length = body.left;
  const family = length === fixedBytes + 8 ? 4 : 6;
  const addressBytes = widthOf(family) / 8;
  if (length !== fixedBytes + 2 * addressBytes) throw body.fault(`a prefix route of ${length} bytes`);
  const distinguisher = readDistinguisher(body);
  const hasSegment = readHasSegment(body);
  body.take(tagBytes); // of a VLAN on the other side, which is not seen here
  const bits = body.number(1);
  if (bits > widthOf(family)) throw body.fault(`a prefix of ${bits} bits`);
  const prefix = networkOf({ ip: ipFromBytes(body.take(addressBytes)), length: bits });
  const gateway = ipFromBytes(body.take(addressBytes));
  const vni = body.number(3);
  return { type: 5, distinguisher, hasSegment, prefix, gateway, vni, ...decodeRouteAttributes(attributes) };
}
