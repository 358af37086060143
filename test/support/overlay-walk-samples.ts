import { parseIp } from '../../src/addr/ip.ts';
import { macKey, parseMac } from '../../src/addr/mac.ts';
import { parsePrefix } from '../../src/addr/prefix.ts';
import type { FdbEntry } from '../../src/linux/rtnetlink/fdb.ts';
import { type Neighbour, NUD_PERMANENT } from '../../src/linux/rtnetlink/neigh.ts';
import { type Route, RTPROT_BOOT } from '../../src/linux/rtnetlink/route.ts';
import { type Desired, describeRemoteHosts } from '../../src/overlay/desired.ts';
import { type Held, holdNothing } from '../../src/overlay/held.ts';
import { ipKey, prefixKey } from '../../src/overlay/remote-host.ts';
import { describeVtep, type Vtep, type VtepWish } from '../../src/overlay/vtep.ts';
import { type PeerText, parsePeer, parseWish, plainWish } from './overlay-walk-wish.ts';

/** The link index of the samples' VTEP. */
export const vtepIndex = 7;

export const underlay = { index: 3, name: 'eth0', ip: parseIp('10.244.0.145', 'ip'), mtuBytes: 1500 };

export const vtepWish: VtepWish = parseWish(plainWish).vtep;

/** Of 10.255.32.0/24 in 10.255.0.0/16. */
export const vtep: Vtep = describeVtep(vtepWish, underlay);

/** 10.255.48.0/24 at 10.244.0.48. */
export const peerA: PeerText = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };
/** 10.255.49.0/24 at 10.244.0.49. */
export const peerB: PeerText = { subnet: '10.255.49.0/24', underlay: '10.244.0.49' };

export function desire(...peers: readonly PeerText[]): Desired {
  return describeRemoteHosts(peers.map(parsePeer), vtep);
}

/** A route on the VTEP as we make them, unless said otherwise. */
export function route(destination: string, gateway: string, more: Partial<Route> = {}): Route {
  return {
    destination: parsePrefix(destination, 'destination'),
    gateway: parseIp(gateway, 'gateway'),
    source: vtep.ip,
    linkIndex: vtepIndex,
    scope: 0,
    protocol: RTPROT_BOOT,
    table: 254,
    type: 1,
    ...more,
  };
}

/** Permanent unless said otherwise. */
export function neighbour(ip: string, mac: string, state = NUD_PERMANENT): Neighbour {
  return { linkIndex: vtepIndex, ip: parseIp(ip, 'ip'), mac: parseMac(mac, 'mac'), state };
}

/** Permanent unless said otherwise. */
export function fdbEntry(mac: string, destination: string, more: Partial<FdbEntry> = {}): FdbEntry {
  return {
    linkIndex: vtepIndex,
    mac: parseMac(mac, 'mac'),
    destination: parseIp(destination, 'destination'),
    state: NUD_PERMANENT,
    ...more,
  };
}

export interface HeldObjects {
  readonly routes?: readonly Route[];
  readonly foreignRoutes?: readonly Route[];
  readonly neighbours?: readonly Neighbour[];
  readonly fdb?: readonly FdbEntry[];
}

/** What is held, as it would be read. */
export function hold({ routes = [], foreignRoutes = [], neighbours = [], fdb = [] }: HeldObjects): Held {
  const held = {
    ...holdNothing(),
    foreignRoutes: new Map(foreignRoutes.map((one) => [prefixKey(one.destination), one])),
  };
  for (const one of routes) {
    const key = prefixKey(one.destination);
    held.routes.set(key, [...(held.routes.get(key) ?? []), one]);
  }
  for (const one of neighbours) held.neighbours.set(ipKey(one.ip), one);
  for (const one of fdb) held.fdb.set(macKey(one.mac), one);
  return held;
}
