import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cnitool, libcniGc, newerCnitoolVersion } from './cnitool.ts';
import type { Container, Host } from './host.ts';
import { digText, type JsonObject } from './json.ts';
import { linkNames } from './kernel-state.ts';
import { networkDir } from './leftovers.ts';
import { cniPath } from './network.ts';
import { binDir, projectRoot, silk } from './project.ts';
import { reservations } from './reservations.ts';
import type { Outcome } from './run.ts';
import { entriesBelow } from './tree.ts';

export type NetworkCommand = 'add' | 'check' | 'del';

/** Names of what there is, of one kind each. */
export interface NetworkHoldings {
  readonly hostLinks: readonly string[];
  readonly containerLinks: readonly string[];
  readonly reserved: readonly string[];
  readonly claims: readonly string[];
  readonly cached: readonly string[];
}

/** What holds nothing. */
export const nothingHeld: NetworkHoldings = { hostLinks: [], containerLinks: [], reserved: [], claims: [], cached: [] };

/** Variables beside NETCONFPATH and CNI_PATH, such as CNI_ARGS and CAP_ARGS. */
export type Variables = Readonly<Record<string, string>>;

/**
 * A conflist of conf-examples on a host, word for word but for its directories, which are private to the host.
 * `cnitool` and `silk` work on the same configuration, the same plugins and the same cache of results.
 */
export class ShippedNetwork {
  readonly name: string;
  /** Stands for libcni's /var/lib/cni. */
  readonly cacheDir: string;
  readonly #host: Host;

  /**
   * @param file the name of the conflist
   * @param edit makes other paths private to the host
   */
  constructor(host: Host, file: string, edit = (text: string) => text) {
    const shipped = readFileSync(join(projectRoot, 'conf-examples', file), 'utf8');
    const text = shipped.replaceAll('/var/lib/silk', host.dataDir);
    if (text === shipped) throw new Error(`${file} has no dataDir of /var/lib/silk`);
    host.write(join('net.d', file), edit(text));
    this.#host = host;
    this.name = digText(JSON.parse(text), 'name');
    this.cacheDir = join(host.dir, 'cache');
    mkdirSync(this.cacheDir);
  }

  /** Runs the reference implementation's tool. */
  cnitool(command: NetworkCommand, netns: string, variables: Variables = {}): Outcome {
    return this.#runPrivately([cnitool(), command, this.name, netns], variables);
  }

  /** Runs that of the newer libcni, which has further commands: they take no namespace, but want a word in its place. */
  newerCnitool(command: NetworkCommand | 'status' | 'gc', netns: string, variables: Variables = {}): Outcome {
    return this.#runPrivately([cnitool(newerCnitoolVersion), command, this.name, netns], variables);
  }

  /** Runs the newer libcni's GC, with all of the containers that are valid. */
  libcniGc(...valid: readonly string[]): Outcome {
    return this.#runPrivately([libcniGc(), this.name, ...valid], {});
  }

  /** Runs `silk cni`. */
  silk(command: NetworkCommand, netns: string, variables: Variables = {}): Outcome {
    return this.#run([silk, 'cni', command, this.name, netns, '--cache-dir', this.cacheDir], variables);
  }

  /** Runs `silk cni add` with options of its own. */
  silkAdd(netns: string, ...options: readonly string[]): Outcome {
    return this.#run([silk, 'cni', 'add', this.name, netns, '--cache-dir', this.cacheDir, ...options], {});
  }

  /** Runs a command of `silk cni` that is about no attachment, which cnitool of that version does not have. */
  silkOnNetwork(command: 'gc' | 'status'): Outcome {
    return this.#run([silk, 'cni', command, this.name, '--cache-dir', this.cacheDir], {});
  }

  /** The path of the cached result of the only attachment that has one. @throws where there are none or more */
  get cacheFile(): string {
    const [name, ...more] = this.#cached();
    if (name === undefined || more.length > 0) throw new Error(`not one cached result: ${this.#cached().join(' ')}`);
    return join(this.cacheDir, 'results', name);
  }

  /** Whose each reserved address is: container ID and interface. */
  owners(): Readonly<Record<string, string>> {
    return reservations(networkDir(this.#host, this.name));
  }

  get cacheEntry(): JsonObject {
    return JSON.parse(readFileSync(this.cacheFile, 'utf8'));
  }

  /** What is held for a container that is the only one: on the host, in it, in the network's files and in the cache. */
  holdings(container: Container): NetworkHoldings {
    return {
      hostLinks: linkNames(this.#host.netns),
      containerLinks: existsSync(container.netns) ? linkNames(container.netns) : [],
      reserved: Object.keys(reservations(networkDir(this.#host, this.name))),
      claims: entriesBelow(join(this.#host.dataDir, 'attachments', this.name)),
      cached: this.#cached(),
    };
  }

  #cached(): string[] {
    return entriesBelow(join(this.cacheDir, 'results'));
  }

  /** The cache directory of libcni's programs is fixed, so that they see another /var/lib. */
  #runPrivately(argv: readonly string[], variables: Variables): Outcome {
    const script = `mount -t tmpfs none /var/lib && mkdir /var/lib/cni && mount --bind "$0" /var/lib/cni && exec "$@"`;
    const privately = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, this.cacheDir];
    return this.#run([...privately, ...argv], variables);
  }

  #run(argv: readonly string[], variables: Variables): Outcome {
    const env = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      NETCONFPATH: join(this.#host.dir, 'net.d'),
      CNI_PATH: cniPath(binDir),
      ...variables,
    };
    return this.#host.run(argv, { env });
  }
}
