import { execPlugin } from '../../cni/delegate.ts';
import type { CniCommand, Env } from '../../cni/environment.ts';
import type { JsonObject } from '../../cni/json.ts';
import type { CniVersion } from '../../cni/version.ts';
import { formatCniArgPairs, type RuntimeAttachment } from './attachment.ts';
import type { Network, NetworkPlugin } from './conflist.ts';
import { PluginFailure } from './plugin-failure.ts';

/** Where a runtime looks for what it needs. */
export interface Runtime {
  readonly cniPath: readonly string[];
  /** Holds `results`. */
  readonly cacheDir: string;
  /** Passed on to the plugins, the CNI_* variables replaced. */
  readonly env: Env;
}

/** One network as one version, as all plugins of a call are to see it. */
export interface ChainCall {
  readonly runtime: Runtime;
  readonly network: Network;
  readonly version: CniVersion;
}

/** A plugin that was executed, and how long that took. */
export interface Step {
  readonly plugin: string;
  readonly durationMs: number;
}

/** One execution of one plugin of a chain. */
export interface Execution {
  readonly command: CniCommand;
  /** Keys that are put over the plugin's own configuration. */
  readonly inject?: JsonObject;
  /** Absent for GC and STATUS. */
  readonly attachment?: RuntimeAttachment;
}

/**
 * Executes one plugin of the chain, and returns its stdout.
 * @param index in the configuration's order.
 * @throws PluginFailure.
 */
export function executePlugin(
  call: ChainCall,
  index: number,
  execution: Execution,
): { readonly stdout: string; readonly step: Step } {
  const plugin = pluginAt(call.network, index);
  const { command } = execution;
  const place = { command, plugin: plugin.type, position: index + 1, count: call.network.plugins.length };
  const startMs = performance.now();
  try {
    const stdout = execPlugin({
      type: plugin.type,
      command,
      env: envOf(call.runtime, execution.attachment),
      stdin: JSON.stringify(configOf(call, plugin, execution)),
      cniPath: call.runtime.cniPath,
    });
    return { stdout, step: { plugin: plugin.type, durationMs: performance.now() - startMs } };
  } catch (cause) {
    throw new PluginFailure(place, cause);
  }
}

function pluginAt(network: Network, index: number): NetworkPlugin {
  const plugin = network.plugins[index];
  if (plugin === undefined) throw new RangeError(`network ${network.name} has no plugin ${index}`);
  return plugin;
}

/** The list's name and version, what is injected, and of the capability arguments those that the plugin declares. */
function configOf(call: ChainCall, plugin: NetworkPlugin, { inject = {}, attachment }: Execution): JsonObject {
  const args = attachment?.capabilityArgs ?? {};
  const wanted = plugin.capabilities.filter((capability) => Object.hasOwn(args, capability));
  const runtimeConfig = Object.fromEntries(wanted.map((capability) => [capability, args[capability]]));
  return {
    ...plugin.json,
    name: call.network.name,
    cniVersion: call.version,
    ...inject,
    ...(wanted.length === 0 ? {} : { runtimeConfig }),
  };
}

/** GC and STATUS concern no attachment: the variables of one are taken out rather than left as they came. */
function envOf(runtime: Runtime, attachment: RuntimeAttachment | undefined): Env {
  return {
    ...runtime.env,
    CNI_PATH: runtime.cniPath.join(':'),
    CNI_CONTAINERID: attachment?.containerId,
    CNI_NETNS: attachment?.netns,
    CNI_IFNAME: attachment?.ifname,
    CNI_ARGS: attachment === undefined ? undefined : formatCniArgPairs(attachment.cniArgs),
  };
}
