import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { networkDir } from './leftovers.ts';

/** A minute passes for the locks that a killed caller held; how long one really delays the next is a test of its own. */
export function letLocksGrowOld(host: Host, reservationDir = networkDir(host)): void {
  const thenS = Date.now() / 1000 - 60;
  for (const lock of [join(reservationDir, '.silk/lock'), `${host.datastore}.lock`]) {
    if (existsSync(lock)) utimesSync(lock, thenS, thenS);
  }
}
