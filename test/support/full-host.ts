import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sleepMs } from '../../src/sleep.ts';
import { fileText } from './file-text.ts';
import { enter, type Host } from './host.ts';
import { binDir, projectRoot, referenceDir } from './project.ts';
import { type Outcome, type Running, type RunOptions, run, start } from './run.ts';

/** The directories that a full host has for itself. */
const ownDirs = ['/etc', '/run', '/var/lib', referenceDir];

/** What is hidden where the machine has it: programs look for plugins here as well. */
const hiddenDirs = ['/opt/cni'].filter((dir) => existsSync(dir));

/** What programs look up in the machine's own /etc. */
const neededOfEtc = [
  'alternatives',
  'ethertypes',
  'group',
  'hosts',
  'ld.so.cache',
  'nsswitch.conf',
  'passwd',
  'protocols',
];

/** Where the reference plugins are seen on a full host; links to them and to ours stand in their own place. */
const referenceSeen = '/run/plugins/reference';

/** Where our programs are seen on a full host. */
export const pluginsOfOurs = '/run/plugins/ours';

// The shell waits for the end of a pipe that the test holds: nothing outlives the test, and a process that loses its parent
// gets one that reaps it.
const init = `set -e
mount --bind ${referenceDir} "$0${referenceSeen}"
mount --bind ${binDir} "$0${pluginsOfOurs}"
for dir in "$@"; do mount --rbind "$0$dir" "$dir"; done
: > /run/ready
cat <&3 >/dev/null & wait $!`;

/**
 * A host that has, beside a network, process numbers and the directories /etc, /run, /var/lib and /usr/lib/cni of its own:
 * for programs that have fixed paths and leave processes. In /usr/lib/cni are the reference plugins and ours. All of it ends
 * with the host.
 */
export class FullHost {
  readonly host: Host;
  readonly #enter: readonly string[];

  constructor(host: Host) {
    this.host = host;
    this.#fill();
    const { child, pid } = this.#startInit();
    const namespaces = `/proc/${pid}/ns`;
    this.#enter = [
      'nsenter',
      `--net=${host.netns}`,
      `--mount=${namespaces}/mnt`,
      `--pid=${namespaces}/pid_for_children`,
    ];
    host.onDispose(() => endWithAll(child, pid));
    this.#waitUntilReady();
  }

  /** Where a file of the host's own directories is, for the test. */
  file(path: string): string {
    return join(this.host.dir, 'root', path);
  }

  /** Writes a file of the host's own directories. */
  write(path: string, text: string, mode = 0o644): void {
    mkdirSync(dirname(this.file(path)), { recursive: true });
    writeFileSync(this.file(path), text, { mode });
  }

  /** Copies a file of conf-examples to a place on the host; `edit` changes what differs from host to host. */
  install(example: string, path: string, edit = (text: string) => text): void {
    this.write(path, edit(readFileSync(join(projectRoot, 'conf-examples', example), 'utf8')));
  }

  /** Runs a program; it has to succeed. Returns its stdout. */
  exec(...argv: readonly string[]): string {
    const outcome = this.run(argv);
    if (outcome.code === 0) return outcome.stdout;
    throw new Error(`${argv.join(' ')}: exit ${outcome.code ?? outcome.signal}\n${outcome.stdout}${outcome.stderr}`);
  }

  run(argv: readonly string[], options: RunOptions = {}): Outcome {
    return run([...this.#enter, '--', ...argv], options);
  }

  start(argv: readonly string[], options: RunOptions = {}): Running {
    return start([...this.#enter, '--', ...argv], options);
  }

  #fill(): void {
    for (const dir of [...ownDirs, ...hiddenDirs]) mkdirSync(this.file(dir), { recursive: true });
    this.#linkPlugins(referenceSeen, readdirSync(referenceDir));
    this.#linkPlugins(pluginsOfOurs, ['silk-cni', 'silk-ipam', 'silk-vtep', 'silk-bridge']);
    for (const name of neededOfEtc.filter((name) => existsSync(`/etc/${name}`))) {
      cpSync(`/etc/${name}`, this.file(`/etc/${name}`), { recursive: true, verbatimSymlinks: true });
    }
    this.write('/etc/resolv.conf', 'nameserver 192.0.2.53\n');
  }

  #waitUntilReady(): void {
    for (let patience = 1000; !existsSync(this.file('/run/ready')); patience--) {
      if (patience === 0) throw new Error(`Cannot make a full host: ${fileText(join(this.host.dir, 'init.log'))}`);
      sleepMs(5);
    }
  }

  #linkPlugins(dir: string, names: readonly string[]): void {
    mkdirSync(this.file(dir), { recursive: true });
    for (const name of names) symlinkSync(join(dir, name), this.file(join(referenceDir, name)));
  }

  /** Its pid is that of the program that made the namespaces and waits for their first process. */
  #startInit(): { readonly child: ChildProcess; readonly pid: number } {
    const unshare = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--mount-proc'];
    const script = ['sh', '-c', `exec 3<&0\n${init}`, join(this.host.dir, 'root'), ...ownDirs, ...hiddenDirs];
    const [file = '', ...args] = [...enter(this.host.netns), ...unshare, ...script];
    const log = openSync(join(this.host.dir, 'init.log'), 'w');
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', log] });
    closeSync(log);
    if (child.pid === undefined) throw new Error(`Cannot start ${file}`);
    return { child, pid: child.pid };
  }
}

/** Kills the first process of the namespaces, which the kernel lets go of only after all others there have ended. */
function endWithAll(child: ChildProcess, pid: number): void {
  const children = `/proc/${pid}/task/${pid}/children`;
  const [first] = existsSync(children) ? readFileSync(children, 'utf8').split(' ').filter(Boolean).map(Number) : [];
  if (first !== undefined) {
    process.kill(first, 'SIGKILL');
    for (let patience = 2000; existsSync(`/proc/${first}`); patience--) {
      if (patience === 0) throw new Error(`Cannot end a full host: process ${first}, or one that it began, still runs`);
      sleepMs(5);
    }
  }
  child.kill('SIGKILL');
}
