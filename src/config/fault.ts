import { type ErrorCode, formatFound, SilkError } from '../errors.ts';

/** What is wrong with one value of a document from outside. */
export interface Fault {
  readonly code: 'BAD_CONFIG' | 'UNSUPPORTED_FIELD';
  /** `ipam.dataDir: found 7, wanted an absolute path` */
  readonly text: string;
  /** JSON pointer to the value, or to what misses it; absent where nobody asks for its line. */
  readonly at?: string;
  /** A key that an object has twice: its line is that of the second. */
  readonly repeated?: string;
}

/** One or more. */
export type Faults = readonly [Fault, ...Fault[]];

/** A generated validator (ajv, standalone, verbose). */
export interface Validator {
  (json: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** The part that is read of what ajv reports of one value. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schema: unknown;
  readonly parentSchema: ReportedSchema;
  readonly data: unknown;
  readonly params: { readonly missingProperty?: string; readonly additionalProperty?: string };
}

interface ReportedSchema {
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, ReportedSchema>>;
  readonly not?: unknown;
}

/** More than this many faults are counted, not listed. */
export const listed = 20;

/**
 * The error that names the first fault in its message and all of them in its details, a line each.
 * @param cannot what cannot be done, such as `Cannot use the configuration`.
 * @param code the first fault's where none is given.
 */
export function faultError(cannot: string, faults: Faults, code?: ErrorCode): SilkError {
  return new SilkError(code ?? faults[0].code, `${cannot}: ${faults[0].text}`, { details: listFaults(faults) });
}

/** A line each, the first twenty. */
export function listFaults(faults: readonly Fault[]): string {
  const lines = faults.slice(0, listed).map((fault) => fault.text);
  if (faults.length > listed) lines.push(`and ${faults.length - listed} more`);
  return lines.join('\n');
}

/** Everything that the schema has against `json`; nothing when it is as wanted. */
export function findFaults(validate: Validator, json: unknown): Fault[] {
  if (validate(json)) return [];
  return distinct((validate.errors ?? []).map((error) => toFault(error, json)));
}

/** The faults without those that say what an earlier one said. */
export function distinct(faults: readonly Fault[]): Fault[] {
  if (faults.length < 2) return [...faults];
  return [...new Map(faults.map((fault) => [fault.text, fault])).values()];
}

/** `path` may be anything that reads well; the value is shown as JSON. */
export function badValue(path: string, value: unknown, wanted: string): Fault {
  return { code: 'BAD_CONFIG', text: `${path}: found ${formatFound(value)}, wanted ${wanted}` };
}

function toFault(error: SchemaError, json: unknown): Fault {
  const key = error.params.additionalProperty;
  const below = key === undefined ? '' : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { ...describeError(error, json), at: `${error.instancePath}${below}` };
}

function describeError(error: SchemaError, json: unknown): Fault {
  const { missingProperty, additionalProperty } = error.params;
  const schema = error.parentSchema;
  if (missingProperty !== undefined) {
    const path = formatPath(error.instancePath, json, missingProperty);
    return badValue(path, undefined, schema.properties?.[missingProperty]?.description ?? 'a value');
  }
  if (additionalProperty !== undefined) return unknownKey(error, json, additionalProperty);
  const path = formatPath(error.instancePath, json);
  const wanted = schema.description ?? 'something else';
  if (error.keyword === 'const') return { ...badValue(path, error.data, wanted), code: 'UNSUPPORTED_FIELD' };
  if (error.keyword !== 'not' || !isEmpty(error.schema)) return badValue(path, error.data, wanted);
  return {
    code: 'UNSUPPORTED_FIELD',
    text: `${path}: found ${formatFound(error.data)}, which is not supported: ${wanted}`,
  };
}

function unknownKey(error: SchemaError, json: unknown, key: string): Fault {
  const { properties = {}, title = 'this object' } = error.parentSchema;
  const known = Object.keys(properties).filter((name) => isOffered(properties[name]));
  const value = isObject(error.data) ? error.data[key] : undefined;
  const path = formatPath(error.instancePath, json, key);
  return {
    code: 'UNSUPPORTED_FIELD',
    text: `${path}: found ${formatFound(value)}, which is not a key of ${title} (wanted one of ${known.join(', ')})`,
  };
}

/** A key without a description is the specification's; one with `not: {}` is there to be refused. */
function isOffered(schema: ReportedSchema | undefined): boolean {
  return schema?.description !== undefined && !isEmpty(schema.not);
}

/** A JSON pointer into `json`, and a key below it, as `ipam.ranges[0][0].subnet`. */
function formatPath(pointer: string, json: unknown, below?: string): string {
  const keys = keysOf(pointer);
  if (below !== undefined) keys.push(below);
  let path = '';
  let at = json;
  for (const key of keys) {
    path += formatStep(key, Array.isArray(at), path === '');
    at = isObject(at) ? at[key] : undefined;
  }
  return path === '' ? 'the whole' : path;
}

/** The keys of a JSON pointer (RFC 6901), from the outermost. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function formatStep(key: string, isIndex: boolean, isFirst: boolean): string {
  if (isIndex) return `[${key}]`;
  const text = formatKey(key);
  return isFirst || text.startsWith('[') ? text : `.${text}`;
}

/** A key at the start of a path: as it is where it reads well, else as `["a b"]`. */
export function formatKey(key: string): string {
  return /^[A-Za-z_][\w-]{0,63}$/.test(key) ? key : `[${formatFound(key)}]`;
}

function isEmpty(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).length === 0;
}

/** Whether a value is an object or a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
