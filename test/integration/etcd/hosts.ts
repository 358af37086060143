import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatIp, parseIp } from '../../../src/addr/ip.ts';
import { formatPrefix } from '../../../src/addr/prefix.ts';
import { readEtcdOptions } from '../../../src/config/etcd-options.ts';
import { etcdNetwork } from '../../../src/peers/etcd/network.ts';
import type { NetworkSource } from '../../../src/peers/network-source.ts';

const open = new Set<TestHost>();

/** The part of a host that gets and keeps a subnet from etcd, in the process of the test. */
export class TestHost {
  readonly ip: string;
  readonly dir: string;
  source: NetworkSource;
  /** Whether it may be given another subnet. */
  mayMove = true;
  readonly #json: Record<string, unknown>;
  readonly #bootId: string;
  #over = new AbortController();
  #run: Promise<void> = Promise.resolve();

  /** Runs at once. @param json the options of etcd, beside those that keep a test short. */
  constructor(ip: string, json: Record<string, unknown>, former?: TestHost) {
    this.ip = ip;
    this.dir = former?.dir ?? mkdtempSync(join(tmpdir(), 'silk-etcd-host-'));
    this.#bootId = 'boot-1';
    this.#json = { probeIntervalSeconds: 1, requestTimeoutMs: 2000, ...json };
    this.source = this.#makeSource();
    open.add(this);
    this.#start();
  }

  /** Ends it, as a kill would: etcd is not told. */
  async stop(): Promise<void> {
    this.#over.abort();
    await this.#run;
  }

  /** Begins anew with what was remembered; in another boot with another id. */
  async restart(bootId = this.#bootId): Promise<void> {
    await this.stop();
    this.source = this.#makeSource(bootId);
    this.#over = new AbortController();
    this.#start();
  }

  get subnet(): string | undefined {
    const { place } = this.source.view();
    return place && formatPrefix(place.subnet);
  }

  get state(): string {
    return this.source.view().lease.state;
  }

  /** `10.255.1.0/24 10.0.0.1`, sorted. */
  get peers(): readonly string[] {
    const { peers } = this.source.view();
    if (peers.state !== 'known') return [peers.state];
    return peers.peers.map(({ subnet, underlay }) => `${formatPrefix(subnet)} ${formatIp(underlay)}`).sort();
  }

  /** `what: reason`, a line each. */
  get problems(): string {
    return this.source
      .view()
      .problems.map(({ what, reason }) => `${what}: ${reason}`)
      .join('\n');
  }

  #makeSource(bootId = this.#bootId): NetworkSource {
    return etcdNetwork(readEtcdOptions(this.#json), {
      underlayIp: parseIp(this.ip, 'ip'),
      mayMove: () => this.mayMove,
      stateFile: join(this.dir, 'lease.json'),
      bootId,
    });
  }

  #start(): void {
    this.#run = this.source.run(() => undefined, this.#over.signal);
  }
}

/** Ends every host that a test has made. */
export async function disposeTestHosts(): Promise<void> {
  const hosts = [...open];
  open.clear();
  await Promise.all(hosts.map((host) => host.stop()));
  for (const { dir } of hosts) rmSync(dir, { recursive: true, force: true });
}

/** Waits until it is so. @throws with what there is instead. */
export async function until(isSo: () => boolean, describe: () => unknown = () => 'nothing more', limitMs = 10_000) {
  const endMs = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`not so after ${limitMs} ms: ${JSON.stringify(describe())}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}
