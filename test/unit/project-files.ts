import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where the project is. */
export const projectRoot = join(__dirname, '../..');

/** Texts by their paths below the project, with `/`. */
export type Files = ReadonlyMap<string, string>;

/** Every file of the project: all but what .gitignore names and git's own. */
export function readProject(): Files {
  const ignored = ['.git', ...ignoredFolders()];
  const paths = filesBelow(projectRoot, (path) => ignored.includes(path));
  return new Map(paths.map((path) => [path, readProjectFile(path)]));
}

/** The text of one file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function ignoredFolders(): string[] {
  const lines = readProjectFile('.gitignore').split('\n');
  return lines.flatMap((line) => /^\/(.+)\/$/.exec(line)?.[1] ?? []);
}

function filesBelow(folder: string, isIgnored: (path: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const short = relative(projectRoot, path);
    if (isIgnored(short)) return [];
    if (entry.isDirectory()) return filesBelow(path, isIgnored);
    return entry.isFile() ? [short] : [];
  });
}
