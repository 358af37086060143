import { formatIp, parseIp } from '../addr/ip.ts';
import { formatPrefix, parsePrefix } from '../addr/prefix.ts';
import { formatFound, SilkError } from '../errors.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** One JSON object together with its place in the document, such as `prevResult.ips[0]`. */
export interface Place {
  readonly path: string;
  readonly object: JsonObject;
}

/** @throws SilkError BAD_CONFIG when the value is no object. */
export function placeOf(value: unknown, path: string): Place {
  if (!isJsonObject(value)) throw badField(path, value, 'an object');
  return { path, object: value };
}

/** Text that must be there. @throws SilkError BAD_CONFIG. */
export function requiredText({ path, object }: Place, key: string): string {
  const value = object[key];
  if (typeof value !== 'string' || value === '') throw badField(`${path}.${key}`, value, 'text');
  return value;
}

/** Text; null and "" count as absent, as Go's encoder and decoder have it. @throws SilkError BAD_CONFIG. */
export function optionalText(place: Place, key: string): string | undefined {
  const value = place.object[key] ?? '';
  return value === '' ? undefined : requiredText(place, key);
}

/** A whole number of 0 or more. @throws SilkError BAD_CONFIG. */
export function optionalCount({ path, object }: Place, key: string): number | undefined {
  const value = object[key] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw badField(`${path}.${key}`, value, 'a whole number of 0 or more');
  }
  return value;
}

/** A list, each member read by `read` with its path. @throws SilkError BAD_CONFIG. */
export function optionalList<T>(
  { path, object }: Place,
  key: string,
  read: (value: unknown, path: string) => T,
): T[] | undefined {
  const value = object[key] ?? undefined;
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw badField(`${path}.${key}`, value, 'a list');
  return value.map((member: unknown, i) => read(member, `${path}.${key}[${i}]`));
}

/** A list of texts. @throws SilkError BAD_CONFIG. */
export function optionalTexts(place: Place, key: string): string[] | undefined {
  return optionalList(place, key, (value, path) => {
    if (typeof value !== 'string') throw badField(path, value, 'text');
    return value;
  });
}

/** `ADDRESS/LENGTH` in its canonical form, host bits kept. @throws SilkError BAD_CONFIG. */
export function requiredPrefix(place: Place, key: string): string {
  return formatPrefix(parsePrefix(requiredText(place, key), `${place.path}.${key}`));
}

/** An address in its canonical form. @throws SilkError BAD_CONFIG. */
export function optionalAddress(place: Place, key: string): string | undefined {
  const text = optionalText(place, key);
  return text === undefined ? undefined : formatIp(parseIp(text, `${place.path}.${key}`));
}

function badField(path: string, found: unknown, wanted: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot read ${path}: found ${formatFound(found)}, wanted ${wanted}`);
}

/** The object less the keys given. A key `__proto__` stays an ordinary key, which assigning it would not do. */
export function without(object: object, keys: readonly string[]): Record<string, unknown> {
  const rest: Record<string, unknown> = { ...object };
  for (const key of keys) delete rest[key];
  return rest;
}

/** The fields that have a value. */
export function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const rest = without(fields, []);
  for (const key of Object.keys(rest)) if (rest[key] === undefined) delete rest[key];
  return rest as { [K in keyof T]?: Exclude<T[K], undefined> };
}
