import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { boxImage, writeBoxImage } from './box-image.ts';
import { removeCgroups } from './cgroups.ts';
import { FullHost } from './full-host.ts';
import { FullHostServer } from './full-host-server.ts';
import type { Host } from './host.ts';
import { installed } from './project.ts';
import type { Outcome, Running } from './run.ts';

/** What a machine without a registry, and where no process may lower its OOM score, needs beside the shipped configuration. */
const ofTheTest = `
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${boxImage}"
  restrict_oom_score_adj = true
  disable_apparmor = true
`;

/** Where containerd listens. */
export const containerdSocket = '/run/containerd/containerd.sock';

/**
 * Debian's containerd on a host, with all of its paths at their usual place, which are the host's own. Debian's looks for
 * plugins in /usr/lib/cni.
 */
export class Containerd {
  readonly at: FullHost;
  /** Of `ctr`, and the name of the cgroups below which every container is. */
  readonly namespace: string;
  readonly #server: FullHostServer;

  constructor(host: Host) {
    installed('/usr/bin/containerd', 'containerd');
    this.namespace = host.name;
    host.onDispose(() => removeCgroups(this.namespace));
    this.at = new FullHost(host);
    this.at.install('containerd.toml', '/etc/containerd/config.toml', (text) => text + ofTheTest);
    this.#server = new FullHostServer(this.at, 'containerd', 'containerd');
  }

  get isRunning(): boolean {
    return this.#server.isRunning;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const { at } = this;
    await this.#server.start(() => existsSync(at.file(containerdSocket)) && this.tryCtr('version').code === 0);
  }

  /** Ends it, and nothing that it has started. @param signal KILL leaves it no time to finish anything */
  async stop(signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    await this.#server.stop(signal);
  }

  /** Makes the image known to one of its namespaces. */
  importImage(namespace = this.namespace): void {
    const dir = join(this.at.host.dir, `image-${namespace}`);
    mkdirSync(dir);
    this.at.exec('ctr', '--namespace', namespace, 'image', 'import', writeBoxImage(dir));
  }

  /** Runs `ctr`, which has to succeed. Returns its stdout. */
  ctr(...argv: readonly string[]): string {
    const outcome = this.tryCtr(...argv);
    if (outcome.code !== 0) throw new Error(`ctr ${argv.join(' ')}: ${outcome.stdout}${outcome.stderr}`);
    return outcome.stdout;
  }

  tryCtr(...argv: readonly string[]): Outcome {
    return this.at.run(this.#ctr(argv));
  }

  /** Starts `ctr` and lets it run. */
  startCtr(...argv: readonly string[]): Running {
    return this.at.start(this.#ctr(argv));
  }

  #ctr(argv: readonly string[]): string[] {
    return ['ctr', '--namespace', this.namespace, ...argv];
  }
}
