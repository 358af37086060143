import { type Ip, ipToBytes } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import type { RouteNumber } from '../../addr/route-number.ts';
import { readRouteNumber, writeRouteNumber } from './route-number-wire.ts';
import { readAddress, readMac, WireReader, WireWriter } from './wire.ts';

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
  /** Of a route of type 2: how often its MAC has moved. */
  readonly mobility?: Mobility | undefined;
  /** Of a route of type 3: how broadcasts reach the host. */
  readonly tunnel?: PmsiTunnel | undefined;
}

/** The extended community of MAC mobility (RFC 7432, section 7.7). */
export interface Mobility {
  /** That the MAC never moves. */
  readonly isSticky: boolean;
  /** 32 bits. Of two hosts that have the MAC, the one with more has had it later. */
  readonly sequence: number;
}

/** The attribute PMSI tunnel (RFC 6514, section 5). */
export interface PmsiTunnel {
  /** 6 is ingress replication: who sends a broadcast sends a copy to each host. */
  readonly type: number;
  /** 24 bits; of VXLAN it is the VNI (RFC 8365, section 9). */
  readonly label: number;
  /** Where copies go. Undefined of tunnels of other types. */
  readonly endpoint: Ip | undefined;
}

/** The number of ingress replication among types of tunnels. */
export const ingressReplication = 6;

/** The number of VXLAN among encapsulations. */
export const vxlanEncapsulation = 8;

/** Attribute types: RFC 4271 section 5, RFC 4760 section 3, RFC 4360 section 2, RFC 6514 section 5. */
const [origin, asPath, mpReach, extendedCommunities, pmsiTunnel] = [1, 2, 14, 16, 22];
const [transitive, optional, extendedLength] = [0x40, 0x80, 0x10];
/** AFI_L2VPN and SAFI_EVPN. */
const evpn = { afi: 25, safi: 70 } as const;
/** Type and subtype of extended communities. */
const [routeTargetSubtype, encapsulationCommunity, routerMacCommunity, mobilityCommunity] = [2, 0x030c, 0x0603, 0x0600];
/** The flag of a MAC that never moves. */
const sticky = 1;

/** The attributes of a route that begins here, for gobgpd to complete. @throws RangeError when it has no next hop. */
export function encodeRouteAttributes(route: RouteAttributes, nlri: Uint8Array): Uint8Array[] {
  const { nextHop, tunnel } = route;
  if (nextHop === undefined) throw new RangeError('a route without a next hop leads nowhere');
  return [
    encodeAttribute(transitive, origin, (value) => value.number(0, 1)), // IGP
    encodeAttribute(transitive, asPath, () => undefined),
    encodeAttribute(optional | transitive, extendedCommunities, (value) => writeCommunities(value, route)),
    ...(tunnel === undefined ? [] : [encodeTunnel(tunnel)]),
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

/** @throws RangeError where it has no endpoint: it is of another type than those that are announced here. */
function encodeTunnel({ type, label, endpoint }: PmsiTunnel): Uint8Array {
  if (endpoint === undefined) throw new RangeError('a tunnel without an endpoint leads nowhere');
  return encodeAttribute(optional | transitive, pmsiTunnel, (value) => {
    value.number(0, 1).number(type, 1).number(label, 3).bytes(ipToBytes(endpoint));
  });
}

function writeCommunities(writer: WireWriter, route: RouteAttributes): void {
  const { routeTargets, encapsulations, routerMac, mobility } = route;
  for (const target of routeTargets) {
    writeRouteNumber(writer.number(target.kind, 1).number(routeTargetSubtype, 1), target);
  }
  for (const tunnel of encapsulations) writer.number(encapsulationCommunity, 2).number(0, 4).number(tunnel, 2);
  if (routerMac !== undefined) writer.number(routerMacCommunity, 2).bytes(routerMac.bytes);
  if (mobility !== undefined) {
    writer.number(mobilityCommunity, 2).number(mobility.isSticky ? sticky : 0, 1);
    writer.number(0, 1).number(mobility.sequence, 4);
  }
}

/**
 * What attributes say of what is asked here; others are passed over.
 * @throws WireFault where the bytes are not what they should be.
 */
export function decodeRouteAttributes(attributes: readonly Uint8Array[]): RouteAttributes {
  let nextHop: Ip | undefined;
  let communities: Communities = { routeTargets: [], encapsulations: [], routerMac: undefined, mobility: undefined };
  let tunnel: PmsiTunnel | undefined;
  for (const bytes of attributes) {
    const reader = new WireReader(bytes);
    const flags = reader.number(1);
    const type = reader.number(1);
    const value = new WireReader(reader.take(reader.number((flags & extendedLength) === 0 ? 1 : 2)));
    if (type === mpReach) nextHop = readNextHop(value);
    else if (type === extendedCommunities) communities = readCommunities(value);
    else if (type === pmsiTunnel) tunnel = readTunnel(value);
  }
  return { nextHop, ...communities, tunnel };
}

function readNextHop(value: WireReader): Ip {
  value.take(3); // what the family is, gobgpd has seen to
  return readAddress(value, value.number(1), 'a next hop');
}

function readTunnel(value: WireReader): PmsiTunnel {
  value.take(1); // whether leaves are asked for, which means nothing here
  const [type, label] = [value.number(1), value.number(3)];
  const endpoint = type === ingressReplication ? readAddress(value, value.left, 'a tunnel endpoint') : undefined;
  return { type, label, endpoint };
}

type Communities = Omit<RouteAttributes, 'nextHop' | 'tunnel'>;

function readCommunities(value: WireReader): Communities {
  const routeTargets: RouteNumber[] = [];
  const encapsulations: number[] = [];
  let routerMac: Mac | undefined;
  let mobility: Mobility | undefined;
  while (value.left > 0) {
    const [kind, subtype] = [value.number(1), value.number(1)];
    const body = new WireReader(value.take(6));
    const community = kind * 256 + subtype;
    if (subtype === routeTargetSubtype && kind <= 2) routeTargets.push(readRouteNumber(body, kind));
    else if (community === encapsulationCommunity) encapsulations.push(readEncapsulation(body));
    else if (community === routerMacCommunity) routerMac = readMac(body);
    else if (community === mobilityCommunity) mobility = readMobility(body);
  }
  return { routeTargets, encapsulations, routerMac, mobility };
}

function readEncapsulation(body: WireReader): number {
  body.take(4);
  return body.number(2);
}

function readMobility(body: WireReader): Mobility {
  const flags = body.number(1);
  body.take(1);
  return { isSticky: (flags & sticky) !== 0, sequence: body.number(4) };
}
