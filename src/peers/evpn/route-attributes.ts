import { type Ip, ipFromBytes, ipToBytes } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import type { RouteNumber } from '../../addr/route-number.ts';
import { readRouteNumber, writeRouteNumber } from './route-number-wire.ts';
import { WireReader, WireWriter } from './wire.ts';

/** What an EVPN route says beside its key. */
export interface RouteAttributes {
  /** Where packets go: the VTEP's address on the underlay. Undefined where the route says none. */
  readonly nextHop: Ip | undefined;
  /** Which networks it is meant for. */
  readonly routeTargets: readonly RouteNumber[];
  /** How packets are to be wrapped (RFC 9012, section 4.1): 8 is VXLAN. */
  readonly encapsulations: readonly number[];
  /** What the frame in the packet is addressed to (RFC 9135, section 8.1). */
  readonly routerMac: Mac | undefined;
}

/** The number of VXLAN among encapsulations. */
export const vxlanEncapsulation = 8;

/** Attribute types: RFC 4271 section 5, RFC 4760 section 3, RFC 4360 section 2. */
const [origin, asPath, mpReach, extendedCommunities] = [1, 2, 14, 16];
const [transitive, optional, extendedLength] = [0x40, 0x80, 0x10];
/** AFI_L2VPN and SAFI_EVPN. */
const evpn = { afi: 25, safi: 70 } as const;
/** Type and subtype of extended communities. */
const [routeTargetSubtype, encapsulationCommunity, routerMacCommunity] = [2, 0x030c, 0x0603];

/** The attributes of a route that begins here, for gobgpd to complete. @throws RangeError when it has no next hop. */
export function encodeRouteAttributes(route: RouteAttributes, nlri: Uint8Array): Uint8Array[] {
  const { nextHop } = route;
  if (nextHop === undefined) throw new RangeError('a route without a next hop leads nowhere');
  return [
    encodeAttribute(transitive, origin, (value) => value.number(0, 1)), // IGP
    encodeAttribute(transitive, asPath, () => undefined),
    encodeAttribute(optional | transitive, extendedCommunities, (value) => writeCommunities(value, route)),
    encodeAttribute(optional, mpReach, (value) => {
      value.number(evpn.afi, 2).number(evpn.safi, 1);
      value.counted((address) => address.bytes(ipToBytes(nextHop)));
      value.number(0, 1).bytes(nlri);
    }),
  ];
}

function encodeAttribute(flags: number, type: number, write: (value: WireWriter) => void): Uint8Array {
  return new WireWriter().number(flags, 1).number(type, 1).counted(write).done();
}

function writeCommunities(writer: WireWriter, { routeTargets, encapsulations, routerMac }: RouteAttributes): void {
  for (const target of routeTargets) {
    writeRouteNumber(writer.number(target.kind, 1).number(routeTargetSubtype, 1), target);
  }
  for (const tunnel of encapsulations) writer.number(encapsulationCommunity, 2).number(0, 4).number(tunnel, 2);
  if (routerMac !== undefined) writer.number(routerMacCommunity, 2).bytes(routerMac.bytes);
}

/**
 * What attributes say of what is asked here; others are passed over.
 * @throws WireFault where the bytes are not what they should be.
 */
export function decodeRouteAttributes(attributes: readonly Uint8Array[]): RouteAttributes {
  let nextHop: Ip | undefined;
  let communities: Communities = { routeTargets: [], encapsulations: [], routerMac: undefined };
  for (const bytes of attributes) {
    const reader = new WireReader(bytes);
    const flags = reader.number(1);
    const type = reader.number(1);
    const value = new WireReader(reader.take(reader.number((flags & extendedLength) === 0 ? 1 : 2)));
    if (type === mpReach) nextHop = readNextHop(value);
    else if (type === extendedCommunities) communities = readCommunities(value);
  }
  return { nextHop, ...communities };
}

function readNextHop(value: WireReader): Ip {
  value.take(3); // what the family is, gobgpd has seen to
  const bytes = value.take(value.number(1));
  if (bytes.length !== 4 && bytes.length !== 16) throw value.fault(`a next hop of ${bytes.length} bytes`);
  return ipFromBytes(bytes);
}

type Communities = Omit<RouteAttributes, 'nextHop'>;

function readCommunities(value: WireReader): Communities {
  const routeTargets: RouteNumber[] = [];
  const encapsulations: number[] = [];
  let routerMac: Mac | undefined;
  while (value.left > 0) {
    const [kind, subtype] = [value.number(1), value.number(1)];
    const body = new WireReader(value.take(6));
    const community = kind * 256 + subtype;
    if (subtype === routeTargetSubtype && kind <= 2) routeTargets.push(readRouteNumber(body, kind));
    else if (community === encapsulationCommunity) encapsulations.push(readTunnel(body));
    else if (community === routerMacCommunity) routerMac = { bytes: Uint8Array.from(body.take(6)) };
  }
  return { routeTargets, encapsulations, routerMac };
}

function readTunnel(body: WireReader): number {
  body.take(4);
  return body.number(2);
}
