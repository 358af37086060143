import { readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes a directory look as one of an earlier boot does: its recorded boot id, and the time of the reservation. */
export function makeOfEarlierBoot(dir: string, ip: string): void {
  const thisBoot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  const earlierBoot = '00000000-0000-4000-8000-000000000000';
  writeFileSync(join(dir, '.silk/boot_id'), earlierBoot);
  utimesSync(join(dir, ip), 1_000_000_000, 1_000_000_000);
  const attachments = join(dir, '.silk/attachments');
  for (const name of readdirSync(attachments)) {
    renameSync(join(attachments, name), join(attachments, name.replace(thisBoot, earlierBoot)));
  }
}
