import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface TreeOptions {
  /** Time and inode as well, so that even a rewrite with the same content shows. */
  readonly stamps?: boolean;
}

/** Every entry below a directory, one line each: path, kind, content. Equal before and after means nothing was written. */
export function treeState(dir: string, options: TreeOptions = {}): string[] {
  return entriesBelow(dir).map((path) => `${path} ${describe(join(dir, path), options)}`);
}

/** The paths below a directory, sorted; none where it does not exist. */
export function entriesBelow(dir: string, prefix = ''): string[] {
  let names: string[];
  try {
    names = readdirSync(dir).sort();
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = join(prefix, name);
    const below = lstatSync(join(dir, name)).isDirectory() ? entriesBelow(join(dir, name), path) : [];
    return [path, ...below];
  });
}

function describe(path: string, options: TreeOptions): string {
  const stat = lstatSync(path);
  const stamp = options.stamps ? ` ${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs}` : '';
  if (stat.isSymbolicLink()) return `link ${readlinkSync(path)}${stamp}`;
  if (stat.isDirectory()) return `dir${stamp}`;
  return `file ${JSON.stringify(readFileSync(path, 'latin1'))}${stamp}`;
}
