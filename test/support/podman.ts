import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { boxImage, writeBoxImage } from './box-image.ts';
import { removeCgroups } from './cgroups.ts';
import { pagesImage } from './docs-page.ts';
import { FullHost } from './full-host.ts';
import { type Held, heldOn } from './held.ts';
import type { Host } from './host.ts';
import type { RuntimeHost } from './nothing-left.ts';
import { installed } from './project.ts';
import type { Outcome } from './run.ts';

/** What a machine needs that has no systemd, and where no process may raise its limits. */
const ofTheTest = `
[containers]
default_ulimits = []
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

const policy = '/etc/containers/policy.json';

/** Debian's podman on a host, with all of its paths at their usual place, which are the host's own. */
export class Podman implements RuntimeHost {
  readonly at: FullHost;

  constructor(host: Host) {
    installed('/usr/bin/podman', 'podman');
    host.onDispose(() => removeCgroups(host.name));
    this.at = new FullHost(host);
    // It keeps its locks there.
    this.at.exec('mount', '-t', 'tmpfs', 'tmpfs', '/dev/shm');
    this.at.write('/etc/containers/containers.conf.d/test.conf', ofTheTest);
    copyFileSync(installed(policy, 'golang-github-containers-common'), this.at.file(policy));
  }

  /** What stands for pulling the image of pages. */
  loadImage(): void {
    const dir = join(this.at.host.dir, 'image');
    mkdirSync(dir);
    this.podman('load', '--quiet', '--input', writeBoxImage(dir));
    this.podman('tag', boxImage, pagesImage);
  }

  /** A shell's text with the cgroups of what it runs in their place. */
  placed(text: string): string {
    return text.replaceAll('podman run ', `podman run ${this.#cgroup} `);
  }

  /** `podman run` with the image of pages. Returns what it printed. */
  run(options: readonly string[], ...command: readonly string[]): string {
    return this.podman('run', this.#cgroup, ...options, pagesImage, ...command);
  }

  tryRun(options: readonly string[], ...command: readonly string[]): Outcome {
    return this.at.run(['podman', 'run', this.#cgroup, ...options, pagesImage, ...command]);
  }

  /** Runs podman, which has to succeed. Returns its stdout. */
  podman(...argv: readonly string[]): string {
    return this.at.exec('podman', ...argv);
  }

  /** Removes all containers, whether they run or not. */
  async endAll(): Promise<void> {
    this.podman('rm', '--all', '--force', '--time', '0');
  }

  /** What containers hold. */
  get held(): Held {
    return heldOn(this.at);
  }

  get #cgroup(): string {
    return `--cgroup-parent=/${this.at.host.name}`;
  }
}
