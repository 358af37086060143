import { wantedAddress } from './address-check.ts';
import { wantedPeer } from './peers-file.schema.ts';
import type { ListSchema, ObjectSchema } from './schema.ts';

/**
 * An endpoint of a segment, as written, or with `underlay` alone a host that has a part of it. Texts; `checkEndpoints` says what
 * they mean.
 */
export interface EndpointKeys {
  readonly vni: number;
  readonly ip?: string;
  readonly mac?: string;
  readonly underlay: string;
}

/** The endpoints file. */
export interface EndpointsFileKeys {
  readonly endpoints: readonly EndpointKeys[];
}

/** What a message wants of an endpoint's keys; the schema describes them with the same words. */
export const wantedEndpoint = {
  vni: 'the VNI of its segment, an integer from 1 to 16777215',
  ip: wantedAddress.unicastIpv4,
  mac: wantedPeer.mac,
  underlay: wantedAddress.unicastIpv4,
} as const;

/** Endpoints of any segments. */
export const endpointList: ListSchema<EndpointKeys> = {
  type: 'array',
  description: 'a list of endpoints',
  items: {
    type: 'object',
    title: 'an endpoint',
    description: 'an endpoint such as {"vni":42,"ip":"10.0.10.11","mac":"ee:ee:0a:00:0a:0b","underlay":"10.244.0.48"}',
    properties: {
      vni: { type: 'integer', minimum: 1, maximum: 0xff_ffff, description: wantedEndpoint.vni },
      ip: { type: 'string', description: wantedEndpoint.ip },
      mac: { type: 'string', description: wantedEndpoint.mac },
      underlay: { type: 'string', description: wantedEndpoint.underlay },
    },
    required: ['vni', 'underlay'],
    additionalProperties: false,
  },
};

export const endpointsFileSchema: ObjectSchema<EndpointsFileKeys> = {
  type: 'object',
  title: 'the endpoints file',
  description: 'an object with endpoints',
  properties: { endpoints: endpointList },
  required: ['endpoints'],
  additionalProperties: false,
};
