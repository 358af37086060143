import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { sleepMs } from '../../src/sleep.ts';
import { removeCgroups } from './cgroups.ts';
import { fileText } from './file-text.ts';
import { enter, type Host } from './host.ts';
import { installed } from './project.ts';
import { type Outcome, run } from './run.ts';
import { until } from './wait.ts';

// Of the machine's own units none is begun but what a unit of ours asks for, and of that nothing that deals with devices or with
// sysctls: /dev and /proc are the machine's. $1: the host's directory, $2: the cgroup's name.
const boot = `set -e
own=$1 root=$1/root
mkdir -p "$own/disk"
mount -t tmpfs none "$own/disk"
mkdir "$own/disk/upper" "$own/disk/work"
mount -t overlay overlay -o "lowerdir=/,upperdir=$own/disk/upper,workdir=$own/disk/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs none "$root/run"
mount -t tmpfs none "$root/tmp"
mount --rbind "$own" "$root/mnt"
if [ -d /sys/fs/cgroup/systemd ]; then
  mount -t tmpfs none "$root/sys/fs/cgroup"
  mkdir "$root/sys/fs/cgroup/systemd"
  mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
else
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
fi
rm -rf "$root/usr/sbin/policy-rc.d" "$root"/etc/systemd/system/*.wants "$root/etc/silk" "$root/var/lib/silk" "$root/var/lib/cni"
for unit in /lib/systemd/system/sysinit.target.wants/* /lib/systemd/system/basic.target.wants/*; do
  [ ! -e "$unit" ] || ln -sfn /dev/null "$root/etc/systemd/system/\${unit##*/}"
done
printf '[Unit]\\nDefaultDependencies=no\\n' >"$root/etc/systemd/system/silent.target"
exec chroot "$root" env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin \\
  /lib/systemd/systemd --system --unit=silent.target --log-target=console --show-status=no`;

/** In a cgroup of its own, which what is begun from here is in. */
const inCgroup = `for dir in /sys/fs/cgroup/systemd /sys/fs/cgroup; do
  [ -f "$dir/cgroup.procs" ] && mkdir -p "$dir/$2" && echo $$ >"$dir/$2/cgroup.procs" && break
done
exec unshare --mount --propagation private --pid --fork --kill-child --uts --ipc --cgroup sh -c "$3" sh "$1" "$2"`;

/**
 * A host that Debian's systemd has booted, as its first process: with all that is installed on this machine, and a disk of its own
 * over it. `/mnt` there is the host's private directory. All of it ends with the host.
 */
export class SystemdHost {
  readonly #host: Host;
  readonly #child: ChildProcess;

  constructor(host: Host) {
    this.#host = host;
    installed('/lib/systemd/systemd', 'systemd');
    host.onDispose(() => removeCgroups(host.name));
    host.onDispose(() => this.#end());
    mkdirSync(join(host.dir, 'root'));
    const words = ['setpriv', '--pdeathsig', 'KILL', '--', ...enter(host.netns), 'sh', '-c', inCgroup, 'sh'];
    const [file = '', ...args] = [...words, host.dir, host.name, boot];
    const log = openSync(join(host.dir, 'boot.log'), 'w');
    this.#child = spawn(file, args, { stdio: ['ignore', 'ignore', log] });
    closeSync(log);
  }

  /** Waits until it is up. */
  async booted(): Promise<void> {
    const isUp = () => /running|degraded/.test(this.run('systemctl', 'is-system-running').stdout);
    await until('systemd', isUp, 20_000).catch((cause: unknown) => {
      throw new Error(`Cannot boot systemd: ${fileText(join(this.#host.dir, 'boot.log'))}`, { cause });
    });
  }

  /** Runs a program there. */
  run(...argv: readonly string[]): Outcome {
    const first = this.#first();
    if (first === undefined) return { code: 1, signal: undefined, stdout: '', stderr: 'not up' };
    const into = ['nsenter', '--target', `${first}`, '--mount', '--pid', '--net', '--uts', '--ipc', '--root', '--wd'];
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
    return run([...into, '--', ...argv], { env, timeoutMs: 60_000, cwd: '/' });
  }

  /** As run(); it has to succeed. Returns its stdout. */
  exec(...argv: readonly string[]): string {
    const { code, signal, stdout, stderr } = this.run(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code ?? signal}\n${stdout}${stderr}`);
    return stdout;
  }

  /** The process number, on the machine, of its first process. */
  #first(): number | undefined {
    const { pid } = this.#child;
    const children = pid === undefined ? undefined : fileText(`/proc/${pid}/task/${pid}/children`);
    return children?.split(' ').filter(Boolean).map(Number)[0];
  }

  #end(): void {
    const first = this.#first();
    if (first !== undefined) process.kill(first, 'SIGKILL');
    // The first process is let go of only after all others there have ended.
    const { pid } = this.#child;
    while (/^State:\s+[^ZX]/m.test(fileText(`/proc/${pid}/status`) ?? '')) sleepMs(5);
  }
}
