import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { sleepMs } from '../sleep.ts';
import type { CniCommand, Env } from './environment.ts';
import { DelegateError } from './error.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from './json.ts';
import { isPluginType } from './names.ts';
import { writeStderr } from './process-io.ts';
import type { CniRequest } from './request.ts';
import { type CniResult, parseResult } from './result.ts';
import { asSupported } from './version.ts';

/** What a delegate gets of the request that it serves. */
export type Delegation = Pick<CniRequest<unknown>, 'env' | 'stdin' | 'cniPath' | 'version'>;

/** One execution of a plugin. */
export interface PluginCall {
  readonly type: string;
  readonly command: CniCommand;
  /** Passed on whole, with CNI_COMMAND set to `command`. */
  readonly env: Env;
  readonly stdin: string;
  readonly cniPath: readonly string[];
}

/** More than any plugin prints, in bytes: what goes beyond is a runaway. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** Longest quotation of a delegate's output in a message, in characters. */
const MAX_QUOTE = 1000;
/** Waits between attempts while the program is being written (ETXTBSY): about 3 s in all, libcni has 5 times 1 s. */
const BUSY_WAITS_MS: readonly number[] = [100, 200, 400, 800, 1600];

/**
 * Delegates ADD and reads the result (CNI spec 1.1.0, "Plugin Delegation"). When this throws, the caller owes the delegate a DEL.
 * @throws SilkError as `execPlugin`, and DELEGATE_FAILED when what was printed is no result.
 */
export function delegateAdd(request: Delegation, type: string): CniResult {
  const stdout = execPlugin({ ...callOf(request), type, command: 'ADD' });
  try {
    const json = parseJsonObject(stdout, 'its stdout');
    return parseResult(json, asSupported(json['cniVersion']) ?? request.version);
  } catch (error) {
    throw new SilkError('DELEGATE_FAILED', `Cannot use the result of plugin ${type}: ${errorText(error)}`, {
      details: `stdout: ${quote(stdout)}`,
    });
  }
}

/** Delegates a command that gives no result. @throws SilkError as `execPlugin`. */
export function delegate(request: Delegation, type: string, command: Exclude<CniCommand, 'ADD'>): void {
  execPlugin({ ...callOf(request), type, command });
}

function callOf(request: Delegation): Pick<PluginCall, 'env' | 'stdin' | 'cniPath'> {
  return { env: request.env, stdin: request.stdin, cniPath: request.cniPath };
}

/**
 * Executes a plugin, passes its stderr through, and returns its stdout.
 * @throws DelegateError with the plugin's own code; SilkError DELEGATE_FAILED when it failed without saying so in JSON;
 *   as `findPlugin` when there is no such plugin.
 */
export function execPlugin(call: PluginCall): string {
  const path = findPlugin(call.type, call.cniPath);
  const outcome = spawn(path, call);
  writeStderr(outcome.stderr);
  if (outcome.failure !== undefined) {
    throw new SilkError('DELEGATE_FAILED', `Cannot execute ${path}: ${errorText(outcome.failure)}`);
  }
  if (outcome.status !== 0) throw failureOf(call, outcome);
  return outcome.stdout;
}

interface Outcome {
  /** Exit code, or the name of the signal that ended the plugin. */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: Uint8Array;
  readonly failure: unknown;
}

function spawn(path: string, call: PluginCall): Outcome {
  // Loaded here because most calls delegate nothing.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const options = { input: call.stdin, env: envOf(call), maxBuffer: MAX_OUTPUT_BYTES };
  let result = spawnSync(path, [], options);
  for (const waitMs of BUSY_WAITS_MS) {
    if (systemErrorName(result.error) !== 'ETXTBSY') break;
    sleepMs(waitMs);
    result = spawnSync(path, [], options);
  }
  return {
    status: result.status ?? result.signal ?? 'unknown',
    stdout: result.stdout?.toString() ?? '',
    stderr: result.stderr ?? new Uint8Array(),
    failure: isUnreadStdin(result.error, result.status) ? undefined : result.error,
  };
}

/** A plugin may end without reading its stdin (EPIPE here); its exit code then says how it went. */
function isUnreadStdin(error: unknown, status: number | null): boolean {
  return status !== null && systemErrorName(error) === 'EPIPE';
}

function envOf(call: PluginCall): Record<string, string> {
  const entries = Object.entries(call.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(entries), CNI_COMMAND: call.command };
}

function failureOf(call: PluginCall, outcome: Outcome): SilkError {
  const printed = errorObjectOf(outcome.stdout);
  const code = printed?.['code'];
  if (printed !== undefined && typeof code === 'number' && Number.isSafeInteger(code) && code > 0) {
    return new DelegateError(code, textOf(printed, 'msg') ?? `${call.type} failed`, textOf(printed, 'details'));
  }
  const found = typeof outcome.status === 'number' ? `exit code ${outcome.status}` : `signal ${outcome.status}`;
  return new SilkError(
    'DELEGATE_FAILED',
    `Cannot delegate ${call.command} to plugin ${call.type}: found ${found} without a CNI error on stdout`,
    { details: `stdout: ${quote(outcome.stdout)}\nstderr: ${quote(Buffer.from(outcome.stderr).toString())}` },
  );
}

function errorObjectOf(stdout: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(stdout);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // The caller quotes what it was.
    return undefined;
  }
}

function textOf(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function quote(text: string): string {
  const rest = text.length - MAX_QUOTE;
  return rest > 0 ? `${JSON.stringify(text.slice(0, MAX_QUOTE))} and ${rest} characters more` : JSON.stringify(text);
}

/**
 * The path of a plugin: the first executable regular file of that name in the folders.
 * @throws SilkError BAD_CONFIG when the type is no file name, BAD_ENVIRONMENT naming CNI_PATH when there is none.
 */
export function findPlugin(type: string, cniPath: readonly string[]): string {
  if (!isPluginType(type)) {
    throw new SilkError('BAD_CONFIG', `Cannot find plugin: type: found ${JSON.stringify(type)}, wanted a file name`);
  }
  if (cniPath.length === 0) {
    throw new SilkError('BAD_ENVIRONMENT', `Cannot find plugin ${type}: CNI_PATH is missing`);
  }
  const path = cniPath.map((folder) => join(folder, type)).find(isProgram);
  if (path !== undefined) return path;
  throw new SilkError(
    'BAD_ENVIRONMENT',
    `Cannot find plugin ${type}: no executable file of that name in CNI_PATH ${cniPath.join(':')}`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to execute: the next folder may have it.
    return false;
  }
}
