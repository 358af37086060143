import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { silkd } from './project.ts';
import { must, type Outcome, type Running, run } from './run.ts';
import { sleep } from './wait.ts';

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A peer of a peers file. */
export interface PeerEntry {
  readonly subnet: string;
  readonly underlay: string;
  readonly mac?: string;
}

/** The program silkd on a host, with all of its files in the host's private directory. */
export class Silkd {
  readonly #host: Host;
  readonly #config: JsonObject;
  #running: Running | undefined;
  #log = '';

  /** `config` goes over a static source whose peers are in `peersFile`. */
  constructor(host: Host, config: JsonObject = {}) {
    this.#host = host;
    this.#config = {
      overlayNetwork: '10.255.0.0/16',
      subnet: '10.255.32.0/24',
      peersFile: this.peersFile,
      runDir: host.runDir,
      stateDir: join(host.dir, 'state'),
      subnetFile: host.subnetFile,
      apiSocket: this.socket,
      ...config,
    };
  }

  get peersFile(): string {
    return join(this.#host.dir, 'peers.json');
  }

  get configPath(): string {
    return join(this.#host.dir, 'silkd.json');
  }

  get socket(): string {
    return join(this.#host.runDir, 'silkd.sock');
  }

  get pid(): number {
    return this.running.pid;
  }

  get running(): Running {
    if (this.#running === undefined) throw new Error('silkd has not been started');
    return this.#running;
  }

  writePeers(peers: readonly PeerEntry[]): void {
    this.#host.write('peers.json', JSON.stringify({ peers }));
  }

  /** Writes the configuration; `over` goes over what it was made with. */
  configure(over: JsonObject = {}): void {
    writeFileSync(this.configPath, JSON.stringify({ ...this.#config, ...over }));
  }

  /** Starts it, behind `wrapper`, and waits until it says that containers may be added. */
  async start(wrapper: readonly string[] = []): Promise<void> {
    this.launch(wrapper);
    await this.untilReady();
  }

  /** Starts it, or a program in its place. The configuration is written where there is none yet. */
  launch(wrapper: readonly string[] = [], program = silkd): Running {
    if (!existsSync(this.configPath)) this.configure();
    this.#log = '';
    this.#running = this.#host.start([...wrapper, program, '--config', this.configPath]);
    this.#running.child.stderr?.on('data', (chunk) => {
      this.#log += chunk;
    });
    // Behind a wrapper it would outlive that one.
    this.#host.onDispose(() => this.#end());
    return this.#running;
  }

  async untilReady(): Promise<void> {
    await this.until('readiness', () => this.get('/readyz').status === 200);
  }

  /** Waits, for so long that nobody has to be quick. @throws with the log */
  async until(what: string, condition: () => boolean): Promise<void> {
    for (let patience = 400; patience > 0; patience--) {
      if (condition()) return;
      await sleep(25);
    }
    throw new Error(`waited in vain for ${what}; ${this.get('/status').text}; ${this.#log}`);
  }

  /** What the API answers on its socket; status 0: nobody is there. */
  get(path: string, ...options: readonly string[]): Answer {
    const asked = ['curl', '-s', '-m', '5', '-w', '\n%{http_code}', ...options];
    const { stdout } = this.#host.run([...asked, '--unix-socket', this.socket, `http://silkd${path}`]);
    const end = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(end + 1)), text: stdout.slice(0, Math.max(0, end)) };
  }

  status(): JsonObject {
    return JSON.parse(this.get('/status').text);
  }

  /** A number of `/metrics`; undefined where it is not there. */
  metric(name: string): number | undefined {
    const line = this.get('/metrics')
      .text.split('\n')
      .find((text) => text.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  }

  signal(name: 'HUP' | 'TERM' | 'KILL' | 'STOP' | 'CONT'): void {
    must(['kill', `-${name}`, readFileSync(join(this.#host.runDir, 'silkd.lock'), 'utf8').trim()]);
  }

  /** The process that holds the lock, where it is this silkd still. */
  #end(): void {
    const pid = run(['cat', join(this.#host.runDir, 'silkd.lock')]).stdout.trim();
    const words = pid === '' ? '' : run(['cat', `/proc/${pid}/cmdline`]).stdout;
    if (words.includes(this.configPath)) run(['kill', '-KILL', pid]);
  }

  /** Ends it and says how it ended. */
  async stop(name: 'TERM' | 'KILL' = 'TERM'): Promise<Outcome> {
    this.signal(name);
    return await this.running.ended;
  }
}
