import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reference, silk } from '../support/project.ts';
import { must, run } from '../support/run.ts';

/**
 * Where the measured programs run: the caller's network namespace plays the host, named ones play the containers, and
 * all files are in one private directory. Disposing of it removes all of that; so does the end of the process.
 */
export class Lab implements Disposable {
  readonly dir: string;
  /**
   * Fresh copies of all programs, ours and theirs: also the only directory of CNI_PATH.
   * How a file came into the page cache decides how dear its page faults are: 110 MB that were written at a stretch, as by
   * `make install`, start about a quarter faster than the same bytes read back from disk by page faults.
   */
  readonly programs: string;
  readonly #containers: string[] = [];
  readonly #onExit = (): void => this[Symbol.dispose]();

  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), `silk-bench-${process.pid}-`));
    this.programs = join(this.dir, 'programs');
    process.on('exit', this.#onExit);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
    this.#installPrograms();
    must(['ip', 'link', 'set', 'lo', 'up']);
  }

  /** The path of a program's copy. */
  program(name: string): string {
    return join(this.programs, name);
  }

  /** A new empty directory. */
  addDirectory(name: string): string {
    const path = join(this.dir, name);
    mkdirSync(path);
    return path;
  }

  /** A new network namespace without links; returns its path, as a runtime gives it. */
  addContainer(): string {
    const name = `silk-bench-${process.pid}-${this.#containers.length}`;
    must(['ip', 'netns', 'add', name]);
    this.#containers.push(name);
    return `/run/netns/${name}`;
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#onExit);
    for (const name of this.#containers.splice(0)) run(['ip', 'netns', 'del', name]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  #installPrograms(): void {
    mkdirSync(this.programs);
    copyFileSync(silk, this.program('silk'));
    for (const name of ['silk-cni', 'silk-ipam', 'silk-vtep', 'silkd']) symlinkSync('silk', this.program(name));
    for (const name of ['ptp', 'host-local']) copyFileSync(reference(name), this.program(name));
  }
}
