import { type Faults, faultError } from '../config/fault.ts';
import { checkListText, type ListFile, listFileError } from '../config/list-file.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import { readFileText } from './list-file.ts';

/** What an edit did. */
export interface ListEdit<Item> {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}

/** A list file that can be written. */
export interface EditableList<Item> extends ListFile<Item> {
  /** An item as it is written. */
  format(item: Item): string;
}

/**
 * Replaces the list of a file by what `edit` makes of it: one caller at a time, and whole, so that a kill leaves the old
 * file or the new one. A missing file has an empty list, and is made. `edit` returns the very list that it was given to write
 * nothing.
 * @throws SilkError PEERS_UNUSABLE when the file is broken, or the new list would be: the file is left as it is. TRY_LATER when
 *   another holds its lock, IO_FAILURE when it cannot be written, and what `edit` throws.
 */
export async function editListFile<Item>(
  file: EditableList<Item>,
  path: string,
  edit: (list: readonly Item[]) => readonly Item[],
): Promise<ListEdit<Item>> {
  try {
    return editLocked(file, path, edit);
  } catch (error) {
    throw error instanceof BrokenText ? await listFileError(file, { ...error, path }) : error;
  }
}

/** Faults that were found under the lock: to find their lines takes longer, and a wait. */
class BrokenText extends Error {
  readonly text: string;
  readonly faults: Faults;

  constructor(text: string, faults: Faults) {
    super('broken');
    this.text = text;
    this.faults = faults;
  }
}

function editLocked<Item>(
  file: EditableList<Item>,
  path: string,
  edit: (list: readonly Item[]) => readonly Item[],
): ListEdit<Item> {
  let done: ListEdit<Item> = { before: [], after: [] };
  replaceWhole({ path, kind: file.kind, lasts: true }, (target, lock) => {
    const before = readList(file, target);
    // Of 100,000 items, reading takes half a second, and so does writing.
    lock.renew();
    const after = edit(before);
    done = { before, after };
    return after === before ? undefined : formatList(file, path, after);
  });
  return done;
}

function readList<Item>(file: EditableList<Item>, path: string): readonly Item[] {
  const text = readFileText(file, path);
  if (text === undefined) return [];
  const { items, faults } = checkListText(file, text);
  if (faults !== undefined) throw new BrokenText(text, faults);
  return items;
}

/**
 * The text of a list file: one item a line, so that a fault's line, grep and diff name an item.
 * @throws SilkError PEERS_UNUSABLE when the list could not be read again, as two of its items contradict each other.
 */
export function formatList<Item>(file: EditableList<Item>, path: string, list: readonly Item[]): string {
  const { key, kind } = file;
  const lines = list.map((item) => file.format(item)).join(',\n');
  const text = list.length === 0 ? `{"${key}":[]}\n` : `{"${key}":[\n${lines}\n]}\n`;
  const { faults } = checkListText(file, text);
  if (faults !== undefined) throw faultError(`Cannot write ${kind} ${path}`, faults, 'PEERS_UNUSABLE');
  return text;
}
