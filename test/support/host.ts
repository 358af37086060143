import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sleepMs } from '../../src/sleep.ts';
import { must, type Outcome, type Running, type RunOptions, run, start } from './run.ts';

let created = 0;
const open = new Set<Host>();

/** A network namespace that plays a container. Its id is also its name. */
export interface Container {
  readonly id: string;
  /** What a runtime gives as CNI_NETNS. */
  readonly netns: string;
  /** The last path element of `netns`: the key of the datastore. */
  readonly handle: string;
}

/**
 * A fresh network namespace that plays a host, and a private directory for its files. Nothing of the machine's own
 * network or state is touched. `disposeHosts()` in afterEach removes all that was made.
 */
export class Host {
  readonly name: string;
  readonly netns: string;
  readonly dir: string;
  readonly #namespaces: string[] = [];
  readonly #cleanUps: (() => void)[] = [];

  constructor() {
    created += 1;
    this.name = `silk-t-${process.pid}-${created}`;
    this.dir = mkdtempSync(join(tmpdir(), `${this.name}-`));
    open.add(this);
    this.netns = this.#addNamespace(this.name);
    this.exec('ip', 'link', 'set', 'lo', 'up');
  }

  get dataDir(): string {
    return join(this.dir, 'data');
  }

  get datastore(): string {
    return join(this.dir, 'store', 'container.json');
  }

  get subnetFile(): string {
    return join(this.dir, 'subnet.env');
  }

  /** Stands for /run/silk. */
  get runDir(): string {
    return join(this.dir, 'run');
  }

  /** A container without any interface but `lo`, which is down as a runtime leaves it. */
  addContainer(id = `c${this.#namespaces.length}`): Container {
    const handle = `${this.name}-${id.slice(0, 60)}`;
    return { id, handle, netns: this.#addNamespace(handle) };
  }

  /**
   * Takes a container's namespace away, as a runtime or a reboot does, and waits for the host's ends of its links to go: the
   * kernel takes them away later, in its own time.
   */
  removeContainer(container: Container): void {
    const ends = peerIndexes(container.netns);
    must(['ip', 'netns', 'del', basename(container.netns)]);
    for (
      let patience = 1000;
      patience > 0 && linkIndexes(this.netns).some((index) => ends.includes(index));
      patience--
    ) {
      sleepMs(5);
    }
  }

  /** Gives the host a default route by a device of its own, which is called `uplink`. */
  addUplink(mtuBytes = 1500): void {
    const input = `link add uplink mtu ${mtuBytes} type veth peer name uplink-peer
      addr add 192.168.77.2/24 dev uplink
      link set uplink-peer up
      link set uplink up
      route add default via 192.168.77.1 dev uplink\n`;
    must([...enter(this.netns), 'ip', '-batch', '-'], { input });
  }

  /** Runs a program on the host; it has to succeed. Returns its stdout. */
  exec(...argv: readonly string[]): string {
    return must([...enter(this.netns), ...argv]);
  }

  run(argv: readonly string[], options: RunOptions = {}): Outcome {
    return run([...enter(this.netns), ...argv], options);
  }

  start(argv: readonly string[], options: RunOptions = {}): Running {
    const running = start([...enter(this.netns), ...argv], options);
    this.onDispose(() => running.child.kill('SIGKILL'));
    return running;
  }

  /** Writes a file below the host's private directory and returns its path. */
  write(name: string, text: string, mode = 0o644): string {
    const path = join(this.dir, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text, { mode });
    return path;
  }

  onDispose(cleanUp: () => void): void {
    this.#cleanUps.push(cleanUp);
  }

  dispose(): void {
    if (!open.delete(this)) return;
    for (const cleanUp of this.#cleanUps.reverse()) cleanUp();
    for (const namespace of this.#namespaces.reverse()) run(['ip', 'netns', 'del', namespace]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  #addNamespace(name: string): string {
    must(['ip', 'netns', 'add', name]);
    this.#namespaces.push(name);
    const path = `/run/netns/${name}`;
    if (!existsSync(path)) throw new Error(`ip netns add ${name} made no ${path}`);
    return path;
  }
}

/** Runs a program in a container; it has to succeed. Returns its stdout. */
export function inContainer(container: Container, ...argv: readonly string[]): string {
  return must([...enter(container.netns), ...argv]);
}

/** The words that run the rest of a command line in a network namespace. `ip netns exec` would remount /sys as well. */
export function enter(netns: string): string[] {
  return ['nsenter', `--net=${netns}`, '--'];
}

/** Removes every host that a test has made and not disposed of. */
export function disposeHosts(): void {
  for (const host of [...open]) host.dispose();
}

process.on('exit', disposeHosts);

/** Where the other ends of a namespace's veths are, as indexes in their namespace. */
function peerIndexes(netns: string): number[] {
  const links: { link_index?: number }[] = JSON.parse(must([...enter(netns), 'ip', '-j', 'link', 'show']));
  return links.flatMap(({ link_index }) => link_index ?? []);
}

function linkIndexes(netns: string): number[] {
  const links: { ifindex: number }[] = JSON.parse(must([...enter(netns), 'ip', '-j', 'link', 'show']));
  return links.map(({ ifindex }) => ifindex);
}
