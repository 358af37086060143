import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { boxImage, writeBoxImage } from './box-image.ts';
import { removeCgroups } from './cgroups.ts';
import { pagesImage } from './docs-page.ts';
import { fileText } from './file-text.ts';
import { FullHost } from './full-host.ts';
import { FullHostServer } from './full-host-server.ts';
import type { Host } from './host.ts';
import { setSysctl } from './kernel-state.ts';
import type { RuntimeHost } from './nothing-left.ts';
import { installed } from './project.ts';

/** Debian's docker on a host, with all of its paths at their usual place, which are the host's own. */
export class Docker implements RuntimeHost {
  readonly at: FullHost;
  readonly #server: FullHostServer;

  /**
   * Forwarding is off, as on a machine after its boot.
   * @param begin makes of the command that runs dockerd the one that is to be run
   */
  constructor(host: Host, begin = (dockerd: string) => dockerd) {
    installed('/usr/sbin/dockerd', 'docker.io');
    setSysctl(host.netns, 'net/ipv4/ip_forward', '0');
    host.onDispose(() => removeCgroups(host.name));
    this.at = new FullHost(host);
    // It calls modprobe, which is not to change the machine.
    const unable = 'setpriv --bounding-set=-sys_module --inh-caps=-sys_module';
    this.#server = new FullHostServer(this.at, 'dockerd', begin(`${unable} dockerd --cgroup-parent=/${host.name}`));
  }

  /** Starts it and waits until it answers; the first time it gets the image of pages. */
  async start(): Promise<void> {
    await this.#server.start(() => this.at.run(['docker', 'version']).code === 0);
    const dir = join(this.at.host.dir, 'image');
    if (existsSync(dir)) return;
    mkdirSync(dir);
    this.docker('load', '--input', writeBoxImage(dir));
    this.docker('tag', boxImage, pagesImage);
  }

  /** What it, and what is run before it, has said. */
  get log(): string {
    return fileText(this.at.file('/var/lib/dockerd.log')) ?? '';
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** Removes all containers, where it runs. */
  async endAll(): Promise<void> {
    if (!this.#server.isRunning) return;
    const ids = this.docker('ps', '--all', '--quiet').split('\n').filter(Boolean);
    if (ids.length > 0) this.docker('rm', '--force', ...ids);
  }

  /** `docker run --rm` with the image of pages. Returns what it printed. */
  run(...command: readonly string[]): string {
    return this.docker('run', '--rm', pagesImage, ...command);
  }

  /** Runs docker, which has to succeed. Returns its stdout. */
  docker(...argv: readonly string[]): string {
    return this.at.exec('docker', ...argv);
  }
}
