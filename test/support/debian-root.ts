import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from './host.ts';
import { installed, silk } from './project.ts';
import { must, type Outcome } from './run.ts';

/** Enters the root, which is the first word, in a mount namespace of its own; the rest is run there. */
const enterScript = `root=$1
shift
/usr/bin/mount --rbind /proc "$root/proc"
/usr/bin/mount --rbind /run/netns "$root/run/netns"
exec /usr/sbin/chroot "$root" "$@"`;

/**
 * A directory of a host that plays its disk: dpkg installs there as on a machine of its own, and what is installed runs there.
 * It holds a shell, the C library and dpkg's database, which knows of the C library only. The machine's own are not touched.
 */
export class DebianRoot {
  readonly path: string;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.path = join(host.dir, 'debian');
    for (const dir of ['bin', 'etc', 'proc', 'run/netns', 'tmp', 'var/lib/dpkg/info', 'var/lib/dpkg/updates']) {
      mkdirSync(join(this.path, dir), { recursive: true });
    }
    this.#copy(installed('/bin/busybox', 'busybox-static'), 'bin/busybox');
    must(['chroot', this.path, '/bin/busybox', '--install', '/bin']);
    for (const library of librariesOf(silk)) this.#copy(library, library);
    writeFileSync(join(this.path, 'var/lib/dpkg/status'), statusOf('libc6'));
  }

  /** Runs dpkg on this root; it has to succeed. Scripts of packages run within it. */
  dpkg(...argv: readonly string[]): string {
    const log = `--log=${join(this.#host.dir, 'dpkg.log')}`;
    return must(['dpkg', `--root=${this.path}`, log, '--force-unsafe-io', ...argv], { timeoutMs: 60_000 });
  }

  /** The words before a program that runs in this root. */
  get entering(): readonly string[] {
    return ['/usr/bin/unshare', '--mount', '/bin/sh', '-ec', enterScript, 'sh', this.path];
  }

  /** Runs a program of this root on the host. */
  run(...argv: readonly string[]): Outcome {
    return this.#host.run([...this.entering, ...argv], { env: { PATH: '/usr/bin:/bin' } });
  }

  #copy(from: string, to: string): void {
    mkdirSync(join(this.path, dirname(to)), { recursive: true });
    copyFileSync(from, join(this.path, to));
  }
}

/** The C library's files that a program needs, the loader included. */
function librariesOf(program: string): string[] {
  return [...must(['ldd', program]).matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? []);
}

/** What dpkg's database says of a package that is installed on this machine. */
function statusOf(name: string): string {
  const version = /^Version: (.*)$/m.exec(must(['dpkg-query', '--status', name]))?.[1] ?? '';
  const lines = { Package: name, Status: 'install ok installed', Architecture: 'all', Version: version };
  return `${Object.entries(lines)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('')}Maintainer: nobody\nDescription: C library\n\n`;
}
