import { type Ip, ipToBytes } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import type { WirePath } from './gobgp.ts';
import { encodeNlri, type NlriHead, noSegment, openNlri, readDistinguisher, readHasSegment } from './nlri.ts';
import { decodeRouteAttributes, encodeRouteAttributes, type RouteAttributes } from './route-attributes.ts';
import { readAddress, readMac } from './wire.ts';

/**
 * "This MAC, with this address, is at that host": a route of type 2 of EVPN (RFC 7432, section 7.2) with what its attributes say.
 *
 *   type 1 = 2, length 1, distinguisher 8, segment 10, Ethernet tag 4, MAC length 1 = 48, MAC 6, address length 1 = 0, 32 or 128,
 *   address 0, 4 or 16, label 3, a second label 3 or nothing
 */
export interface MacRoute extends RouteAttributes, NlriHead {
  readonly type: 2;
  /** Whether several hosts have a port to it. */
  readonly hasSegment: boolean;
  /** Of a VLAN in the segment; 0: it has none. */
  readonly tag: number;
  readonly mac: Mac;
  /** Undefined: of the MAC alone. */
  readonly ip: Ip | undefined;
  /** The first is the VNI of frames to the MAC; a second one is of packets to the address, by way of a router there. */
  readonly labels: readonly [number, number?];
}

/** The key alone, and the labels, which are no part of it: two routes with one key have one MAC, address, tag and distinguisher. */
export function encodeMacNlri(route: MacRoute): Uint8Array {
  const { hasSegment, tag, mac, ip, labels } = route;
  if (hasSegment) throw new RangeError('a MAC of an Ethernet segment is not announced here');
  const address = ip === undefined ? new Uint8Array() : ipToBytes(ip);
  return encodeNlri(route, (body) => {
    body
      .bytes(noSegment)
      .number(tag, 4)
      .number(mac.bytes.length * 8, 1)
      .bytes(mac.bytes);
    body.number(address.length * 8, 1).bytes(address);
    for (const label of labels) if (label !== undefined) body.number(label, 3);
  });
}

/** The route as gobgpd takes it. */
export function encodeMacRoute(route: MacRoute): WirePath {
  const nlri = encodeMacNlri(route);
  return { nlri, attributes: encodeRouteAttributes(route, nlri) };
}

/**
 * The route in what gobgpd hands out; undefined where it is of another type.
 * @throws WireFault where the bytes are not what they should be.
 */
export function decodeMacRoute({ nlri, attributes }: WirePath): MacRoute | undefined {
  const body = openNlri(nlri, 2);
  if (body === undefined) return undefined;
  const distinguisher = readDistinguisher(body);
  const hasSegment = readHasSegment(body);
  const tag = body.number(4);
  const macBits = body.number(1);
  if (macBits !== 48) throw body.fault(`a MAC of ${macBits} bits`);
  const mac = readMac(body);
  const ipBits = body.number(1);
  const ip = ipBits === 0 ? undefined : readAddress(body, ipBits / 8, 'an address');
  const first = body.number(3);
  const labels = body.left === 0 ? ([first] as const) : ([first, body.number(3)] as const);
  if (body.left !== 0) throw body.fault(`${body.left} bytes after two labels`);
  return { type: 2, distinguisher, hasSegment, tag, mac, ip, labels, ...decodeRouteAttributes(attributes) };
}
