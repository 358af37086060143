import { wantedAddress } from './address-check.ts';
import type { DictionarySchema } from './schema.ts';

/** What Cloud Foundry's policy agents read: one entry a container, by the last path element of its CNI_NETNS. */
export type Datastore = Readonly<Record<string, DatastoreEntry>>;

/** Members that we do not know are kept. */
export interface DatastoreEntry {
  readonly handle: string;
  readonly ip: string;
  readonly metadata?: unknown;
}

export const datastoreSchema: DictionarySchema<DatastoreEntry> = {
  type: 'object',
  description: 'an object',
  additionalProperties: {
    type: 'object',
    title: 'an entry',
    description: 'an object with handle and ip',
    properties: {
      handle: { type: 'string', description: 'a text' },
      ip: { type: 'string', description: wantedAddress.ip },
      metadata: {},
    },
    required: ['handle', 'ip'],
    additionalProperties: true,
  },
};
