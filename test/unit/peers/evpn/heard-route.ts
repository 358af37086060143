import { formatIp, type Ip, parseIp } from '../../../../src/addr/ip.ts';
import { formatMac, type Mac, parseMac, vtepMac } from '../../../../src/addr/mac.ts';
import type { Peer } from '../../../../src/addr/peer.ts';
import { firstOf, formatPrefix, type Prefix, parsePrefix } from '../../../../src/addr/prefix.ts';
import { type RouteNumber, tryParseRouteNumber } from '../../../../src/addr/route-number.ts';
import type { HeardRoute, Verdict } from '../../../../src/peers/evpn/judge-routes.ts';
import type { PrefixRoute } from '../../../../src/peers/evpn/prefix-route.ts';
import type { Self } from '../../../../src/peers/evpn/refuse-route.ts';

export const ip = (text: string): Ip => parseIp(text, 'ip');
export const mac = (text: string): Mac => parseMac(text, 'mac');
export const prefix = (text: string): Prefix => parsePrefix(text, 'prefix');

export function number(text: string): RouteNumber {
  const found = tryParseRouteNumber(text);
  if (found === undefined) throw new Error(`no route number: ${text}`);
  return found;
}

/** A host of the VNI and the route target that `heard` announces. */
export function selfOf(network: string, subnet: string, underlay: string, vni = 1, target = '64512:1'): Self {
  const place = { network: prefix(network), subnet: prefix(subnet), vni, port: 4789, gbp: true };
  return { place, underlayIp: ip(underlay), routeTarget: number(target) };
}

/** The route of 10.255.N.0/24 at 10.244.0.N, as silkd there announces it, but for what is `over` it. */
export function heard(n: number, over: Partial<PrefixRoute> = {}): HeardRoute {
  const subnet = prefix(`10.255.${n}.0/24`);
  const route: PrefixRoute = {
    type: 5,
    distinguisher: number(`10.244.0.${n}:1`),
    hasSegment: false,
    prefix: subnet,
    gateway: ip('0.0.0.0'),
    vni: 1,
    nextHop: ip(`10.244.0.${n}`),
    routeTargets: [number('64512:1')],
    encapsulations: [8],
    routerMac: vtepMac(firstOf(subnet)),
    ...over,
  };
  return { route, stale: false };
}

/** The peers of routes that are as they should be. */
export function peersOf(...routes: readonly HeardRoute[]): Peer[] {
  return routes.map(({ route: { prefix: subnet, nextHop, routerMac } }) => {
    if (nextHop === undefined || routerMac === undefined) throw new Error('no route that a peer can be made of');
    return { subnet, underlay: nextHop, mac: routerMac };
  });
}

/** A verdict in which each peer is one text. */
export function textsOf({ peers, refusals }: Verdict): { peers: string[]; refusals: Verdict['refusals'] } {
  return { peers: peers.map(textOf), refusals };
}

function textOf({ subnet, underlay, mac: its }: Peer): string {
  return `${formatPrefix(subnet)} ${formatIp(underlay)} ${its === undefined ? '' : formatMac(its)}`;
}
