import { wantedAddress } from './address-check.ts';
import type { IntegerSchema, ListSchema, ObjectSchema, TextSchema } from './schema.ts';

/** `dns` of a network configuration and of a result (CNI specification, "Plugin configuration objects"). */
export interface DnsKeys {
  readonly nameservers?: readonly string[];
  readonly domain?: string;
  readonly search?: readonly string[];
  readonly options?: readonly string[];
}

/** `args`: what the network's author asks of plugins (CNI conventions, "args in network config"). */
export interface ArgsKeys {
  readonly cni?: {
    /** Addresses asked for, each with or without a prefix length. */
    readonly ips?: readonly string[];
  };
}

/** One range of addresses, as the reference `host-local` plugin spells it. */
export interface RangeSpec {
  readonly subnet: string;
  readonly rangeStart?: string;
  readonly rangeEnd?: string;
  readonly gateway?: string;
}

/** A file of ours, or of the host's. */
export const filePath: TextSchema = {
  type: 'string',
  pattern: '^/[^\\u0000]*$',
  description: 'an absolute path',
};

/** The CNI specification's characters for a network's name, which becomes a directory. */
export const networkName: TextSchema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$',
  description: 'a letter or digit, then letters, digits, "_", "." or "-"',
};

/** The name of an executable, to be found on CNI_PATH. */
export const pluginType: TextSchema = {
  type: 'string',
  pattern: '^(?!\\.{1,2}$)[^/\\\\\\u0000]+$',
  description: 'the name of a plugin, without "/" or "\\"',
};

export const version: TextSchema = { type: 'string', description: 'a CNI version such as "1.0.0"' };

/** Bytes; 0: to be found out. */
export const mtu: IntegerSchema = {
  type: 'integer',
  minimum: 0,
  maximum: 65535,
  not: { type: 'integer', minimum: 1, maximum: 67 },
  description: 'an integer from 68 (the least for IPv4) to 65535, or 0 to find it out',
};

/** TCP or UDP. */
export const port: IntegerSchema = {
  type: 'integer',
  minimum: 1,
  maximum: 65535,
  description: 'an integer from 1 to 65535',
};

export const ipText: TextSchema = { type: 'string', description: wantedAddress.ip };
export const prefixText: TextSchema = { type: 'string', description: wantedAddress.prefix };

export const textList: ListSchema<string> = {
  type: 'array',
  description: 'a list of texts',
  items: { type: 'string', description: 'a text' },
};

/** Addresses asked for. */
export const requestedIps: ListSchema<string> = {
  type: 'array',
  description: 'a list of addresses',
  items: { type: 'string', description: wantedAddress.ipOrPrefix },
};

/** One address is given out of each set. */
export const rangeSets: ListSchema<readonly RangeSpec[]> = {
  type: 'array',
  description: 'a list of range sets, each a list of ranges',
  items: {
    type: 'array',
    minItems: 1,
    description: 'a list of one or more ranges',
    items: {
      type: 'object',
      title: 'a range',
      description: 'a range such as {"subnet":"10.255.30.0/24"}',
      properties: { subnet: prefixText, rangeStart: ipText, rangeEnd: ipText, gateway: ipText },
      required: ['subnet'],
      additionalProperties: false,
    },
  },
};

/** The specification may add to `dns`, so what we do not know is let be. */
export const dns: ObjectSchema<DnsKeys> = {
  type: 'object',
  title: 'dns',
  description: 'an object of nameservers, domain, search and options',
  properties: {
    nameservers: textList,
    domain: { type: 'string', description: 'a text' },
    search: textList,
    options: textList,
  },
  required: [],
  additionalProperties: true,
};

/** `args` belongs to every plugin, so what we do not know is let be. */
export const args: ObjectSchema<ArgsKeys> = {
  type: 'object',
  title: 'args',
  description: 'an object',
  properties: {
    cni: {
      type: 'object',
      title: 'args.cni',
      description: 'an object',
      properties: { ips: requestedIps },
      required: [],
      additionalProperties: true,
    },
  },
  required: [],
  additionalProperties: true,
};
