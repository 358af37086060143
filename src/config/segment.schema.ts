import { wantedRouteNumber } from '../addr/route-number.ts';
import { mtu, port } from './network.schema.ts';
import type { BooleanSchema, ListSchema, ObjectSchema } from './schema.ts';
import { linkName } from './silk-vtep.schema.ts';

/** A host's part of a segment, as written: what silk-bridge and silkd are told alike. */
export interface SegmentPartKeys {
  readonly vni: number;
  readonly bridge?: string;
  readonly vxlan?: string;
  /** UDP. */
  readonly port?: number;
  readonly gbp?: boolean;
  /** A name of `ip netns`. */
  readonly overlayNamespace?: string;
  readonly arpSuppression?: string;
  readonly replicate?: boolean;
  /** The bridge's address with the length of its network. */
  readonly gateway?: string;
  /** Bytes; 0 or absent: found out from the underlay. */
  readonly mtu?: number;
}

/** A segment of silkd's configuration, as written. */
export interface SegmentKeys extends SegmentPartKeys {
  readonly routeTarget?: string;
  readonly routeDistinguisher?: string;
}

const yesOrNo: BooleanSchema = { type: 'boolean', description: 'true or false' };

/** The schemas of a host's part of a segment, by key. */
export const segmentPart: ObjectSchema<SegmentPartKeys>['properties'] = {
  vni: { type: 'integer', minimum: 1, maximum: 16777215, description: 'an integer from 1 to 16777215' },
  bridge: linkName,
  vxlan: linkName,
  port,
  gbp: yesOrNo,
  overlayNamespace: {
    type: 'string',
    pattern: '^(?!\\.{1,2}$)[^/\\u0000]{1,255}$',
    description: 'a name of `ip netns`',
  },
  arpSuppression: { type: 'string', pattern: '^(proxy|neigh_suppress)$', description: '"proxy" or "neigh_suppress"' },
  replicate: yesOrNo,
  gateway: { type: 'string', description: 'an IPv4 address with the length of its network, such as 10.0.10.1/24' },
  mtu,
};

const routeNumber = { type: 'string', description: wantedRouteNumber } as const;

/** The segments of silkd's configuration. */
export const segmentList: ListSchema<SegmentKeys> = {
  type: 'array',
  description: 'a list of segments',
  items: {
    type: 'object',
    title: 'a segment',
    description: 'a segment such as {"vni":42,"gateway":"10.0.10.1/24"}',
    properties: { ...segmentPart, routeTarget: routeNumber, routeDistinguisher: routeNumber },
    required: ['vni'],
    additionalProperties: false,
  },
};
