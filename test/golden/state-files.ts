import { mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What an earlier version has written: texts by path, in which `BOOT` stands for the id of the boot. */
export interface EarlierState {
  readonly plugins: Readonly<Record<string, string>>;
  /** Targets of symbolic links. */
  readonly links: Readonly<Record<string, string>>;
  /** When the directory of reservations was changed last, as its stamp says. */
  readonly directoryMs: number;
  readonly daemon: Readonly<Record<string, string>>;
}

/** The network of that state keeps its reservations here, below the directory of writeEarlierState(). */
export const earlierReservations = 'data/ipam/blue';

/** The state of version 0.1.0. */
export function readEarlierState(): EarlierState {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'state-0.1.0.json'), 'utf8'));
}

/** Puts all of it below a directory, as that version would leave it in the boot of this id. */
export function writeEarlierState(
  dir: string,
  { plugins, links, directoryMs, daemon }: EarlierState,
  bootId: string,
): void {
  const put = (name: string, write: (path: string) => void) => {
    const path = join(dir, name.replace('BOOT', bootId));
    mkdirSync(dirname(path), { recursive: true });
    write(path);
  };
  for (const [name, text] of Object.entries({ ...plugins, ...daemon })) {
    put(name, (path) => writeFileSync(path, text.replaceAll('BOOT', bootId)));
  }
  for (const [name, target] of Object.entries(links)) {
    put(name, (path) => symlinkSync(target.replace('BOOT', bootId), path));
  }
  utimesSync(join(dir, earlierReservations), directoryMs / 1000, directoryMs / 1000);
}
