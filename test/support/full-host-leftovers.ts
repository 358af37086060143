import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cgroups } from './cgroups.ts';
import type { FullHost } from './full-host.ts';

/** What a host may leave on the machine, as paths or numbers. */
export interface Leftovers {
  readonly processes: readonly number[];
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
  readonly namespaces: readonly string[];
  readonly files: readonly string[];
}

/** Of a host that has left nothing. */
export const noLeftovers: Leftovers = { processes: [], mounts: [], cgroups: [], namespaces: [], files: [] };

/** What there still is of a host that has been disposed of. */
export function leftovers({ host, pidNamespace }: FullHost): Leftovers {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return {
    processes: processesIn(pidNamespace),
    mounts: mounts.filter((line) => line.includes(host.name)),
    cgroups: cgroups(host.name),
    namespaces: readdirSync('/run/netns').filter((name) => name.startsWith(`${host.name}-`) || name === host.name),
    files: existsSync(host.dir) ? [host.dir] : [],
  };
}

/** The machine's numbers of the processes in a namespace, which is named as /proc names it. */
export function processesIn(pidNamespace: string): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return all.filter((pid) => namespaceOf(pid) === pidNamespace);
}

function namespaceOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined; // it has ended since it was listed
  }
}
