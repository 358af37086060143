import { readFileSync } from 'node:fs';

let bootId: string | undefined;

/** Tells this boot of the host from every other (random(4)): letters, digits and dashes. Read once, as it does not change. */
export function readBootId(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return bootId;
}
