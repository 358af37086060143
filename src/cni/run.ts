import { errorText, SilkError } from '../errors.ts';
import { log } from '../log.ts';
import { UndoList } from '../undo.ts';
import { formatResult } from './convert.ts';
import { type CniCommand, type Env, readCommand } from './environment.ts';
import { formatError } from './error.ts';
import { type JsonObject, parseJsonObject } from './json.ts';
import { PassedOn } from './pass-on.ts';
import { type CniRequest, readRequest } from './request.ts';
import type { CniResult } from './result.ts';
import { type CniVersion, newestVersion, readVersion, supportedVersions } from './version.ts';

/** A CNI plugin's own part. Handlers throw to fail and print nothing. */
export interface Plugin<C> {
  readonly name: string;
  /** One line for people who start the program by hand. */
  readonly about: string;
  /** How strict it is on DEL is its own affair. */
  readConfig(json: JsonObject, command: CniCommand): C;
  /** Pushes a step on `undo` after each effect. The list runs when this throws or when the result cannot be printed. */
  add(request: CniRequest<C>, undo: UndoList): CniResult | PassedOn | Promise<CniResult | PassedOn>;
  del(request: CniRequest<C>): void | Promise<void>;
  check(request: CniRequest<C>): void | Promise<void>;
  gc(request: CniRequest<C>): void | Promise<void>;
  status(request: CniRequest<C>): void | Promise<void>;
}

/** The process as a plugin sees it. */
export interface PluginIo {
  readonly env: Env;
  /** Everything up to EOF. @throws when it cannot be read. */
  readStdin(): string;
  /** @throws when not all of it could be written. */
  writeStdout(text: string): void;
  writeStderr(text: string): void;
}

/**
 * Runs one CNI call and returns the exit code: the variables, the configuration, the version, the handler, the print.
 * stdout gets one JSON document for ADD, VERSION and every failure, and nothing else (CNI spec 1.1.0, "CNI operations").
 */
export async function runPlugin<C>(plugin: Plugin<C>, io: PluginIo): Promise<number> {
  if ((io.env['CNI_COMMAND'] ?? '') === '') return describe(plugin, io);
  const readStdin = once(() => io.readStdin());
  const undo = new UndoList();
  try {
    const command = readCommand(io.env);
    if (command === 'VERSION') printVersions(io, versionInUse(readStdin));
    else await perform(plugin, { command, stdin: readStdin(), undo }, io);
    return 0;
  } catch (error) {
    return fail(io, error, { version: versionInUse(readStdin), undo });
  }
}

function describe(plugin: Pick<Plugin<unknown>, 'name' | 'about'>, io: PluginIo): number {
  io.writeStderr(`${plugin.name}: ${plugin.about}\nCNI protocol versions supported: ${supportedVersions.join(', ')}\n`);
  return 0;
}

/** Reads at the first call and remembers the outcome, a failure too. */
function once(read: () => string): () => string {
  let outcome: { text: string } | { error: unknown } | undefined;
  return () => {
    outcome ??= attempt(read);
    if ('error' in outcome) throw outcome.error;
    return outcome.text;
  };
}

function attempt(read: () => string): { text: string } | { error: unknown } {
  try {
    return { text: read() };
  } catch (error) {
    return { error };
  }
}

interface Call {
  readonly command: CniCommand;
  readonly stdin: string;
  readonly undo: UndoList;
}

async function perform<C>(plugin: Plugin<C>, call: Call, io: PluginIo): Promise<void> {
  const { command, stdin, undo } = call;
  const readConfig = (json: JsonObject) => plugin.readConfig(json, command);
  const request = readRequest({ command, env: io.env, stdin, readConfig });
  if (command === 'ADD') {
    const result = await plugin.add(request, undo);
    if (result instanceof PassedOn) printText(io, result.text);
    else print(io, formatResult(result, request.version));
    undo.commit();
  } else if (command === 'DEL') await plugin.del(request);
  else if (command === 'CHECK') await plugin.check(request);
  else if (command === 'GC') await plugin.gc(request);
  else await plugin.status(request);
}

/** VERSION never fails on its input: a version that is absent, unknown or unreadable is answered with our newest. */
function printVersions(io: PluginIo, version: CniVersion): void {
  print(io, { cniVersion: version, supportedVersions });
}

/** The configuration's version where it can be read and is supported, else the newest. */
function versionInUse(readStdin: () => string): CniVersion {
  try {
    return readVersion(parseJsonObject(readStdin(), 'stdin'));
  } catch {
    // Whatever is wrong with stdin is told by the call itself, or does not matter to it.
    return newestVersion;
  }
}

/** stdout took no document, or a part of one: an error object after it would not be readable either. */
class StdoutError extends SilkError {}

function print(io: PluginIo, document: Record<string, unknown>): void {
  printText(io, JSON.stringify(document));
}

function printText(io: PluginIo, text: string): void {
  try {
    io.writeStdout(`${text}\n`);
  } catch (cause) {
    throw new StdoutError('IO_FAILURE', `Cannot print the result: ${errorText(cause)}`, { cause });
  }
}

function fail(io: PluginIo, error: unknown, call: { version: CniVersion; undo: UndoList }): number {
  const failures = call.undo.rollBack();
  for (const failure of failures) log('warn', failure);
  const object = formatError(error, call.version, failures);
  if (error instanceof StdoutError) log('error', object.msg);
  else printError(io, { ...object });
  return 1;
}

function printError(io: PluginIo, object: Record<string, unknown>): void {
  try {
    print(io, object);
  } catch (failure) {
    log('error', errorText(failure), { lost: JSON.stringify(object) });
  }
}
