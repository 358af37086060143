import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleepMs } from '../../src/sleep.ts';
import { cgroups, removeCgroups } from './cgroups.ts';
import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { binDir, installed, projectRoot } from './project.ts';
import { must, type Outcome, run } from './run.ts';
import { until } from './wait.ts';

const script = join(projectRoot, 'test/support/fixtures/systemd-root.sh');

/** What every unit wants to be there, and does nothing here. */
const targets = ['basic', 'shutdown', 'sockets', 'network-online'] as const;

/** Debian's, for the log of a service. */
const shippedUnits = [
  'systemd-journald.service',
  'systemd-journald.socket',
  'systemd-journald-dev-log.socket',
] as const;

/** A systemd that runs on a host as the first process of its own namespaces, with the units that it is given and no others. */
export class Systemd {
  readonly #host: Host;
  #init = '';

  /** Starts it, and waits until it has started what multi-user.target wants: these units. `config` is /etc/silk/silkd.json. */
  static async start(host: Host, units: Readonly<Record<string, string>>, config: JsonObject): Promise<Systemd> {
    const systemd = new Systemd(host);
    for (const target of targets) host.write(`units/${target}.target`, '[Unit]\nDefaultDependencies=no\n');
    host.write('units/sysinit.target', '[Unit]\nDefaultDependencies=no\nWants=systemd-journald.service\n');
    for (const unit of shippedUnits) {
      host.write(`units/${unit}`, readFileSync(installed(`/lib/systemd/system/${unit}`, 'systemd'), 'utf8'));
    }
    for (const [name, text] of Object.entries(units)) host.write(`units/${name}`, text);
    host.write(
      'units/default.target',
      `[Unit]\nWants=${Object.keys(units).join(' ')}\nAfter=${Object.keys(units).join(' ')}\n`,
    );
    host.write('etc/silkd.json', JSON.stringify(config));
    await systemd.#boot();
    return systemd;
  }

  private constructor(host: Host) {
    this.#host = host;
  }

  async #boot(): Promise<void> {
    const { name, dir } = this.#host;
    this.#host.onDispose(() => this.#leave(name));
    const { pid } = this.#host.start(['sh', script, dir, name, binDir]);
    const isUp = () => {
      this.#init = run(['pgrep', '--parent', `${pid}`, '--exact', 'systemd']).stdout.trim();
      return this.#init !== '' && this.run('systemctl', 'is-active', 'default.target').code === 0;
    };
    await until('systemd', isUp, 20_000);
  }

  /** Its processes end with it, a moment later. */
  #leave(cgroup: string): void {
    const isPopulated = (path: string) => readFileSync(join(path, 'cgroup.events'), 'utf8').includes('populated 1');
    for (let patience = 1000; patience > 0 && cgroups(cgroup).some(isPopulated); patience--) sleepMs(5);
    removeCgroups(cgroup);
  }

  /** Runs a program where systemd is. */
  run(...argv: readonly string[]): Outcome {
    return run(['nsenter', '--target', this.#init, '--all', '--', ...argv]);
  }

  /** Runs one that has to succeed, and returns its stdout. */
  exec(...argv: readonly string[]): string {
    return must(['nsenter', '--target', this.#init, '--all', '--', ...argv]);
  }

  /** A property of a unit. */
  show(unit: string, property: string): string {
    return this.exec('systemctl', 'show', '--value', '--property', property, unit).trim();
  }

  /** Replaces a file there. */
  write(path: string, text: string): void {
    writeFileSync(`/proc/${this.#init}/root${path}`, text);
  }

  read(path: string): string {
    return readFileSync(`/proc/${this.#init}/root${path}`, 'utf8');
  }
}
