import { wantedRouteNumber } from '../addr/route-number.ts';
import { type WithdrawGuardKeys, withdrawGuard } from './etcd-options.schema.ts';
import type { ObjectSchema } from './schema.ts';

/** How a host finds its gobgpd, and what it says there, as written: the object `evpn` of silkd's configuration. */
export interface EvpnKeys {
  /** `unix:///PATH` or `HOST:PORT`. */
  readonly address?: string;
  readonly asn: number;
  readonly routeTarget?: string;
  readonly routeDistinguisher?: string;
  readonly requestTimeoutMs?: number;
  readonly pollIntervalSeconds?: number;
  readonly withdrawGuard?: WithdrawGuardKeys;
}

const routeNumber = { type: 'string', description: wantedRouteNumber } as const;

export const evpnSchema: ObjectSchema<EvpnKeys> = {
  type: 'object',
  title: 'evpn',
  description: 'an object with asn',
  properties: {
    address: {
      type: 'string',
      // A socket's name has room for 107 bytes.
      pattern: '^(unix:///[!-~]{1,106}|([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5})$',
      description: 'unix:///PATH of a socket, or HOST:PORT',
    },
    asn: { type: 'integer', minimum: 1, maximum: 4_294_967_294, description: 'an integer from 1 to 4294967294' },
    routeTarget: routeNumber,
    routeDistinguisher: routeNumber,
    requestTimeoutMs: { type: 'integer', minimum: 100, maximum: 60_000, description: 'an integer from 100 to 60000' },
    pollIntervalSeconds: { type: 'integer', minimum: 1, maximum: 3600, description: 'an integer from 1 to 3600' },
    withdrawGuard,
  },
  required: ['asn'],
  additionalProperties: false,
};
