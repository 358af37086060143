import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Attachment } from './attachment.ts';
import type { FlowEnd } from './flow.ts';
import type { Host } from './host.ts';
import { dig, type JsonObject } from './json.ts';
import { silkNetwork } from './network.ts';
import { silk, silkd } from './project.ts';
import type { Outcome, Running } from './run.ts';
import { vtepState } from './vtep-scene.ts';

/** A container that stays until its host goes. */
export interface LeasedContainer extends FlowEnd {
  readonly attachment: Attachment;
}

/** How a silkd is started, where it is not the usual. */
export interface SilkdOptions {
  /** Default the program that was built. */
  readonly program?: string;
  /** Words before the program. */
  readonly wrapper?: readonly string[];
}

/** A host whose silkd gets its subnet from etcd. Everything that silkd writes is below the host's directory. */
export class LeasedHost {
  readonly host: Host;
  /** Such as `10.244.0.2`. */
  readonly underlayIp: string;
  readonly configFile: string;
  #silkd: Running | undefined;

  /** @param over keys of silkd's configuration */
  constructor(host: Host, underlayIp: string, over: JsonObject) {
    this.host = host;
    this.underlayIp = underlayIp;
    const config = {
      source: 'etcd',
      runDir: host.runDir,
      stateDir: join(host.dir, 'state'),
      subnetFile: host.subnetFile,
      apiSocket: this.#socket,
      intervalSeconds: 1,
      ...over,
    };
    this.configFile = host.write('silkd.json', JSON.stringify(config));
  }

  /** Starts silkd and does not wait for anything. */
  start({ program = silkd, wrapper = [] }: SilkdOptions = {}): void {
    const script = ['sh', '-c', 'log=$1; shift; exec "$@" 2>>"$log" >&2', 'sh', this.logFile];
    this.#silkd = this.host.start([...script, ...wrapper, program, '--config', this.configFile]);
  }

  /** Ends silkd by a signal, and returns when it has ended. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Outcome> {
    if (this.#silkd === undefined) throw new Error(`no silkd was started on ${this.host.name}`);
    this.#silkd.child.kill(signal);
    return this.#silkd.ended;
  }

  /** Of silkd, while it runs. */
  get pid(): number {
    return this.#silkd?.pid ?? -1;
  }

  /** Runs `silk` on the host; it has to succeed. Returns its stdout. */
  silk(...words: readonly string[]): string {
    return this.host.exec(silk, ...words);
  }

  /** The host's part of the network, such as `10.255.32.0/24`, while containers may be added. */
  get subnet(): string | undefined {
    if (!existsSync(this.host.subnetFile)) return undefined;
    const line = /^FLANNEL_SUBNET=(.*)\.1\/(\d+)$/m.exec(readFileSync(this.host.subnetFile, 'utf8'));
    return line === null ? undefined : `${line[1]}.0/${line[2]}`;
  }

  /** The underlay addresses that the kernel's entries lead to, where route, neighbour and FDB entry are there. */
  get remoteHosts(): string[] {
    const { routes, neighbours, fdb } = vtepState(this.host);
    return fdb
      .flatMap((line) => {
        const [mac = '', , ip = ''] = line.split(' ');
        const gateway = neighbours.find((neighbour) => neighbour.includes(` lladdr ${mac} `))?.split(' ')[0];
        const isRouted = gateway !== undefined && routes.some((route) => route.includes(` via ${gateway} `));
        return isRouted ? [ip] : [];
      })
      .sort();
  }

  /** A container with an address of the host's part of the network, which silk-cni reads from the subnet file. */
  addContainer(): LeasedContainer {
    const { subnetFile } = this.host;
    const network = silkNetwork(this.host, { subnet: undefined, mtu: undefined, subnetFile });
    const attachment = new Attachment(this.host, this.host.addContainer(), network);
    attachment.add();
    return { attachment, netns: attachment.container.netns, ip: attachment.ip };
  }

  /** silkd's own view. @throws where it gives none */
  async status(): Promise<JsonObject> {
    const reply = await fetch('http://silkd/status', { unix: this.#socket });
    return (await reply.json()) as JsonObject;
  }

  /** What silkd complains about, each with the reason. */
  async problems(): Promise<string[]> {
    const { problems } = await this.status();
    if (!Array.isArray(problems)) throw new Error('a status has problems, or none');
    return problems.map((problem) => `${dig(problem, 'what')}: ${dig(problem, 'reason')}`);
  }

  /** How many objects silkd has made, changed or removed since it was started last. */
  async repairs(): Promise<number> {
    const text = await (await fetch('http://silkd/metrics', { unix: this.#socket })).text();
    const found = text.matchAll(/^silkd_repairs_total\{.*\} (\d+)$/gm);
    return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Whether silkd says that containers may be added. */
  async isReady(): Promise<boolean> {
    return fetch('http://silkd/readyz', { unix: this.#socket }).then(
      ({ ok }) => ok,
      () => false, // not listening yet
    );
  }

  /** What silkd has logged since it was started first. */
  get log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  get logFile(): string {
    return join(this.host.dir, 'silkd.log');
  }

  get #socket(): string {
    return join(this.host.dir, 'silkd.sock');
  }
}
