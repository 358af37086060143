import { isEndpoint, type SegmentEntry } from '../../../../src/addr/endpoint.ts';
import { formatIp } from '../../../../src/addr/ip.ts';
import { formatMac } from '../../../../src/addr/mac.ts';
import type { WirePath } from '../../../../src/peers/evpn/gobgp.ts';
import { type EndpointJudge, judgeEndpoints } from '../../../../src/peers/evpn/judge-endpoints.ts';
import { macInSegment } from '../../../../src/peers/evpn/mac-mobility.ts';
import type { MacRoute } from '../../../../src/peers/evpn/mac-route.ts';
import {
  type HeardSegmentRoute,
  type OwnSegment,
  ownMacRoute,
  ownMulticastRoute,
} from '../../../../src/peers/evpn/own-segment.ts';
import { type PathOf, readSegmentPaths, type SegmentRoute } from '../../../../src/peers/evpn/read-paths.ts';
import type { LocalEndpoint } from '../../../../src/peers/segment-source.ts';
import { ip, mac, number } from './heard-route.ts';

/** The segment as the host at 10.244.0.N has it. */
export function segmentAt(n: number, vni = 42): OwnSegment {
  return {
    vni,
    routeTarget: number(`64512:${vni}`),
    distinguisher: number(`10.244.0.${n}:${vni}`),
    underlayIp: ip(`10.244.0.${n}`),
    gatewayIp: ip('10.0.10.1'),
    gatewayMac: mac('ee:ee:0a:00:0a:01'),
  };
}

/** `1` is ee:ee:00:00:00:01. */
export function macAt(n: number) {
  return mac(`ee:ee:00:00:00:0${n}`);
}

/** As a plan's memory has it. */
export function keyAt(n: number): string {
  return macInSegment(42, macAt(n));
}

/** MAC n, with 10.0.10.(10+n) unless `over` says otherwise. */
export function localAt(n: number, over: Partial<LocalEndpoint> = {}): LocalEndpoint {
  return { vni: 42, mac: macAt(n), ip: ip(`10.0.10.${10 + n}`), attachment: 'a', isLearned: false, ...over };
}

/** The route of MAC n that the host at 10.244.0.`host` announces. */
export function heardMac(n: number, host: number, over: Partial<MacRoute> = {}, sequence = 0): HeardSegmentRoute {
  return { route: { ...ownMacRoute(segmentAt(host), localAt(n), sequence), ...over }, stale: false };
}

/** That the host at 10.244.0.`host` has a part of the segment. */
export function heardHost(host: number): HeardSegmentRoute {
  return { route: ownMulticastRoute(segmentAt(host)), stale: false };
}

/** One text for each: `42 10.244.0.2`, then `42 10.244.0.2 ee:ee:00:00:00:01 10.0.10.11`. */
export function entryText(entry: SegmentEntry): string {
  const host = `${entry.vni} ${formatIp(entry.underlay)}`;
  if (!isEndpoint(entry)) return host;
  return `${host} ${formatMac(entry.mac)}${entry.ip === undefined ? '' : ` ${formatIp(entry.ip)}`}`;
}

/** As gobgpd has what it was told. */
export function pathOf(path: WirePath): PathOf<SegmentRoute> {
  const [found] = readSegmentPaths([{ ...path, neighbour: undefined, stale: false }]).read;
  if (found === undefined) throw new Error('no route of a segment');
  return found;
}

/** One text for each: `broadcasts of 42`, `ee:ee:00:00:00:01 10.0.10.11 moved 3`. */
export function pathTexts(paths: readonly WirePath[]): string[] {
  return paths.map(pathOf).map(({ route }) => {
    if (route.type === 3) return `broadcasts of ${route.tunnel?.label}`;
    const { mac, ip: address, mobility } = route;
    const moved = mobility === undefined ? '' : ` moved ${mobility.sequence}`;
    return `${formatMac(mac)}${address === undefined ? '' : ` ${formatIp(address)}`}${moved}`;
  });
}

/** What the host at 10.244.0.1 makes of routes. */
export function judge(routes: readonly HeardSegmentRoute[], over: Partial<EndpointJudge> = {}) {
  return judgeEndpoints(routes, { segments: [segmentAt(1)], local: [], ours: [], held: [], ...over });
}
