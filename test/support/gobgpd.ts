import { join } from 'node:path';
import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { installed, silk } from './project.ts';
import type { Running } from './run.ts';
import { until } from './wait.ts';

/** The autonomous system of every test. */
export const asn = 64512;

/** Debian's gobgpd on a host, with a configuration that `silk evpn config` prints. */
export class Gobgpd {
  readonly host: Host;
  readonly #isReflector: boolean;
  readonly #configPath: string;
  #running: Running | undefined;

  /** @param options of `silk evpn config`, beside the AS */
  constructor(host: Host, options: readonly string[]) {
    this.host = host;
    this.#isReflector = options.includes('reflector');
    const text = host.exec(silk, 'evpn', 'config', '--asn', `${asn}`, ...options);
    this.#configPath = host.write('gobgpd.toml', text);
  }

  /** As silkd's configuration names it. */
  get address(): string {
    return `unix://${join(this.host.dir, 'gobgpd.sock')}`;
  }

  /** Starts it as the first lines of its configuration say, and waits until it answers. */
  async start(): Promise<void> {
    this.host.run(['rm', '-f', join(this.host.dir, 'gobgpd.sock')]);
    const program = installed('/usr/bin/gobgpd', 'gobgpd');
    const options = this.#isReflector ? ['--graceful-restart'] : [];
    const files = ['-t', 'toml', '-f', this.#configPath, '--api-hosts', this.address];
    this.#running = this.host.start([program, ...files, '--pprof-disable', ...options]);
    await until('gobgpd', () => this.try('global').code === 0);
  }

  signal(name: NodeJS.Signals): void {
    this.#running?.child.kill(name);
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#running?.ended;
  }

  /** `gobgp ...`, its client. */
  try(...words: readonly string[]) {
    return this.host.run(['gobgp', '--target', this.address, ...words]);
  }

  /** The same, which has to succeed. @throws with what it said */
  ask(...words: readonly string[]): string {
    const { code, stdout, stderr } = this.try(...words);
    if (code !== 0 || stdout.startsWith('Error')) throw new Error(`gobgp ${words.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Adds or takes back a route of type 5; `words` follow the prefix. */
  prefix(action: 'add' | 'del', prefix: string, ...words: readonly string[]): void {
    this.ask('global', 'rib', action, '-a', 'evpn', 'prefix', prefix, ...words);
  }

  /** The keys of the EVPN routes that it has. */
  routes(): string[] {
    const rib: JsonObject = JSON.parse(this.ask('global', 'rib', '-a', 'evpn', '-j'));
    return Object.keys(rib).sort();
  }
}
