import { atLeast, type CniVersion } from '../../cni/version.ts';
import type { ChainCall } from './execute.ts';
import { askVersions } from './negotiate.ts';

/** The version that brought STATUS and GC. */
const since: CniVersion = '1.1.0';

/** Which plugins of a network can be sent STATUS and GC. */
export interface NewerPlugins {
  /** The call, in a version that has them. */
  readonly call: ChainCall;
  readonly indexes: readonly number[];
  /** The types of those that are too old. */
  readonly notAsked: readonly string[];
}

/**
 * Unlike libcni, which sends STATUS and GC to all plugins or to none, leaves out those that are too old, where the list allows 1.1.0.
 * @throws SilkError as `askVersions`.
 */
export function findNewerPlugins(call: ChainCall): NewerPlugins {
  const notAsked = tooOld(call);
  const version = atLeast(call.version, since) ? call.version : since;
  const plugins = [...call.network.plugins.entries()];
  const indexes = plugins.flatMap(([index, { type }]) => (notAsked.includes(type) ? [] : index));
  return { call: { ...call, version }, indexes, notAsked };
}

function tooOld({ runtime, network, version }: ChainCall): string[] {
  if (atLeast(version, since)) return [];
  if (!network.versions.includes(since)) return network.plugins.map(({ type }) => type);
  return askVersions(runtime, network).flatMap(({ plugin, versions }) => (versions.includes(since) ? [] : plugin));
}
