import { filePath } from './network.schema.ts';
import type { NumberSchema, ObjectSchema } from './schema.ts';

/** How a host finds etcd, and how it behaves with what is there, as written: the object `etcd` of silkd's configuration. */
export interface EtcdKeys {
  /** One or more, each `http://HOST:PORT` or `https://HOST:PORT`. */
  readonly endpoints: readonly string[];
  readonly prefix?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly leaseTtlSeconds?: number;
  readonly renewIntervalSeconds?: number;
  readonly requestTimeoutMs?: number;
  readonly probeIntervalSeconds?: number;
  readonly withdrawGuard?: WithdrawGuardKeys;
}

/** When a list that lacks many of the peers known so far is held back. */
export interface WithdrawGuardKeys {
  /** Of the known peers. */
  readonly fraction?: number;
  readonly atLeast?: number;
  readonly graceSeconds?: number;
}

/** What a message wants of an endpoint; the schema describes it with the same words. */
export const wantedEndpoint = 'a URL such as http://10.244.0.5:2379, without a path, a user or a query';

const fraction: NumberSchema = { type: 'number', minimum: 0, maximum: 1, description: 'a number from 0 to 1' };

/** The same for every source that peers can vanish from. */
export const withdrawGuard: ObjectSchema<WithdrawGuardKeys> = {
  type: 'object',
  title: 'withdrawGuard',
  description: 'an object of fraction, atLeast and graceSeconds',
  properties: {
    fraction,
    atLeast: { type: 'integer', minimum: 0, maximum: 1_000_000, description: 'an integer from 0 to 1000000' },
    graceSeconds: { type: 'integer', minimum: 0, maximum: 86_400, description: 'an integer from 0 to 86400' },
  },
  required: [],
  additionalProperties: false,
};

export const etcdSchema: ObjectSchema<EtcdKeys> = {
  type: 'object',
  title: 'etcd',
  description: 'an object with endpoints',
  properties: {
    endpoints: {
      type: 'array',
      minItems: 1,
      description: 'a list of one or more endpoints',
      items: { type: 'string', description: wantedEndpoint },
    },
    prefix: {
      type: 'string',
      pattern: '^(/[A-Za-z0-9_.-]+)+$',
      description: 'a path such as /coreos.com/network, of letters, digits, "_", "." and "-"',
    },
    username: { type: 'string', pattern: '^.', description: 'a name of a user of etcd' },
    passwordFile: filePath,
    caFile: filePath,
    certFile: filePath,
    keyFile: filePath,
    leaseTtlSeconds: { type: 'integer', minimum: 2, maximum: 31_536_000, description: 'an integer from 2 to 31536000' },
    renewIntervalSeconds: { type: 'integer', minimum: 1, maximum: 3600, description: 'an integer from 1 to 3600' },
    requestTimeoutMs: { type: 'integer', minimum: 100, maximum: 60_000, description: 'an integer from 100 to 60000' },
    probeIntervalSeconds: { type: 'integer', minimum: 1, maximum: 3600, description: 'an integer from 1 to 3600' },
    withdrawGuard,
  },
  required: ['endpoints'],
  additionalProperties: false,
};
