import { formatRouteNumber, type RouteNumber, tryParseRouteNumber } from '../addr/route-number.ts';
import { findEvpnFaults, toRouteNumbers } from './evpn-options.ts';
import { badValue, type Fault } from './fault.ts';
import type { SegmentKeys } from './segment.schema.ts';
import { findSegmentPartFaults, type SegmentPart, toSegmentPart } from './segment.ts';

/** A segment that silkd keeps. */
export interface SegmentConfig extends SegmentPart {
  /** Absent: it follows from the AS and the VNI. */
  readonly routeTarget?: RouteNumber;
  /** Absent: it follows from the underlay address and the VNI. */
  readonly routeDistinguisher?: RouteNumber;
  /** Names of links to LANs, which become ports of the bridge. */
  readonly lanPorts: readonly string[];
}

/** The segments as they are used; they must be without faults. */
export function toSegments(list: readonly SegmentKeys[]): SegmentConfig[] {
  return list.map((keys) => ({ ...toRouteNumbers(toSegmentPart(keys)), lanPorts: keys.lanPorts ?? [] }));
}

/**
 * What the schema cannot see in a list of segments of the right shape.
 * @param vtepName the name of the host's other VXLAN device; undefined: there is none.
 */
export function findSegmentFaults(list: readonly SegmentKeys[], vtepName: string | undefined): Fault[] {
  const vnis = new Map<number, string>();
  const names = new Map(vtepName === undefined ? [] : [[vtepName, 'vtepName']]);
  return list.flatMap((keys, index) => {
    const where = `segments[${index}]`;
    const { vni, bridge, vxlan } = toSegmentPart(keys);
    return [
      ...findSegmentPartFaults(keys, `${where}.`),
      ...findEvpnFaults(keys, `${where}.`),
      ...findSecond(vnis, vni, { path: `${where}.vni`, owner: where }),
      ...findSecond(names, bridge, { path: `${where}.bridge`, owner: `${where}.bridge` }),
      ...findSecond(names, vxlan, { path: `${where}.vxlan`, owner: `${where}.vxlan` }),
      ...(keys.lanPorts ?? []).flatMap((name, i) => {
        const path = `${where}.lanPorts[${i}]`;
        return findSecond(names, name, { path, owner: path });
      }),
    ];
  });
}

/**
 * The same, of what only routes have.
 * @param isTold whether others are told of the segments.
 */
export function findSegmentRouteFaults(list: readonly SegmentKeys[], isTold: boolean): Fault[] {
  const distinguishers = new Map<string, string>();
  return list.flatMap((keys, index) => {
    const where = `segments[${index}]`;
    if (!isTold) {
      return (['routeTarget', 'routeDistinguisher'] as const).flatMap((key) =>
        keys[key] === undefined ? [] : [badValue(`${where}.${key}`, keys[key], 'none without evpn')],
      );
    }
    // Two segments with one would have one route of broadcasts, and each look would announce the other's in its place.
    const path = `${where}.routeDistinguisher`;
    return findSecond(distinguishers, distinguisherText(keys), { path, owner: path });
  });
}

/** The underlay address is not known yet, and the same for all. */
function distinguisherText({ vni, routeDistinguisher }: SegmentKeys): string {
  const number = routeDistinguisher === undefined ? undefined : tryParseRouteNumber(routeDistinguisher);
  return number === undefined ? `ADDRESS:${vni % 2 ** 16}` : formatRouteNumber(number);
}

/** Notes whose the value is, where it is nobody's yet. */
function findSecond<T>(seen: Map<T, string>, value: T, { path, owner }: { path: string; owner: string }): Fault[] {
  const first = seen.get(value);
  if (first !== undefined) return [badValue(path, value, `another than that of ${first}`)];
  seen.set(value, owner);
  return [];
}
