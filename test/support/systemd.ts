import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleepMs } from '../../src/sleep.ts';
import { fileText } from './file-text.ts';
import type { Host } from './host.ts';
import { installed, projectRoot } from './project.ts';
import { must, type Outcome, type Running, type RunOptions, run } from './run.ts';
import { until } from './wait.ts';

const script = join(projectRoot, 'test/support/fixtures/systemd-root.sh');

/** What nobody there may do, for it would be done to the machine. */
const confined = ['setpriv', '--bounding-set', '-mknod,-sys_time,-sys_boot,-sys_module,-sys_rawio,-syslog'];

/** Nothing of the test's own surroundings. */
const options: RunOptions = { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }, timeoutMs: 60_000 };

/**
 * Debian's systemd, which has booted a host: with all that is installed on this machine, a disk of its own over it, and no units but
 * the journal's and those that come. All of it ends with the host, and with the test.
 */
export class Systemd {
  readonly #host: Host;
  #first = '';

  /** Boots a host, and waits until it is up. `seen` is a directory of this machine that is at `/mnt` there, for reading. */
  static async boot(host: Host, seen: string): Promise<Systemd> {
    installed('/lib/systemd/systemd', 'systemd');
    const systemd = new Systemd(host);
    await systemd.#boot(seen);
    return systemd;
  }

  private constructor(host: Host) {
    this.#host = host;
  }

  async #boot(seen: string): Promise<void> {
    const { dir, name } = this.#host;
    // The script is told when the test ends, however it ends.
    const booter = this.#host.start([...confined, '--pdeathsig', 'TERM', '--', 'sh', script, dir, name, seen]);
    this.#host.onDispose(() => end(booter));
    const isUp = () => {
      this.#first = firstProcess(booter);
      return this.#first !== '' && this.run('systemctl', 'is-system-running').stdout === 'running\n';
    };
    await until('systemd', isUp, 20_000).catch((cause: unknown) => {
      const log = this.#first === '' ? fileText(join(dir, 'boot.log')) : this.run('journalctl', '--no-pager').stdout;
      throw new Error(`Cannot boot systemd: ${log}`, { cause });
    });
  }

  /** Runs a program there. */
  run(...argv: readonly string[]): Outcome {
    return run([...this.#enter(), ...argv], options);
  }

  /** Runs one that has to succeed, and returns its stdout. */
  exec(...argv: readonly string[]): string {
    return must([...this.#enter(), ...argv], options);
  }

  /** A property of a unit. */
  show(unit: string, property: string): string {
    return this.exec('systemctl', 'show', '--value', '--property', property, unit).trim();
  }

  /** Writes a file there; its directory is there. */
  write(path: string, text: string): void {
    writeFileSync(`/proc/${this.#first}/root${path}`, text);
  }

  read(path: string): string {
    return readFileSync(`/proc/${this.#first}/root${path}`, 'utf8');
  }

  #enter(): string[] {
    return [...confined, '--', 'nsenter', '--target', this.#first, '--all', '--'];
  }
}

/** The number, on the machine, of the first process there; nothing as long as it is not systemd. */
function firstProcess({ pid }: Running): string {
  const children = fileText(`/proc/${pid}/task/${pid}/children`)?.trim().split(' ').join() ?? '';
  return children === '' ? '' : run(['pgrep', '--parent', children, '--exact', 'systemd']).stdout.trim();
}

/** Returns after all that ran there has ended, and its cgroup is gone. */
function end({ pid, child }: Running): void {
  child.kill('SIGTERM');
  while (/^State:\s+[^ZX]/m.test(fileText(`/proc/${pid}/status`) ?? '')) sleepMs(5);
}
