import { type Ip, ipToBytes } from '../../addr/ip.ts';
import type { WirePath } from './gobgp.ts';
import { encodeNlri, type NlriHead, openNlri, readDistinguisher } from './nlri.ts';
import { decodeRouteAttributes, encodeRouteAttributes, type RouteAttributes } from './route-attributes.ts';
import { readAddress } from './wire.ts';

/**
 * "That host has a part of the segment": a route of type 3 of EVPN (RFC 7432, section 7.3) with what its attributes say.
 *
 *   type 1 = 3, length 1, distinguisher 8, Ethernet tag 4, address length 1 = 32 or 128, address 4 or 16
 *
 * The VNI is in the attribute PMSI tunnel.
 */
export interface MulticastRoute extends RouteAttributes, NlriHead {
  readonly type: 3;
  /** Of a VLAN in the segment; 0: it has none. */
  readonly tag: number;
  /** Who announces it. */
  readonly originator: Ip;
}

/** The NLRI alone: with its family, the key by which a route is replaced or withdrawn. */
export function encodeMulticastNlri(route: MulticastRoute): Uint8Array {
  const address = ipToBytes(route.originator);
  return encodeNlri(route, (body) => {
    body
      .number(route.tag, 4)
      .number(address.length * 8, 1)
      .bytes(address);
  });
}

/** The route as gobgpd takes it. */
export function encodeMulticastRoute(route: MulticastRoute): WirePath {
  const nlri = encodeMulticastNlri(route);
  return { nlri, attributes: encodeRouteAttributes(route, nlri) };
}

/**
 * The route in what gobgpd hands out; undefined where it is of another type.
 * @throws WireFault where the bytes are not what they should be.
 */
export function decodeMulticastRoute({ nlri, attributes }: WirePath): MulticastRoute | undefined {
  const body = openNlri(nlri, 3);
  if (body === undefined) return undefined;
  const distinguisher = readDistinguisher(body);
  const tag = body.number(4);
  const originator = readAddress(body, body.number(1) / 8, 'an address');
  if (body.left !== 0) throw body.fault(`${body.left} bytes after the address`);
  return { type: 3, distinguisher, tag, originator, ...decodeRouteAttributes(attributes) };
}
