import type { ObjectSchema } from './schema.ts';

/** What was said of a MAC. */
export interface AnnouncedMacKeys {
  readonly vni: number;
  readonly mac: string;
  readonly attachments: readonly string[];
  readonly sequence: number;
  readonly isBeaten: boolean;
  readonly isSettled: boolean;
}

/** The file of what this host has announced of its segments. */
export interface AnnouncedFileKeys {
  /** Of the boot that it was written in: the attachments are told apart by its numbers of links. */
  readonly bootId: string;
  readonly macs: readonly AnnouncedMacKeys[];
}

const flag = { type: 'boolean', description: 'true or false' } as const;

export const announcedFileSchema: ObjectSchema<AnnouncedFileKeys> = {
  type: 'object',
  title: 'the file of what was announced',
  description: 'an object with macs',
  properties: {
    bootId: { type: 'string', description: 'the id of a boot' },
    macs: {
      type: 'array',
      description: 'a list of MACs',
      items: {
        type: 'object',
        title: 'a MAC',
        description: 'a MAC with what was said of it',
        properties: {
          vni: { type: 'integer', minimum: 1, maximum: 0xffffff, description: 'a VNI' },
          mac: { type: 'string', description: 'a MAC' },
          attachments: {
            type: 'array',
            description: 'a list of texts',
            items: { type: 'string', description: 'a text' },
          },
          sequence: { type: 'integer', minimum: 0, maximum: 0xffffffff, description: 'a sequence number' },
          isBeaten: flag,
          isSettled: flag,
        },
        required: ['vni', 'mac', 'attachments', 'sequence', 'isBeaten', 'isSettled'],
        additionalProperties: false,
      },
    },
  },
  required: ['bootId', 'macs'],
  additionalProperties: false,
};
