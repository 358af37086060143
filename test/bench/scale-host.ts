import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../support/run.ts';
import { compile } from './compile.ts';
import type { Lab } from './lab.ts';
import type { ChildReport } from './scale-child.ts';
import { batchesOf, peersOf, underlayCommands, vtepCommands, vtepRemoval } from './scale-network.ts';
import { type Run, timeRun } from './timing.ts';

/** One process of ours. */
export interface Converged extends ChildReport {
  /** From before its start to after its end. */
  readonly wallMs: number;
}

/** A host of its own, with an underlay and no VTEP, whose remote hosts are made by us or in the plain way. */
export class ScaleHost {
  readonly #netns: string;
  readonly #program: string;
  readonly #dir: string;

  private constructor(lab: Lab, name: string, program: string) {
    this.#program = program;
    this.#dir = lab.addDirectory(name);
    this.#netns = lab.addContainer();
    for (const command of underlayCommands) must(this.#inside(command));
  }

  /** @throws where the lab has a directory of that name */
  static async make(lab: Lab, name: string): Promise<ScaleHost> {
    const program = await compile(lab, name, join(import.meta.dir, 'scale-child.ts'));
    return new ScaleHost(lab, name, program);
  }

  /** Converges to that many remote hosts. */
  converge(count: number): Converged {
    return this.#run('converge', count, 0);
  }

  /** Converges to that many, then in the same process removes one and adds it again, so many times. */
  changeOneByOne(count: number, rounds: number): Converged {
    return this.#run('change', count, rounds);
  }

  /** How often a converge to that many speaks to the kernel by netlink, and with how many requests that change anything. */
  countRequests(count: number): { readonly sent: number; readonly changing: number } {
    const trace = join(this.#dir, 'trace');
    const strace = ['strace', '-f', '-o', trace, '-s', '65536', '-e', 'trace=sendto,sendmsg,sendmmsg'];
    must(this.#inside([...strace, ...this.#argv('converge', count, 0)]));
    const lines = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes('nlmsg_type='));
    return { sent: lines.length, changing: lines.filter((line) => /nlmsg_type=RTM_(NEW|DEL|SET)/.test(line)).length };
  }

  /** Makes the VTEP and that many remote hosts in the plain way; what the two programs that read the batches took together. */
  plainMs(count: number): number {
    for (const command of vtepCommands) must(this.#inside(command));
    const batches = batchesOf(peersOf(count));
    return this.#batchMs('ip', batches.ip) + this.#batchMs('bridge', batches.bridge);
  }

  /** Removes the VTEP, and with it all that is on it. */
  removeVtepMs(): number {
    return timeRun(this.#timed(vtepRemoval)).wallMs;
  }

  #batchMs(program: string, text: string): number {
    const path = join(this.#dir, `${program}.batch`);
    writeFileSync(path, text);
    return timeRun(this.#timed([program, '-batch', path])).wallMs;
  }

  #run(mode: string, count: number, rounds: number): Converged {
    const { stdout, wallMs } = timeRun(this.#timed(this.#argv(mode, count, rounds)));
    const report: ChildReport = JSON.parse(stdout);
    return { ...report, wallMs };
  }

  #argv(mode: string, count: number, rounds: number): string[] {
    return [this.#program, mode, join(this.#dir, 'lock'), `${count}`, `${rounds}`];
  }

  #timed(argv: readonly string[]): Run {
    return { argv: this.#inside(argv), env: { PATH: process.env['PATH'] ?? '' }, stdin: '' };
  }

  #inside(argv: readonly string[]): string[] {
    return ['nsenter', `--net=${this.#netns}`, ...argv];
  }
}
