import { type Ip, ipFromBytes, ipToBytes } from '../../addr/ip.ts';
import { networkOf, type Prefix, widthOf } from '../../addr/prefix.ts';
import type { RouteNumber } from '../../addr/route-number.ts';
import type { WirePath } from './gobgp.ts';
import { decodeRouteAttributes, encodeRouteAttributes, type RouteAttributes } from './route-attributes.ts';
import { readRouteNumber, writeRouteNumber } from './route-number-wire.ts';
import { WireReader, WireWriter } from './wire.ts';

/**
 * "This prefix is behind that VTEP": a route of type 5 of EVPN (RFC 9136, section 3.1) with what its attributes say.
 *
 *   type 1 = 5, length 1 = 34 (IPv6: 58), distinguisher 8, segment 10, Ethernet tag 4, prefix length 1, prefix 4, gateway 4, label 3
 */
export interface PrefixRoute extends RouteAttributes {
  /** Two routes of one prefix with different ones are different routes. */
  readonly distinguisher: RouteNumber;
  /** Whether it leads to an Ethernet segment, by way of routes of another type. */
  readonly hasSegment: boolean;
  /** Without host bits. */
  readonly prefix: Prefix;
  /** All zeros: the next hop is meant. Else an address that another route leads to. */
  readonly gateway: Ip;
  readonly vni: number;
}

const ipPrefixType = 5;
const segmentBytes = 10;
const tagBytes = 4;
/** Distinguisher, segment, tag, prefix length and label; then two addresses. */
const fixedBytes = 8 + segmentBytes + tagBytes + 1 + 3;

/** The NLRI alone: with its family, the key by which a route is replaced or withdrawn. */
export function encodePrefixNlri({ distinguisher, prefix, gateway, vni }: PrefixRoute): Uint8Array {
  return new WireWriter()
    .number(ipPrefixType, 1)
    .counted((nlri) => {
      writeRouteNumber(nlri.number(distinguisher.kind, 2), distinguisher);
      // A segment is never ours; a message without its ten bytes would end gobgpd 3.10.
      nlri.bytes(new Uint8Array(segmentBytes + tagBytes)).number(prefix.length, 1);
      nlri.bytes(ipToBytes(prefix.ip)).bytes(ipToBytes(gateway)).number(vni, 3);
    })
    .done();
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
  const reader = new WireReader(nlri);
  if (reader.number(1) !== ipPrefixType) return undefined;
  const length = reader.number(1);
  const body = new WireReader(reader.take(length));
  const family = length === fixedBytes + 8 ? 4 : 6;
  const addressBytes = widthOf(family) / 8;
  if (length !== fixedBytes + 2 * addressBytes) throw body.fault(`a prefix route of ${length} bytes`);
  const distinguisher = readRouteNumber(body, body.number(2));
  const hasSegment = body.take(segmentBytes).some((byte) => byte !== 0);
  body.take(tagBytes); // of a VLAN on the other side, which is not seen here
  const bits = body.number(1);
  if (bits > widthOf(family)) throw body.fault(`a prefix of ${bits} bits`);
  const prefix = networkOf({ ip: ipFromBytes(body.take(addressBytes)), length: bits });
  const gateway = ipFromBytes(body.take(addressBytes));
  const vni = body.number(3);
  return { distinguisher, hasSegment, prefix, gateway, vni, ...decodeRouteAttributes(attributes) };
}
