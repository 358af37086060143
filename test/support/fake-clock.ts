import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from './project.ts';

const library = 'faketime/libfaketime.so.1';

/** A clock that goes as the machine's until it is set, for programs that run under `words`. The monotonic clock is the machine's. */
export class FakeClock {
  readonly #file: string;

  constructor(dir: string) {
    this.#file = join(dir, 'clock');
    this.set(0);
  }

  get words(): string[] {
    installed('/usr/bin/faketime', 'faketime');
    const dir = readdirSync('/usr/lib').find((name) => name.endsWith('-linux-gnu')) ?? '';
    const path = installed(join('/usr/lib', dir, library), 'libfaketime');
    const ofTheMachine = ['FAKETIME_DONT_FAKE_MONOTONIC=1', 'DONT_FAKE_MONOTONIC=1', 'NO_FAKE_STAT=1'];
    const file = [`FAKETIME_TIMESTAMP_FILE=${this.#file}`, 'FAKETIME_NO_CACHE=1'];
    return ['env', `LD_PRELOAD=${path}`, ...ofTheMachine, ...file];
  }

  /** So many seconds from the machine's clock, at once. */
  set(offsetSeconds: number): void {
    writeFileSync(`${this.#file}.new`, `${offsetSeconds < 0 ? '' : '+'}${offsetSeconds}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}
