import { formatFound, SilkError } from '../errors.ts';

/**
 * Reads CNI_ARGS, `KEY=VALUE;KEY=VALUE`, as strictly as the reference library does: every pair has exactly one `=`,
 * so a value with `=` and a trailing `;` are faults. Returns the known keys only; of a repeated key the last one counts.
 * Other keys are refused unless `IgnoreUnknown` is `1` or `true` (either case).
 * @throws SilkError BAD_ENVIRONMENT naming CNI_ARGS and what was found.
 */
export function parseCniArgs(text: string, known: readonly string[]): Map<string, string> {
  const pairs = text === '' ? [] : text.split(';').map(parsePair);
  const ignoreUnknown = readIgnoreUnknown(pairs);
  const unknown = pairs.filter(([key]) => key !== 'IgnoreUnknown' && !known.includes(key));
  if (unknown.length > 0 && !ignoreUnknown) {
    const keys = new Set(unknown.map(([key]) => key));
    throw badArgs(`unknown keys ${formatFound([...keys])}`, wantedKeys(known));
  }
  return new Map(pairs.filter(([key]) => known.includes(key)));
}

/**
 * What CNI_ARGS says of some keys, for who only passes it on: whatever else is in it, and any pair that is none, is passed
 * over. Of a repeated key the last one counts.
 */
export function pickCniArgs(text: string, keys: readonly string[]): Map<string, string> {
  const pairs = text.split(';').map((pair) => pair.split('='));
  return new Map(
    pairs.flatMap(([key = '', value, ...more]) =>
      value !== undefined && more.length === 0 && keys.includes(key) ? [[key, value]] : [],
    ),
  );
}

function parsePair(pair: string): [key: string, value: string] {
  const [key, value, ...more] = pair.split('=');
  if (key === undefined || value === undefined || more.length > 0) {
    throw badArgs(formatFound(pair), 'KEY=VALUE pairs joined by ";"');
  }
  return [key, value];
}

function readIgnoreUnknown(pairs: readonly (readonly [string, string])[]): boolean {
  const values = pairs.filter(([key]) => key === 'IgnoreUnknown').map(([, value]) => parseBoolean(value));
  return values.at(-1) ?? false;
}

function parseBoolean(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower === '1' || lower === 'true') return true;
  if (lower === '0' || lower === 'false') return false;
  throw badArgs(formatFound(`IgnoreUnknown=${value}`), '1, true, 0 or false');
}

function wantedKeys(known: readonly string[]): string {
  const keys = ['IgnoreUnknown', ...known].join(', ');
  return `one of ${keys}, or IgnoreUnknown=1`;
}

function badArgs(found: string, wanted: string): SilkError {
  return new SilkError('BAD_ENVIRONMENT', `Cannot read CNI_ARGS: found ${found}, wanted ${wanted}`);
}
