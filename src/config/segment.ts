import { join } from 'node:path';
import type { Prefix } from '../addr/prefix.ts';
import { tryParseInterfaceAddress } from './address-check.ts';
import { badValue, type Fault } from './fault.ts';
import { type SegmentPartKeys, segmentPart } from './segment.schema.ts';
import { silkVtepDefaults } from './silk-vtep.ts';

/** What a host's part of a segment has where its configuration does not say. */
export const segmentDefaults = {
  port: silkVtepDefaults.port,
  gbp: false,
  arpSuppression: 'proxy',
  replicate: false,
} as const;

/** Where what is attached to segments is written down, unless a configuration says another path. */
export const defaultEndpointsFile = '/etc/silk/endpoints.json';

/** The file of what silkd has learned; in the form of the endpoints file. */
export function learnedEndpointsPath(runDir: string): string {
  return join(runDir, 'endpoints.json');
}

/** The file of who is on a LAN of this host's segments; in the form of the endpoints file. */
export function lanEndpointsPath(runDir: string): string {
  return join(runDir, 'lan-endpoints.json');
}

/** A host's part of a segment that can be used. */
export interface SegmentPart
  extends Required<Pick<SegmentPartKeys, 'bridge' | 'vxlan' | 'port' | 'gbp' | 'replicate'>>,
    Pick<SegmentPartKeys, 'vni'> {
  /** A name of `ip netns`; absent: it is the host's own. */
  readonly overlayNamespace?: string | undefined;
  readonly arpSuppression: 'proxy' | 'neigh_suppress';
  readonly gateway?: Prefix;
  /** Bytes; absent: found out from the underlay. */
  readonly mtu?: number;
}

/**
 * What a schema cannot see in a host's part of a segment.
 * @param where before the names of the keys, such as `segments[1].`.
 */
export function findSegmentPartFaults({ gateway }: SegmentPartKeys, where = ''): Fault[] {
  if (gateway === undefined || tryParseInterfaceAddress(gateway) !== undefined) return [];
  return [badValue(`${where}gateway`, gateway, segmentPart.gateway.description)];
}

/** The keys that mean more than their texts and numbers say. */
type MeaningKey = 'vni' | 'gateway' | 'mtu' | 'arpSuppression';

/** The keys as they are, with defaults filled in; they must be without faults. */
export function toSegmentPart<Keys extends SegmentPartKeys>(keys: Keys): Omit<Keys, MeaningKey> & SegmentPart {
  const { vni, gateway: gatewayText, mtu, arpSuppression, ...rest } = keys;
  const gateway = gatewayText === undefined ? undefined : tryParseInterfaceAddress(gatewayText);
  return {
    ...segmentDefaults,
    bridge: `br${vni}`,
    vxlan: `vxlan${vni}`,
    ...rest,
    vni,
    arpSuppression: arpSuppression === 'neigh_suppress' ? 'neigh_suppress' : segmentDefaults.arpSuppression,
    ...(gateway !== undefined && { gateway }),
    ...(mtu !== undefined && mtu > 0 && { mtu }),
  };
}
