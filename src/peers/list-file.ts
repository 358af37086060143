import { type ListFile, readListText } from '../config/list-file.ts';
import { errorText, SilkError, systemErrorName } from '../errors.ts';
import { readRegularFile } from '../files/regular-file.ts';

/**
 * The list of a file; undefined where there is none.
 * @throws SilkError PEERS_UNUSABLE when it cannot be read, is no regular file, or is wrong in any part.
 */
export async function readListFile<Item>(file: ListFile<Item>, path: string): Promise<readonly Item[] | undefined> {
  const text = readFileText(file, path);
  return text === undefined ? undefined : await readListText(file, text, path);
}

/**
 * The text of a file; undefined where there is none.
 * @throws SilkError PEERS_UNUSABLE when it cannot be read, or is no regular file.
 */
export function readFileText(file: Pick<ListFile<unknown>, 'kind'>, path: string): string | undefined {
  try {
    return readRegularFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorName(error) ?? '')) return undefined;
    throw unreadable(file, path, error);
  }
}

/** The error of a file that cannot be read. */
export function unreadable({ kind }: Pick<ListFile<unknown>, 'kind'>, path: string, cause: unknown): SilkError {
  return new SilkError('PEERS_UNUSABLE', `Cannot read ${kind} ${path}: ${errorText(cause)}`, { cause });
}
