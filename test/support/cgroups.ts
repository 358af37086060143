import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';

/** The cgroups of that name right below the root of each hierarchy, version 1 or 2. */
export function cgroups(name: string): string[] {
  const hierarchies = [root, ...dirsIn(root)];
  return hierarchies.map((hierarchy) => join(hierarchy, name)).filter((path) => existsSync(path));
}

/** Removes these cgroups with all below them. No process may be in them. */
export function removeCgroups(name: string): void {
  for (const path of cgroups(name)) removeWithAllBelow(path);
}

function removeWithAllBelow(path: string): void {
  for (const below of dirsIn(path)) removeWithAllBelow(below);
  rmdirSync(path);
}

function dirsIn(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
}
