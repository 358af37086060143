import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from './project.ts';

const library = 'faketime/libfaketime.so.1';

/** Words before a program that see to it that its clock, as `date` shows it, is so many seconds off. What runs down is not. */
export function withClockOff(seconds: number): string[] {
  return [...preload(), `FAKETIME=${seconds < 0 ? '' : '+'}${seconds}`];
}

/** A clock that goes as the machine's until it is set, for programs that run under `words`. The monotonic clock is the machine's. */
export class FakeClock {
  readonly #file: string;

  constructor(dir: string) {
    this.#file = join(dir, 'clock');
    this.set(0);
  }

  get words(): string[] {
    return [...preload(), `FAKETIME_TIMESTAMP_FILE=${this.#file}`, 'FAKETIME_NO_CACHE=1'];
  }

  /** So many seconds from the machine's clock, at once. */
  set(offsetSeconds: number): void {
    writeFileSync(`${this.#file}.new`, `${offsetSeconds < 0 ? '' : '+'}${offsetSeconds}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function preload(): string[] {
  installed('/usr/bin/faketime', 'faketime');
  const dir = readdirSync('/usr/lib').find((name) => name.endsWith('-linux-gnu')) ?? '';
  const path = installed(join('/usr/lib', dir, library), 'libfaketime');
  return ['env', `LD_PRELOAD=${path}`, 'FAKETIME_DONT_FAKE_MONOTONIC=1', 'DONT_FAKE_MONOTONIC=1', 'NO_FAKE_STAT=1'];
}
