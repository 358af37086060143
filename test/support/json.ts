/** A JSON object as a test writes or reads it. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** The text as a JSON object, or undefined where it is anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Follows keys and array indexes into a value; undefined where the way ends. */
export function dig(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** As `dig`, for a text. @throws where there is none */
export function digText(value: unknown, ...keys: readonly (string | number)[]): string {
  const found = dig(value, ...keys);
  if (typeof found !== 'string') throw new Error(`no text at ${keys.join('.')} of ${JSON.stringify(value)}`);
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
