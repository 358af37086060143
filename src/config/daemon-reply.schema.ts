import { wantedAddress } from './address-check.ts';
import type { ObjectSchema } from './schema.ts';

/** What the host's daemon answers on 127.0.0.1:daemonPort. */
export interface DaemonReplyKeys {
  /** Text, known to be an IPv4 prefix. */
  readonly overlay_subnet: string;
  /** Bytes; 0 or absent: not known. */
  readonly mtu?: number;
}

export const daemonReplySchema: ObjectSchema<DaemonReplyKeys> = {
  type: 'object',
  title: 'the reply',
  description: 'an object with overlay_subnet',
  properties: {
    overlay_subnet: { type: 'string', description: wantedAddress.ipv4Prefix },
    mtu: { type: 'integer', minimum: 0, maximum: 65535, description: 'an integer from 0 to 65535' },
  },
  required: ['overlay_subnet'],
  additionalProperties: true,
};
