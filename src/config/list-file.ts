import { errorText, SilkError } from '../errors.ts';
import { badValue, type Fault, type Faults, findFaults, listFaults, type Validator } from './fault.ts';

/** A file of an object with one list, such as the peers file: what is in it, and how it is checked. */
export interface ListFile<Item> {
  /** Before its path in messages: `the peers file`. */
  readonly kind: string;
  /** The key of the list. */
  readonly key: string;
  readonly validate: Validator;
  /** The keys that an item may have. */
  readonly itemKeys: readonly string[];
  /** What the items mean, once they have the right shape: as many as there are where there are no faults. */
  check(list: readonly never[]): { readonly items: readonly Item[]; readonly faults: readonly Fault[] };
}

/** The text of a list file, understood or not. */
export type ListText<Item> =
  | { readonly items: readonly Item[]; readonly faults?: never }
  | { readonly items?: never; readonly faults: Faults };

/**
 * The list of a file's text.
 * @throws SilkError PEERS_UNUSABLE naming `path`, line and field of the first fault, with all of them in `details`.
 */
export async function readListText<Item>(file: ListFile<Item>, text: string, path: string): Promise<readonly Item[]> {
  const { items, faults } = checkListText(file, text);
  if (faults !== undefined) throw await listFileError(file, { text, path, faults });
  return items;
}

/** As `readListText`, without waiting, and without the lines of the faults. */
export function checkListText<Item>(file: ListFile<Item>, text: string): ListText<Item> {
  const json = tryParse(text);
  if ('fault' in json) return { faults: [json.fault] };
  const [shape, ...more] = findFaults(file.validate, json.value);
  if (shape !== undefined) return { faults: [shape, ...more] };
  const list = (json.value as Readonly<Record<string, readonly never[]>>)[file.key] ?? [];
  const repeated = findRepeated(file, text, list);
  if (repeated !== undefined) return { faults: [repeated] };
  const { items, faults } = file.check(list);
  const [first, ...rest] = faults;
  return first === undefined ? { items } : { faults: [first, ...rest] };
}

/**
 * A key that comes twice in one object: JSON.parse takes the last, and of two lists or addresses neither can be trusted.
 * Nothing but a key is spelt like a key in a list of addresses, so that counting will do.
 */
function findRepeated(
  { key, itemKeys }: Pick<ListFile<unknown>, 'key' | 'itemKeys'>,
  text: string,
  list: readonly object[],
): Fault | undefined {
  const isOften = (one: string, most: number) => text.split(`"${one}"`).length - 1 > most;
  const repeated = isOften(key, 1)
    ? key
    : itemKeys.find((one) => isOften(one, list.filter((item) => Reflect.get(item, one) !== undefined).length));
  if (repeated === undefined) return undefined;
  return { code: 'BAD_CONFIG', text: `${repeated}: found the key twice in one object, wanted it once`, repeated };
}

/** A text with faults in it. */
export interface FaultyText {
  readonly text: string;
  readonly path: string;
  readonly faults: Faults;
}

/** The error that names the faults of a file by their lines. */
export async function listFileError(
  { kind }: Pick<ListFile<unknown>, 'kind'>,
  { text, path, faults }: FaultyText,
): Promise<SilkError> {
  const located = await locate(text, faults);
  return new SilkError('PEERS_UNUSABLE', `Cannot use ${kind} ${path} ${located[0]?.text}`, {
    details: listFaults(located),
  });
}

async function locate(text: string, faults: Faults): Promise<readonly Fault[]> {
  // A file without faults needs no lines, and so no parser that knows them.
  const { locateFaults } = await import('./json-lines.ts');
  try {
    return locateFaults(text, faults);
  } catch (error) {
    // JSON.parse reads what nests deeper than that parser can go.
    if (error instanceof RangeError) return faults;
    throw error;
  }
}

function tryParse(text: string): { readonly value: unknown } | { readonly fault: Fault } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: { code: 'BAD_CONFIG', text: `found ${errorText(error)}, wanted JSON` } };
  }
}

/** The fault of one key of one item of the list, with where it is. */
export function itemFault(list: string, index: number, { key, found, wanted }: ItemFault): Fault {
  return { ...badValue(`${list}[${index}].${key}`, found, wanted), at: `/${list}/${index}/${key}` };
}

/** What is wrong with it. */
export interface ItemFault {
  readonly key: string;
  readonly found: unknown;
  readonly wanted: string;
}
