import { boxImage } from './box-image.ts';
import type { Cri } from './cri.ts';
import { dig, digText, type JsonObject } from './json.ts';

/** How a command in a container ended. */
export interface ExecOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is particular of a pod. */
export interface PodOptions {
  readonly name: string;
  /** The cgroup below which its own are. */
  readonly cgroup: string;
  /** A port of the host, and the pod's TCP port that it leads to. */
  readonly hostPort?: readonly [number, number];
  /** Its own labels, beside those of kubelet. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What its /etc/resolv.conf is to say; the host's own where absent. */
  readonly dns?: PodDns;
  /** What its container runs; it sleeps where absent. */
  readonly command?: readonly string[];
}

/** As kubelet sends it: every list is there. */
export interface PodDns {
  readonly servers: readonly string[];
  readonly searches: readonly string[];
  readonly options: readonly string[];
}

/** A pod of one container, made as kubelet makes it. */
export class Pod {
  readonly id: string;
  readonly #cri: Cri;
  readonly #containerId: string;

  private constructor(cri: Cri, id: string, containerId: string) {
    this.#cri = cri;
    this.id = id;
    this.#containerId = containerId;
  }

  /** Runs the sandbox, then the container in it. */
  static async run(cri: Cri, options: PodOptions): Promise<Pod> {
    const sandbox = sandboxConfig(options);
    const id = digText(await cri.runtime('RunPodSandbox', { config: sandbox }), 'pod_sandbox_id');
    const { command = [] } = options;
    const config = { metadata: { name: 'main' }, image: { image: boxImage }, command };
    const request = { pod_sandbox_id: id, config, sandbox_config: sandbox };
    const containerId = digText(await cri.runtime('CreateContainer', request), 'container_id');
    await cri.runtime('StartContainer', { container_id: containerId });
    return new Pod(cri, id, containerId);
  }

  /** What the runtime says of it. */
  async status(): Promise<{ readonly state: string; readonly ip: string }> {
    const { status } = await this.#cri.runtime('PodSandboxStatus', this.#request);
    return { state: digText(status, 'state'), ip: String(dig(status, 'network', 'ip')) };
  }

  async tryExec(...cmd: readonly string[]): Promise<ExecOutcome> {
    const answer = await this.#cri.runtime('ExecSync', { container_id: this.#containerId, cmd, timeout: 10 });
    const { exit_code: code = 0, stdout = '', stderr = '' } = answer;
    return { code: Number(code), stdout: String(stdout), stderr: String(stderr) };
  }

  /** Runs a program in its container; it has to succeed. Returns its stdout. */
  async exec(...cmd: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.tryExec(...cmd);
    if (code !== 0) throw new Error(`${cmd.join(' ')}: exit ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  async stop(): Promise<void> {
    await this.#cri.runtime('StopPodSandbox', this.#request);
  }

  async remove(): Promise<void> {
    await this.#cri.runtime('RemovePodSandbox', this.#request);
  }

  get #request(): JsonObject {
    return { pod_sandbox_id: this.id };
  }
}

/** The configuration of a pod's sandbox, as RunPodSandbox takes it. */
export function sandboxConfig({ name, cgroup, hostPort, labels, annotations, dns }: PodOptions): JsonObject {
  const [host_port, container_port] = hostPort ?? [];
  const uid = `uid-of-${name}`;
  return {
    metadata: { name, uid, namespace: 'default' },
    hostname: name,
    labels: {
      'io.kubernetes.pod.name': name,
      'io.kubernetes.pod.namespace': 'default',
      'io.kubernetes.pod.uid': uid,
      ...labels,
    },
    annotations: annotations ?? {},
    ...(dns === undefined ? {} : { dns_config: dns }),
    port_mappings: hostPort === undefined ? [] : [{ protocol: 'TCP', host_port, container_port }],
    linux: { cgroup_parent: `/${cgroup}` },
  };
}
