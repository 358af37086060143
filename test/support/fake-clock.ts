import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { installed } from './project.ts';
import type { Silkd } from './silkd.ts';

const library = 'faketime/libfaketime.so.1';

/** A clock that goes as the machine's until it is set, for the daemons that it starts. The monotonic clock is the machine's. */
export class FakeClock {
  readonly #file: string;

  constructor(dir: string) {
    this.#file = join(dir, 'clock');
    this.set(0);
  }

  /** Starts a silkd by this clock. What libfaketime shares with its children, which stays when it is killed, goes with its host. */
  launch({ host, silkd }: { readonly host: Host; readonly silkd: Silkd }): void {
    host.onDispose(() => {
      for (const name of ['faketime_shm_', 'sem.faketime_sem_'])
        rmSync(`/dev/shm/${name}${silkd.pid}`, { force: true });
    });
    silkd.launch(this.#words);
  }

  get #words(): string[] {
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
