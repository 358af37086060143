import { execPlugin } from '../../cni/delegate.ts';
import { DelegateError } from '../../cni/error.ts';
import { parseJsonObject } from '../../cni/json.ts';
import { type CniVersion, newestVersion, supportedVersions } from '../../cni/version.ts';
import { SilkError } from '../../errors.ts';
import type { Network } from './conflist.ts';
import type { Runtime } from './execute.ts';

/** What a plugin says of itself to VERSION. */
export interface PluginVersions {
  readonly plugin: string;
  /** As the plugin lists them; may hold versions that are not known here. */
  readonly versions: readonly string[];
}

/**
 * The highest of the network's versions that every plugin supports. A network of one version is not negotiated: no plugin is asked.
 * @throws SilkError INCOMPATIBLE_VERSION listing what each plugin supports; as `askVersions`.
 */
export function negotiateVersion(runtime: Runtime, network: Network): CniVersion {
  const [only, ...more] = network.versions;
  if (only !== undefined && more.length === 0) return only;
  return highestCommon(network, askVersions(runtime, network));
}

/** The highest of the network's versions that all support. @throws SilkError INCOMPATIBLE_VERSION when there is none. */
export function highestCommon(network: Network, plugins: readonly PluginVersions[]): CniVersion {
  const common = network.versions.filter((version) => plugins.every(({ versions }) => versions.includes(version)));
  const highest = common.at(-1);
  if (highest !== undefined) return highest;
  throw new SilkError(
    'INCOMPATIBLE_VERSION',
    `Cannot use network ${network.name}: found no version of ${network.versions.join(', ')} that all its plugins support`,
    { details: plugins.map(({ plugin, versions }) => `${plugin} supports ${versions.join(', ')}`).join('\n') },
  );
}

/** Asks each plugin of the network once. @throws SilkError as `execPlugin`, BAD_JSON when the answer is none. */
export function askVersions(runtime: Runtime, network: Network): PluginVersions[] {
  const types = [...new Set(network.plugins.map((plugin) => plugin.type))];
  return types.map((plugin) => ({ plugin, versions: askPlugin(runtime, plugin) }));
}

function askPlugin(runtime: Runtime, type: string): string[] {
  const stdin = JSON.stringify({ cniVersion: newestVersion });
  try {
    const stdout = execPlugin({ type, command: 'VERSION', env: versionEnv(runtime), stdin, cniPath: runtime.cniPath });
    return readVersions(stdout, type);
  } catch (error) {
    // A plugin of 0.1.0 does not know the command (libcni, `GetVersionInfo`).
    if (error instanceof DelegateError && error.message === 'unknown CNI_COMMAND: VERSION') return ['0.1.0'];
    throw error;
  }
}

/** Plugins built with an early library want the variables of an attachment even here; libcni gives them these. */
function versionEnv(runtime: Runtime): Runtime['env'] {
  return { ...runtime.env, CNI_CONTAINERID: 'dummy', CNI_NETNS: 'dummy', CNI_IFNAME: 'dummy', CNI_PATH: 'dummy' };
}

/** A plugin of 0.2.0 may leave out the list: the versions up to its `cniVersion` are then meant. */
function readVersions(stdout: string, type: string): string[] {
  const { supportedVersions: listed, cniVersion } = parseJsonObject(stdout, `the answer of ${type} to VERSION`);
  if (Array.isArray(listed) && listed.length > 0) return listed.filter((version) => typeof version === 'string');
  return supportedVersions.filter((version) => version === '0.1.0' || version === cniVersion);
}
