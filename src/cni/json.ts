import { errorText, SilkError } from '../errors.ts';

/** A JSON object from outside: nothing about its values is known. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/**
 * Reads exactly one JSON object. A byte order mark is refused like any other stray character (RFC 8259, section 8.1).
 * A key `__proto__` stays an ordinary key.
 * @param what the text's origin for the message, such as `stdin`.
 * @throws SilkError BAD_JSON.
 */
export function parseJsonObject(text: string, what: string): JsonObject {
  const value = parseJson(text, what);
  if (isJsonObject(value)) return value;
  throw new SilkError('BAD_JSON', `Cannot read ${what}: found ${kindOf(value)}, wanted one JSON object`);
}

function parseJson(text: string, what: string): unknown {
  if (text.trim() === '') throw new SilkError('BAD_JSON', `Cannot read ${what}: found nothing, wanted one JSON object`);
  if (text.startsWith('\u{feff}')) {
    throw new SilkError('BAD_JSON', `Cannot read ${what}: found a byte order mark, wanted UTF-8 without one`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SilkError('BAD_JSON', `Cannot read ${what}: found no JSON (${errorText(cause)}), wanted one JSON object`);
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a JSON value is, in words for a message. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value}`;
}
