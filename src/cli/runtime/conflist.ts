import { isJsonObject, type JsonObject, parseJsonObject } from '../../cni/json.ts';
import { type CniVersion, supportedVersions } from '../../cni/version.ts';
import { readConflist } from '../../config/validate.ts';
import { SilkError } from '../../errors.ts';

/** A network as a runtime sees it (CNI spec 1.1.0, section 1; libcni 1.3, `NetworkConfigList`). */
export interface Network {
  readonly name: string;
  /** The versions that its configuration allows and this program speaks, oldest first; never empty. */
  readonly versions: readonly CniVersion[];
  readonly disableCheck: boolean;
  readonly disableGc: boolean;
  readonly plugins: readonly NetworkPlugin[];
  /** The list as JSON text: what the cache keeps. */
  readonly text: string;
}

export interface NetworkPlugin {
  readonly type: string;
  /** Names of the capabilities that its configuration declares as true. */
  readonly capabilities: readonly string[];
  readonly json: JsonObject;
}

/**
 * Reads the text of a `.conflist` file.
 * @param source the file, for messages.
 * @param readFolder gives the texts of `<name>/*.conf` beside the file; asked unless `loadOnlyInlinedPlugins` is set.
 * @throws SilkError BAD_JSON, BAD_CONFIG, or INCOMPATIBLE_VERSION when none of its versions is spoken here.
 */
export function parseNetwork(text: string, source: string, readFolder: (name: string) => readonly string[]): Network {
  const json = parseJsonObject(text, source);
  return toNetwork(withFolder(json, source, readFolder), text, source);
}

/**
 * Reads the text of a `.conf` or `.json` file: one plugin, wrapped as a list of one.
 * @throws SilkError as `parseNetwork`.
 */
export function parseSingle(text: string, source: string): Network {
  const plugin = parseJsonObject(text, source);
  const { name, cniVersion } = plugin;
  const list = { name, ...(cniVersion === undefined ? {} : { cniVersion }), plugins: [plugin] };
  return toNetwork(list, JSON.stringify(list), source);
}

function withFolder(json: JsonObject, source: string, readFolder: (name: string) => readonly string[]): JsonObject {
  const { name, plugins } = json;
  if (isSet(json, 'loadOnlyInlinedPlugins', source) || typeof name !== 'string') return json;
  const more = readFolder(name).map((text) => parseJsonObject(text, `a plugin in the folder ${name} beside ${source}`));
  if (more.length === 0) return json;
  return { ...json, plugins: [...(Array.isArray(plugins) ? plugins : []), ...more] };
}

function toNetwork(json: JsonObject, text: string, source: string): Network {
  const list = readConflist(json);
  return {
    name: list.name,
    versions: versionsOf(list, source),
    disableCheck: isSet(json, 'disableCheck', source),
    disableGc: isSet(json, 'disableGC', source),
    plugins: list.plugins.map((plugin) => toPlugin({ ...plugin })),
    text,
  };
}

/** `cniVersions` and `cniVersion` together, less those that are not known here; nothing at all means 0.1.0. */
function versionsOf(list: { cniVersion?: string; cniVersions?: readonly string[] }, source: string): CniVersion[] {
  const named = [...(list.cniVersions ?? []), list.cniVersion ?? ''].filter((version) => version !== '');
  const declared = named.length === 0 ? ['0.1.0'] : named;
  const spoken = supportedVersions.filter((version) => declared.includes(version));
  if (spoken.length > 0) return spoken;
  throw new SilkError(
    'INCOMPATIBLE_VERSION',
    `Cannot use ${source}: found CNI version ${declared.join(', ')}, wanted one of ${supportedVersions.join(', ')}`,
  );
}

function toPlugin(json: JsonObject & { readonly type: string }): NetworkPlugin {
  const declared = json['capabilities'];
  const capabilities = isJsonObject(declared) ? Object.keys(declared).filter((key) => declared[key] === true) : [];
  return { type: json.type, capabilities, json };
}

/** A switch of the list: a boolean, or the text of one in either case, as libcni reads it. */
function isSet(json: JsonObject, key: string, source: string): boolean {
  const value = json[key] ?? false;
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  if (text === true || text === 'true') return true;
  if (text === false || text === 'false') return false;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot use ${source}: ${key}: found ${JSON.stringify(value)}, wanted true or false`,
  );
}
