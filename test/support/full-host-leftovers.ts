import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cgroups } from './cgroups.ts';
import type { FullHost } from './full-host.ts';

/** What a host may leave on the machine, as paths or names. Not processes: to dispose of it fails where one goes on. */
export interface Leftovers {
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
}

/** Of a host that has left nothing. */
export const noLeftovers: Leftovers = { mounts: [], cgroups: [], namespaces: [], files: [] };

/** What there still is of a host that has been disposed of. */
export function leftovers({ host }: FullHost): Leftovers {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return {
    mounts: mounts.filter((line) => line.includes(host.name)),
    cgroups: cgroups(host.name),
    namespaces: readdirSync('/run/netns').filter((name) => name.startsWith(`${host.name}-`) || name === host.name),
    files: existsSync(host.dir) ? [host.dir] : [],
  };
}
