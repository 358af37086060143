import { errorText, formatFound, SilkError } from '../errors.ts';
import { log } from '../log.ts';
import { type CniCommand, type Env, readCniPath } from './environment.ts';
import { optionalList, placeOf, requiredText } from './field.ts';
import { type JsonObject, parseJsonObject } from './json.ts';
import { isIdentifier } from './names.ts';
import { type CniResult, parseResult } from './result.ts';
import { asSupported, atLeast, type CniVersion, readVersion } from './version.ts';

/** A container's interface that the runtime still knows. */
export interface Attachment {
  readonly containerId: string;
  readonly ifname: string;
}

/** One call of a plugin; `C` is the plugin's own configuration. */
export interface CniRequest<C> {
  readonly command: CniCommand;
  /** '' for GC and STATUS, as `netns` and `ifname`. */
  readonly containerId: string;
  /** A path; '' when DEL was given none. */
  readonly netns: string;
  readonly ifname: string;
  /** CNI_ARGS as it is; see `parseCniArgs`. */
  readonly cniArgs: string;
  readonly cniPath: readonly string[];
  readonly env: Env;
  readonly version: CniVersion;
  /** The configuration's `name`. */
  readonly network: string;
  /** The configuration as it came, for delegates. */
  readonly stdin: string;
  readonly json: JsonObject;
  readonly config: C;
  /** Always there for CHECK. One that cannot be read is undefined on DEL, GC and STATUS. */
  readonly prevResult: CniResult | undefined;
  /** Defined for GC alone. */
  readonly validAttachments: readonly Attachment[] | undefined;
}

/** The attachments that GC leaves alone. @throws SilkError UNEXPECTED without a list, which must never be taken for an empty one. */
export function listedAttachments(request: Pick<CniRequest<unknown>, 'validAttachments'>): readonly Attachment[] {
  if (request.validAttachments !== undefined) return request.validAttachments;
  throw new SilkError('UNEXPECTED', 'Cannot collect: found no list of valid attachments');
}

/** What a request is read from, after the environment was checked. */
export interface RequestSource<C> {
  readonly command: CniCommand;
  readonly env: Env;
  readonly stdin: string;
  readonly readConfig: (json: JsonObject, command: CniCommand) => C;
}

/** The first version with a command, where that is not the first of all (CNI spec, "Changes" in each version). */
const commandSince: Partial<Record<CniCommand, CniVersion>> = { CHECK: '0.4.0', GC: '1.1.0', STATUS: '1.1.0' };

/**
 * Reads a configuration into a request: JSON, name, version, whether the version has the command, then the rest.
 * @throws SilkError BAD_JSON, BAD_CONFIG, INCOMPATIBLE_VERSION, and what `readConfig` throws.
 */
export function readRequest<C>(source: RequestSource<C>): CniRequest<C> {
  const { command, env, stdin } = source;
  const json = parseJsonObject(stdin, 'the configuration on stdin');
  const network = readNetworkName(json);
  const version = readVersion(json);
  checkCommandVersion(command, version);
  const prevResult = readPrevResult(json, command, version);
  const validAttachments = command === 'GC' ? readValidAttachments(json) : undefined;
  return {
    ...readAttachment(command, env),
    command,
    cniArgs: env['CNI_ARGS'] ?? '',
    cniPath: readCniPath(env),
    env,
    version,
    network,
    stdin,
    json,
    config: source.readConfig(json, command),
    prevResult,
    validAttachments,
  };
}

function readNetworkName(json: JsonObject): string {
  const name = json['name'] ?? '';
  if (typeof name === 'string' && isIdentifier(name)) return name;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot use the configuration: name: found ${formatFound(name)}, wanted a letter or digit, then letters, digits, "_", "." or "-"`,
  );
}

function checkCommandVersion(command: CniCommand, version: CniVersion): void {
  const since = commandSince[command];
  if (since === undefined || atLeast(version, since)) return;
  throw new SilkError(
    'INCOMPATIBLE_VERSION',
    `Cannot run ${command}: config version does not allow ${command}: found cniVersion ${version}, wanted ${since} or later`,
  );
}

function readPrevResult(json: JsonObject, command: CniCommand, version: CniVersion): CniResult | undefined {
  const found = json['prevResult'] ?? undefined;
  if (command === 'CHECK' && found === undefined) {
    throw new SilkError('BAD_CONFIG', 'Cannot run CHECK: prevResult: found none, wanted the result of ADD');
  }
  if (found === undefined) return undefined;
  if (command === 'ADD' || command === 'CHECK') return parsePrevResult(found, version);
  try {
    return parsePrevResult(found, version);
  } catch (error) {
    // DEL and GC release what they can without it; an empty cache after a power loss must not wedge a pod.
    log('warn', 'prevResult is ignored', { command, reason: errorText(error) });
    return undefined;
  }
}

/** A prevResult without a version of its own is in the configuration's. */
function parsePrevResult(found: unknown, version: CniVersion): CniResult {
  const own = typeof found === 'object' && found !== null && 'cniVersion' in found ? found.cniVersion : undefined;
  return parseResult(found, asSupported(own) ?? version, 'prevResult');
}

const validKeys = ['cni.dev/valid-attachments', 'cni.dev/attachments'];

/** libcni sends both spellings, others one; see `types.GCAttachment` and issue 1101 of containernetworking/cni. */
function readValidAttachments(json: JsonObject): Attachment[] {
  const given = validKeys.filter((key) => json[key] !== undefined);
  const key = given.find((one) => json[one] !== null) ?? given[0];
  if (key === undefined) {
    throw new SilkError(
      'BAD_CONFIG',
      'Cannot run GC: cni.dev/valid-attachments: found none, wanted the list of valid attachments (an empty one releases all)',
    );
  }
  const attachments = optionalList({ path: 'the configuration', object: json }, key, (value, path) => {
    const place = placeOf(value, path);
    return { containerId: requiredText(place, 'containerID'), ifname: requiredText(place, 'ifname') };
  });
  // Go writes a list that nobody has put anything into as null, and so does CRI-O on a host without pods.
  return attachments ?? [];
}

function readAttachment(command: CniCommand, env: Env): { containerId: string; netns: string; ifname: string } {
  const of = (variable: string) => (command === 'GC' || command === 'STATUS' ? '' : (env[variable] ?? ''));
  return { containerId: of('CNI_CONTAINERID'), netns: of('CNI_NETNS'), ifname: of('CNI_IFNAME') };
}
