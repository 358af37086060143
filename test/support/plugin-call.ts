import { enter, type Host } from './host.ts';
import { type JsonObject, parseObject } from './json.ts';
import { binDir, referenceDir } from './project.ts';
import { type Outcome, type Running, type RunOptions, run } from './run.ts';

/** One call of a plugin as a runtime makes it. A variable whose value is absent is not set at all. */
export interface PluginCall {
  readonly command?: string | undefined;
  readonly containerId?: string | undefined;
  readonly netns?: string | undefined;
  readonly ifname?: string | undefined;
  /** CNI_ARGS */
  readonly args?: string | undefined;
  /** CNI_PATH; the reference plugins and ours where absent, unset where empty. */
  readonly path?: string | undefined;
  /** Variables beside the CNI ones. The environment holds nothing else. */
  readonly env?: Readonly<Record<string, string>>;
  /** stdin: an object is written as JSON, a text as it is. */
  readonly config?: JsonObject | string;
  readonly cwd?: string;
  /** Instead of the captured stdout. */
  readonly stdoutFd?: number;
  /** Words before the program, such as strace and its options. */
  readonly wrapper?: readonly string[];
}

export interface PluginOutcome extends Outcome {
  /** stdout as a JSON object, undefined where it is empty or something else. */
  readonly json: JsonObject | undefined;
  /** The error object's `code` and texts; undefined when the program succeeded. */
  readonly error: { readonly code: unknown; readonly msg: string; readonly details: string } | undefined;
}

/** Calls a plugin on the host, with exactly the environment and the stdin that the call says. */
export function callPlugin(host: Host, program: string, call: PluginCall): PluginOutcome {
  return readOutcome(run([...enter(host.netns), ...(call.wrapper ?? []), program], callOptions(call)));
}

/** As `callPlugin`, without waiting. */
export function startPlugin(
  host: Host,
  program: string,
  call: PluginCall,
): Running & { result: Promise<PluginOutcome> } {
  const running = host.start([...(call.wrapper ?? []), program], callOptions(call));
  return { ...running, result: running.ended.then(readOutcome) };
}

function callOptions(call: PluginCall): RunOptions {
  return {
    env: callEnv(call),
    input: typeof call.config === 'string' ? call.config : JSON.stringify(call.config ?? {}),
    ...(call.cwd === undefined ? {} : { cwd: call.cwd }),
    ...(call.stdoutFd === undefined ? {} : { stdoutFd: call.stdoutFd }),
  };
}

function callEnv(call: PluginCall): Record<string, string> {
  const path = call.path ?? `${referenceDir}:${binDir}`;
  const env: Record<string, string> = {};
  if (call.command !== undefined) env['CNI_COMMAND'] = call.command;
  if (call.containerId !== undefined) env['CNI_CONTAINERID'] = call.containerId;
  if (call.netns !== undefined) env['CNI_NETNS'] = call.netns;
  if (call.ifname !== undefined) env['CNI_IFNAME'] = call.ifname;
  if (call.args !== undefined) env['CNI_ARGS'] = call.args;
  if (path !== '') env['CNI_PATH'] = path;
  return { ...env, ...call.env };
}

function readOutcome(outcome: Outcome): PluginOutcome {
  const json = parseObject(outcome.stdout);
  if (outcome.code === 0) return { ...outcome, json, error: undefined };
  const error = { code: json?.['code'], msg: String(json?.['msg'] ?? ''), details: String(json?.['details'] ?? '') };
  return { ...outcome, json, error };
}
