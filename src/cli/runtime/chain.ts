import { formatResult } from '../../cni/convert.ts';
import { type JsonObject, parseJsonObject } from '../../cni/json.ts';
import { type CniResult, parseResult } from '../../cni/result.ts';
import { asSupported, atLeast, type CniVersion } from '../../cni/version.ts';
import { SilkError } from '../../errors.ts';
import type { RuntimeAttachment } from './attachment.ts';
import { type CacheEntry, type CacheKey, readCache, removeCache, writeCache } from './cache.ts';
import { type ChainCall, executePlugin, type Step } from './execute.ts';
import { findNewerPlugins } from './newer-plugins.ts';
import { PluginFailure } from './plugin-failure.ts';

/** What an ADD of a chain gave. */
export interface AddOutcome {
  /** The last plugin's result as it printed it, in the call's version. */
  readonly json: JsonObject;
  readonly result: CniResult;
  readonly steps: readonly Step[];
}

/** What any other command of a chain did; `skipped` says why no plugin was asked. */
export interface ChainOutcome {
  readonly steps: readonly Step[];
  /** The types of plugins that are too old for the command. */
  readonly notAsked?: readonly string[];
  readonly skipped?: string;
}

/**
 * ADD: the plugins in order, each with the result of the one before as `prevResult`; the last result goes to the cache.
 * @throws PluginFailure; what the plugins before it made stays until a DEL. SilkError IO_FAILURE when the cache cannot be written.
 */
export function addNetwork(call: ChainCall, attachment: RuntimeAttachment): AddOutcome {
  const steps: Step[] = [];
  let json: JsonObject | undefined;
  for (const index of call.network.plugins.keys()) {
    const inject = json === undefined ? {} : { prevResult: json };
    const { stdout, step } = executePlugin(call, index, { command: 'ADD', inject, attachment });
    steps.push(step);
    json = readResult(call, index, stdout);
  }
  const final = json ?? {};
  writeCache(call.runtime.cacheDir, {
    ...attachment,
    network: call.network.name,
    config: call.network.text,
    result: final,
  });
  return { json: final, result: parseResult(final, call.version), steps };
}

function readResult(call: ChainCall, index: number, stdout: string): JsonObject {
  const plugin = call.network.plugins[index]?.type ?? '';
  try {
    return asVersion(parseJsonObject(stdout, 'its stdout'), call.version);
  } catch (cause) {
    const count = call.network.plugins.length;
    throw new PluginFailure({ command: 'ADD', plugin, position: index + 1, count }, cause);
  }
}

/** The result in the wanted version. One that is so already stays as it was printed, once it proved readable. */
function asVersion(json: JsonObject, wanted: CniVersion): JsonObject {
  const own = asSupported(json['cniVersion']) ?? wanted;
  const result = parseResult(json, own);
  return own === wanted ? { ...json, cniVersion: wanted } : formatResult(result, wanted);
}

/**
 * DEL: the plugins in reverse, each with the cached result as `prevResult` (from 0.4.0 on), then the cache entry goes.
 * An unreadable cache entry counts as none. CNI_ARGS and capability arguments that were not given again come from the cache.
 * @throws PluginFailure at the first plugin that fails; those before it in the list were not asked, and the cache entry stays.
 */
export function delNetwork(call: ChainCall, attachment: RuntimeAttachment): ChainOutcome {
  const key = keyOf(call, attachment);
  const cached = readCacheLeniently(call.runtime.cacheDir, key);
  const prevResult = atLeast(call.version, '0.4.0') ? prevResultLeniently(cached, call.version) : undefined;
  const inject = prevResult === undefined ? {} : { prevResult };
  const execution = { command: 'DEL', inject, attachment: withCachedArgs(attachment, cached) } as const;
  const order = [...call.network.plugins.keys()].reverse();
  const steps = order.map((index) => executePlugin(call, index, execution).step);
  removeCache(call.runtime.cacheDir, key);
  return { steps };
}

function readCacheLeniently(dir: string, key: CacheKey): CacheEntry | undefined {
  try {
    return readCache(dir, key);
  } catch (error) {
    // A DEL needs no cache: nothing that a power loss did to the file may keep it from running.
    if (error instanceof SilkError) return undefined;
    throw error;
  }
}

function prevResultLeniently(cached: CacheEntry | undefined, version: CniVersion): JsonObject | undefined {
  try {
    return cached === undefined ? undefined : asVersion(cached.result, version);
  } catch (error) {
    if (error instanceof SilkError) return undefined;
    throw error;
  }
}

/**
 * CHECK: the plugins in order, each with the cached result.
 * @throws PluginFailure; SilkError INCOMPATIBLE_VERSION before 0.4.0, BAD_ENVIRONMENT without a cached result, STATE_CORRUPT with an unreadable one.
 */
export function checkNetwork(call: ChainCall, attachment: RuntimeAttachment): ChainOutcome {
  if (!atLeast(call.version, '0.4.0')) {
    throw new SilkError(
      'INCOMPATIBLE_VERSION',
      `Cannot check: version ${call.version} has no CHECK, wanted 0.4.0 or newer`,
    );
  }
  if (call.network.disableCheck) return { steps: [], skipped: 'the network has disableCheck set' };
  const cached = readCache(call.runtime.cacheDir, keyOf(call, attachment));
  if (cached === undefined) {
    throw new SilkError(
      'BAD_ENVIRONMENT',
      `Cannot check ${attachment.ifname} of ${attachment.containerId} in network ${call.network.name}: found no cached result of an ADD in ${call.runtime.cacheDir}/results, wanted one (was it made with another --container-id, --ifname or --cache-dir?)`,
    );
  }
  const inject = { prevResult: asVersion(cached.result, call.version) };
  const execution = { command: 'CHECK', inject, attachment: withCachedArgs(attachment, cached) } as const;
  return { steps: [...call.network.plugins.keys()].map((index) => executePlugin(call, index, execution).step) };
}

/** STATUS of every plugin that has it, in order. @throws PluginFailure of the first that is not ready. */
export function statusNetwork(call: ChainCall): ChainOutcome {
  const { call: newer, indexes, notAsked } = findNewerPlugins(call);
  if (indexes.length === 0) return { steps: [], skipped: `version ${call.version} has no STATUS` };
  return { steps: indexes.map((index) => executePlugin(newer, index, { command: 'STATUS' }).step), notAsked };
}

function keyOf(call: ChainCall, attachment: RuntimeAttachment): CacheKey {
  return { network: call.network.name, containerId: attachment.containerId, ifname: attachment.ifname };
}

/** The ADD's own arguments, where the operator did not give any again. */
function withCachedArgs(attachment: RuntimeAttachment, cached: CacheEntry | undefined): RuntimeAttachment {
  if (cached === undefined) return attachment;
  const { cniArgs, capabilityArgs } = attachment;
  return {
    ...attachment,
    cniArgs: cniArgs.length > 0 ? cniArgs : cached.cniArgs,
    capabilityArgs: Object.keys(capabilityArgs).length > 0 ? capabilityArgs : cached.capabilityArgs,
  };
}
