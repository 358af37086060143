import { deriveRouteTarget, formatRouteNumber, lowBits, type RouteNumber } from '../addr/route-number.ts';
import type { EvpnKeys } from './evpn-options.schema.ts';
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
 * The same, of what only routes have, in a list without other faults: no two segments may have one in common.
 * @param evpn undefined: nobody is told of the segments.
 */
export function findSegmentRouteFaults(list: readonly SegmentKeys[], evpn: Pick<EvpnKeys, 'asn'> | undefined): Fault[] {
  return evpn === undefined ? list.flatMap(findUselessKeys) : findSameRoutes(list, evpn.asn);
}

function findUselessKeys(segment: SegmentKeys, index: number): Fault[] {
  return (['routeTarget', 'routeDistinguisher'] as const).flatMap((key) =>
    segment[key] === undefined ? [] : [badValue(`segments[${index}].${key}`, segment[key], 'none without evpn')],
  );
}

function findSameRoutes(list: readonly SegmentKeys[], asn: number): Fault[] {
  const targets = new Map<string, string>();
  const distinguishers = new Map<string, string>();
  const derived = new Map<number, string>();
  return list.flatMap((keys, index) => {
    const path = `segments[${index}]`;
    const { vni, routeTarget, routeDistinguisher } = toRouteNumbers(keys);
    const target = { path: `${path}.routeTarget`, owner: path };
    const faults = findSecond(targets, formatRouteNumber(deriveRouteTarget({ routeTarget, asn }, vni)), target);
    if (routeDistinguisher !== undefined) {
      const its = `${path}.routeDistinguisher`;
      const text = formatRouteNumber(routeDistinguisher);
      return [...faults, ...findSecond(distinguishers, text, { path: its, owner: its })];
    }
    const low = vni % lowBits;
    const first = derived.get(low);
    if (first === undefined) derived.set(low, path);
    const wanted = `a routeDistinguisher beside it, or other low 16 bits than those of ${first}.vni`;
    return [...faults, ...(first === undefined ? [] : [badValue(`${path}.vni`, vni, wanted)])];
  });
}

/** Notes whose the value is, where it is nobody's yet. */
function findSecond<T>(seen: Map<T, string>, value: T, { path, owner }: { path: string; owner: string }): Fault[] {
  const first = seen.get(value);
  if (first !== undefined) return [badValue(path, value, `another than that of ${first}`)];
  seen.set(value, owner);
  return [];
}
