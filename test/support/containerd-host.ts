import { join } from 'node:path';
import { boxImage } from './box-image.ts';
import { Containerd, containerdSocket } from './containerd.ts';
import { Cri } from './cri.ts';
import type { FullHost } from './full-host.ts';
import { type Held, heldOn } from './held.ts';
import type { Host } from './host.ts';
import { digText, type JsonObject } from './json.ts';
import type { RuntimeHost } from './nothing-left.ts';
import type { Outcome, Running } from './run.ts';
import { until, untilNoError } from './wait.ts';

/** What differs from the shipped network. */
export interface NetworkOptions {
  /** A conflist of conf-examples; default 20-silk-vtep.conflist. */
  readonly file?: string;
  /** The host's part of the overlay; default that of the shipped one. */
  readonly subnet?: string;
  readonly peers?: readonly JsonObject[];
}

/** A host with containerd, a shipped network in /etc/cni/net.d, and the image `boxImage`. */
export class ContainerdHost implements RuntimeHost {
  readonly containerd: Containerd;
  #cri: Cri | undefined;

  constructor(
    host: Host,
    { file = '20-silk-vtep.conflist', subnet = '10.255.30.0/24', peers = [] }: NetworkOptions = {},
  ) {
    this.containerd = new Containerd(host);
    const { at } = this.containerd;
    at.install(file, join('/etc/cni/net.d', file), (text) => text.replaceAll('10.255.30.0/24', subnet));
    at.write('/etc/silk/peers.json', JSON.stringify({ peers }));
  }

  get at(): FullHost {
    return this.containerd.at;
  }

  /** The cgroup below which those of all containers are. */
  get cgroup(): string {
    return this.containerd.namespace;
  }

  /** Starts containerd and gives it the image. */
  async start(): Promise<void> {
    await this.containerd.start();
    this.containerd.importImage();
  }

  /** Starts containerd for pods and gives it the image. Returns what calls it. */
  async startCri(): Promise<Cri> {
    const { at } = this.containerd;
    const cri = new Cri(at.file(containerdSocket));
    at.host.onDispose(() => cri.close());
    this.#cri = cri;
    await this.startAgain(cri);
    this.containerd.importImage('k8s.io');
    await untilNoError('the image', async () => {
      const { image } = await cri.image('ImageStatus', { image: { image: boxImage } });
      digText(image, 'id');
    });
    return cri;
  }

  /** Starts containerd after it was stopped, and waits until it serves pods. */
  async startAgain(cri: Cri): Promise<void> {
    await this.containerd.start();
    await untilNoError('pods to be served', () => cri.runtime('Status', {}));
  }

  /** Where containerd runs, ends all pods, and all containers of `ctr`, whose `ctr run` removes them. */
  async endAll(): Promise<void> {
    if (!this.containerd.isRunning) return;
    if (this.#cri !== undefined) await removePods(this.#cri);
    for (const id of this.#tasks()) this.containerd.tryCtr('task', 'kill', '--signal', 'SIGKILL', id);
    await until('the end of all containers', () => this.#tasks().length === 0);
  }

  #tasks(): string[] {
    return this.containerd.ctr('task', 'ls', '--quiet').split('\n').filter(Boolean);
  }

  /** What containers hold. */
  get held(): Held {
    return heldOn(this.containerd.at);
  }

  /** Runs a container with a command by `ctr run --rm --cni`. Returns what it printed. */
  ctrRun(id: string, ...command: readonly string[]): string {
    return this.containerd.ctr('run', '--rm', '--cni', boxImage, id, ...command);
  }

  /** Starts a container that sleeps, by a `ctr run --rm --cni` that lasts as long, and waits until it runs. */
  async startSleeping(id: string): Promise<Running> {
    const running = this.containerd.startCtr('run', '--rm', '--null-io', '--cni', boxImage, id);
    await until(`${id} to run`, () => new RegExp(`^${id} .*RUNNING`, 'm').test(this.containerd.ctr('task', 'ls')));
    return running;
  }

  /** Runs a program in a container; it has to succeed. Returns its stdout. */
  execIn(id: string, ...argv: readonly string[]): string {
    return this.containerd.ctr(...exec(id, argv));
  }

  tryExecIn(id: string, ...argv: readonly string[]): Outcome {
    return this.containerd.tryCtr(...exec(id, argv));
  }
}

async function removePods(cri: Cri): Promise<void> {
  const { items } = await cri.runtime('ListPodSandbox', {});
  const ids = Array.isArray(items) ? items.map((pod) => digText(pod, 'id')) : [];
  for (const id of ids) {
    await cri.runtime('StopPodSandbox', { pod_sandbox_id: id });
    await cri.runtime('RemovePodSandbox', { pod_sandbox_id: id });
  }
}

function exec(id: string, argv: readonly string[]): string[] {
  return ['task', 'exec', '--exec-id', 'test', id, ...argv];
}
