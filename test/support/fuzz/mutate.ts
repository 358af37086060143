/** Random changes to JSON values, texts and bytes: what a broken disk, a buggy runtime or an attacker may send. */

export type Random = () => number;

const oddTexts = [
  '',
  ' ',
  '\0',
  '..',
  '/',
  '../../x',
  '\uFEFF',
  'é',
  '☃',
  '__proto__',
  'constructor',
  '10.0.0.1/33',
  '::1',
  'a'.repeat(300),
  '-1',
  '1e9',
  '\r\n',
  ';',
  '=',
];
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  4294967296,
  [],
  {},
  [[]],
  '',
  'x',
  [null],
  { type: 1 },
];

export function pick<T>(random: Random, from: readonly T[]): T {
  const value = from[Math.floor(random() * from.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/** The value with one place in it changed, dropped, doubled or replaced. */
export function mutateJson(random: Random, value: unknown): unknown {
  if (random() < 0.15) return oddJson(random);
  if (Array.isArray(value)) return mutateList(random, value);
  if (typeof value === 'object' && value !== null) return mutateObject(random, value);
  if (typeof value === 'string') return mutateText(random, value);
  if (typeof value === 'number') return pick(random, [value + 1, -value, value * 1e6, 0, `${value}`]);
  return oddJson(random);
}

function oddJson(random: Random): unknown {
  return random() < 0.5 ? pick(random, oddValues) : pick(random, oddTexts);
}

function mutateList(random: Random, list: readonly unknown[]): unknown[] {
  if (list.length === 0) return [oddJson(random)];
  const at = Math.floor(random() * list.length);
  return list.flatMap((item, i) => {
    if (i !== at) return [item];
    return pick(random, [[], [item, item], [mutateJson(random, item)], [mutateJson(random, item)]]);
  });
}

function mutateObject(random: Random, object: object): object {
  const entries = Object.entries(object);
  if (entries.length === 0 || random() < 0.15) return { ...object, [pick(random, oddTexts)]: oddJson(random) };
  const at = Math.floor(random() * entries.length);
  const changed = entries.flatMap(([key, item], i): [string, unknown][] => {
    if (i !== at) return [[key, item]];
    if (random() < 0.1) return [];
    return [[random() < 0.1 ? mutateText(random, key) : key, mutateJson(random, item)]];
  });
  return Object.fromEntries(changed);
}

/** The text cut, doubled, with a character changed, or another text altogether. */
export function mutateText(random: Random, text: string): string {
  const at = Math.floor(random() * (text.length + 1));
  const rest = text.slice(at + 1);
  return pick(random, [
    text.slice(0, at),
    text + text,
    text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + rest,
    text.slice(0, at) + pick(random, oddTexts) + rest,
    pick(random, oddTexts),
  ]);
}

/** The bytes cut, or with up to eight of them changed. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (random() < 0.3) return copy.subarray(0, Math.floor(random() * (copy.length + 1)));
  for (let changes = 1 + Math.floor(random() * 8); changes > 0 && copy.length > 0; changes--) {
    copy[Math.floor(random() * copy.length)] = pick(random, [0, 1, 4, 255, Math.floor(random() * 256)]);
  }
  return copy;
}
