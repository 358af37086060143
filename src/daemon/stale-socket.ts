import { lstatSync, rmSync } from 'node:fs';

/** Whether a Unix socket is there. Anything else of that name is another's. */
export function isSocketThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}

/** Removes what a silkd that was killed has left; nobody answers there, as the lock says. */
export function removeStaleSocket(path: string): void {
  if (isSocketThere(path)) rmSync(path, { force: true });
}
