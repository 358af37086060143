import { networkName, pluginType, version } from './network.schema.ts';
import type { ObjectSchema } from './schema.ts';

/** A network of one or more plugins, as runtimes keep it in /etc/cni/net.d (CNI specification, section 1). */
export interface Conflist {
  readonly name: string;
  readonly cniVersion?: string;
  readonly cniVersions?: readonly string[];
  readonly plugins: readonly PluginKeys[];
  /** Written as a boolean or as the text `true`. */
  readonly disableCheck?: unknown;
  readonly disableGC?: unknown;
}

/** One plugin's configuration; the rest of its keys is that plugin's affair. */
export interface PluginKeys {
  readonly type: string;
}

export const conflistSchema: ObjectSchema<Conflist> = {
  type: 'object',
  title: 'a network list',
  description: 'an object',
  properties: {
    name: networkName,
    cniVersion: version,
    cniVersions: { type: 'array', description: 'a list of CNI versions', items: version },
    plugins: {
      type: 'array',
      minItems: 1,
      description: 'a list of one or more plugins',
      items: {
        type: 'object',
        title: 'a plugin',
        description: 'an object with a type',
        properties: { type: pluginType },
        required: ['type'],
        additionalProperties: true,
      },
    },
    disableCheck: {},
    disableGC: {},
  },
  required: ['name', 'plugins'],
  additionalProperties: true,
};
