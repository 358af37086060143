import { readFileSync } from 'node:fs';

/** Tells this boot of the host from every other (random(4)): letters, digits and dashes. */
export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
