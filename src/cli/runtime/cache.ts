import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '../../cni/json.ts';
import { errorText, SilkError, systemErrorName } from '../../errors.ts';
import type { CniArg, RuntimeAttachment } from './attachment.ts';

/**
 * What an ADD leaves for CHECK and DEL: the file format and the place of libcni 1.3 (`cachedInfo`, libcni/api.go), so that
 * cnitool, containerd and this tool find each other's attachments.
 */
export interface CacheEntry extends RuntimeAttachment {
  readonly network: string;
  /** The network list as text. */
  readonly config: string;
  readonly result: JsonObject;
}

/** Which entry is meant. */
export type CacheKey = Pick<CacheEntry, 'network' | 'containerId' | 'ifname'>;

const kind = 'cniCacheV1';

/** `<cache dir>/results/<network>-<container ID>-<interface>`. */
export function cachePath(dir: string, { network, containerId, ifname }: CacheKey): string {
  return join(dir, 'results', `${network}-${containerId}-${ifname}`);
}

/**
 * Writes an entry: it appears whole, or not at all.
 * @throws SilkError IO_FAILURE.
 */
export function writeCache(dir: string, entry: CacheEntry): void {
  const path = cachePath(dir, entry);
  // Beside `results`, not in it: libcni takes every file there for an attachment.
  const temporary = join(dir, `.${process.pid}-${entry.containerId.slice(0, 100)}-${entry.ifname}.tmp`);
  try {
    mkdirSync(join(dir, 'results'), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, JSON.stringify(encodeEntry(entry)), { mode: 0o600 });
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new SilkError('IO_FAILURE', `Cannot write ${path}: ${errorText(cause)}`, { cause });
  }
}

function encodeEntry(entry: CacheEntry): JsonObject {
  const { containerId, ifname: ifName, network: networkName, netns, cniArgs, capabilityArgs, result } = entry;
  return {
    kind,
    containerId,
    config: Buffer.from(entry.config).toString('base64'),
    ifName,
    networkName,
    ...(netns === '' ? {} : { netns }),
    ...(cniArgs.length === 0 ? {} : { cniArgs }),
    ...(Object.keys(capabilityArgs).length === 0 ? {} : { capabilityArgs }),
    result,
  };
}

/**
 * The entry, or undefined where there is none.
 * A file that is a bare result, as libcni before 0.8 left it, is an entry without arguments.
 * @throws SilkError STATE_CORRUPT when it is neither, IO_FAILURE when it cannot be read.
 */
export function readCache(dir: string, key: CacheKey): CacheEntry | undefined {
  const path = cachePath(dir, key);
  const text = readText(path);
  if (text === undefined) return undefined;
  const json = decodeJson(text);
  const entry = json === undefined ? undefined : (decodeEntry(json) ?? decodeLegacy(json, key));
  if (entry !== undefined) return entry;
  throw new SilkError('STATE_CORRUPT', `Cannot use ${path}: found ${text.length} characters that are no cached result`);
}

/** The entries of a network, by file name. What cannot be read is passed over, as by libcni. */
export function listCache(dir: string, network: string): CacheEntry[] {
  return listFiles(join(dir, 'results')).flatMap((path) => {
    const json = decodeJson(readText(path) ?? '');
    const entry = json === undefined ? undefined : decodeEntry(json);
    return entry?.network === network ? [entry] : [];
  });
}

/** Removes an entry; one that is not there is no fault. @throws SilkError IO_FAILURE. */
export function removeCache(dir: string, key: CacheKey): void {
  const path = cachePath(dir, key);
  try {
    rmSync(path, { force: true });
  } catch (cause) {
    throw new SilkError('IO_FAILURE', `Cannot remove ${path}: ${errorText(cause)}`, { cause });
  }
}

function listFiles(dir: string): string[] {
  try {
    const files = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => join(dir, entry.name)).sort();
  } catch (cause) {
    if (systemErrorName(cause) === 'ENOENT') return [];
    throw new SilkError('IO_FAILURE', `Cannot read directory ${dir}: ${errorText(cause)}`, { cause });
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (systemErrorName(cause) === 'ENOENT') return undefined;
    throw new SilkError('IO_FAILURE', `Cannot read ${path}: ${errorText(cause)}`, { cause });
  }
}

function decodeJson(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJsonObject(json) ? json : undefined;
  } catch {
    // The caller says what it means that there is none.
    return undefined;
  }
}

function decodeEntry(json: JsonObject): CacheEntry | undefined {
  const containerId = textOf(json, 'containerId');
  const ifname = textOf(json, 'ifName');
  const network = textOf(json, 'networkName');
  const { result, cniArgs, capabilityArgs } = json;
  if (json['kind'] !== kind || !containerId || !ifname || !network || !isJsonObject(result)) return undefined;
  return {
    network,
    containerId,
    ifname,
    netns: textOf(json, 'netns') || sandboxOf(result, ifname),
    cniArgs: Array.isArray(cniArgs) ? cniArgs.filter(isCniArg) : [],
    capabilityArgs: isJsonObject(capabilityArgs) ? capabilityArgs : {},
    config: Buffer.from(textOf(json, 'config'), 'base64').toString(),
    result,
  };
}

/** libcni before 1.2 writes no netns, but the result has it. */
function sandboxOf(result: JsonObject, ifname: string): string {
  const interfaces = Array.isArray(result['interfaces']) ? result['interfaces'].filter(isJsonObject) : [];
  const own = interfaces.find((entry) => entry['name'] === ifname && textOf(entry, 'sandbox') !== '');
  return own === undefined ? '' : textOf(own, 'sandbox');
}

function decodeLegacy(result: JsonObject, key: CacheKey): CacheEntry | undefined {
  if (typeof result['cniVersion'] !== 'string' || 'kind' in result) return undefined;
  return { ...key, netns: '', cniArgs: [], capabilityArgs: {}, config: '', result };
}

function textOf(json: JsonObject, key: string): string {
  const value = json[key];
  return typeof value === 'string' ? value : '';
}

function isCniArg(value: unknown): value is CniArg {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}
