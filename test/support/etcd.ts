import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enter, type Host } from './host.ts';
import { must, type Outcome, type Running, run, start } from './run.ts';

/** How an etcd is to run. */
export interface EtcdServerOptions {
  /** Where it listens; default 127.0.0.1, of the host's namespace or of the machine's. */
  readonly address?: string;
  /** For clients; the next port is for the other members. Default 2379 on a host, else two that are free. */
  readonly port?: number;
  /** Default: a private one, which goes with the server. */
  readonly dataDir?: string;
  /** Clients have to come with TLS, and with a certificate of the same CA. */
  readonly tls?: EtcdTls;
  /** The other members of the cluster, and this one: `{ a: 'http://10.0.0.1:2380' }`. */
  readonly cluster?: { readonly name: string; readonly members: Readonly<Record<string, string>> };
  readonly flags?: readonly string[];
}

/** Files of PEM. */
export interface EtcdTls {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** A real etcd that a test runs. It is stopped by `disposeEtcds()`, and with its host. */
export interface EtcdServer {
  readonly endpoint: string;
  /** SIGTERM, and waits for its end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for its end. */
  kill(): Promise<void>;
  /** Starts it again, as it was, and waits until it answers. */
  restart(): Promise<void>;
  /** Stops it, and takes its data away: `restart()` begins with an empty etcd. */
  wipe(): Promise<void>;
  /** SIGSTOP: it neither answers nor ends, until `goOn()`. */
  hang(): void;
  goOn(): void;
  /** Keeps what it has, for `restore()`. */
  backUp(): void;
  /** Stops it, and puts what `backUp()` kept in the place of its data: `restart()` begins with that. */
  restore(): Promise<void>;
  /** Runs etcdctl (API 3) against it; it has to succeed. Returns its stdout. */
  etcdctl(...args: readonly string[]): string;
  /** As `etcdctl`, whatever comes of it. */
  tryEtcdctl(...args: readonly string[]): Outcome;
}

const open = new Set<Server>();

/** Starts an etcd on a host, or beside the test itself, and waits until it answers. */
export async function startEtcd(host: Host | undefined, options: EtcdServerOptions = {}): Promise<EtcdServer> {
  const port = options.port ?? (host === undefined ? await freePort() : 2379);
  const server = new Server(host, { ...options, port });
  open.add(server);
  host?.onDispose(() => server.dispose());
  // The members of a cluster answer only when more than half of them are there.
  await server.begin(options.cluster === undefined);
  return server;
}

/** Three members of one cluster beside the test, as soon as they answer. */
export async function startEtcdCluster(): Promise<readonly EtcdServer[]> {
  const ports = { a: await freePort(), b: await freePort(), c: await freePort() };
  const members = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port + 1}`]),
  );
  const starting = Object.entries(ports).map(([name, port]) =>
    startEtcd(undefined, { port, cluster: { name, members } }),
  );
  const servers = await Promise.all(starting);
  for (let patience = 100; servers.some((server) => server.tryEtcdctl('endpoint', 'health').code !== 0); patience--) {
    if (patience === 0) throw new Error('the members of etcd have not found each other');
    await new Promise((go) => setTimeout(go, 100));
  }
  return servers;
}

/** Ends every etcd that a test has started. */
export function disposeEtcds(): void {
  for (const server of [...open]) server.dispose();
}

process.on('exit', disposeEtcds);

class Server implements EtcdServer {
  readonly endpoint: string;
  readonly #host: Host | undefined;
  readonly #options: EtcdServerOptions & { readonly port: number };
  readonly #dir = mkdtempSync(join(tmpdir(), 'silk-etcd-'));
  #running: Running | undefined;

  constructor(host: Host | undefined, options: EtcdServerOptions & { readonly port: number }) {
    this.#host = host;
    this.#options = options;
    const { address = '127.0.0.1', port, tls } = options;
    this.endpoint = `${tls === undefined ? 'http' : 'https'}://${address}:${port}`;
  }

  async begin(isToAnswer: boolean): Promise<void> {
    this.#running = start([...this.#entry(), 'etcd', ...this.#flags()]);
    if (isToAnswer) await this.#untilItAnswers(this.#running);
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.begin(true);
  }

  async wipe(): Promise<void> {
    await this.kill();
    rmSync(this.#dataDir(), { recursive: true, force: true });
  }

  hang(): void {
    this.#running?.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.#running?.child.kill('SIGCONT');
  }

  backUp(): void {
    rmSync(this.#backup, { force: true });
    this.etcdctl('snapshot', 'save', this.#backup);
  }

  async restore(): Promise<void> {
    await this.wipe();
    const { address = '127.0.0.1', port } = this.#options;
    const peer = `http://${address}:${port + 1}`;
    const member = ['--name', 'default', '--initial-cluster', `default=${peer}`, '--initial-advertise-peer-urls', peer];
    must(['etcdctl', 'snapshot', 'restore', this.#backup, '--data-dir', this.#dataDir(), ...member], {
      env: this.#env(),
    });
  }

  etcdctl(...args: readonly string[]): string {
    return must([...this.#entry(), 'etcdctl', ...this.#clientFlags(), ...args], { env: this.#env() });
  }

  tryEtcdctl(...args: readonly string[]): Outcome {
    return run([...this.#entry(), 'etcdctl', ...this.#clientFlags(), ...args], { env: this.#env() });
  }

  dispose(): void {
    if (!open.delete(this)) return;
    this.#running?.child.kill('SIGKILL');
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#running?.child.kill(signal);
    await this.#running?.ended;
    this.#running = undefined;
  }

  async #untilItAnswers(running: Running): Promise<void> {
    for (let patience = 400; patience > 0; patience--) {
      const over = await Promise.race([running.ended, new Promise<undefined>((go) => setTimeout(go, 25))]);
      if (over !== undefined) throw new Error(`etcd ended: ${over.stderr.slice(-2000)}`);
      const { code, stderr } = this.tryEtcdctl('endpoint', 'health');
      // With authentication on, etcdctl without a user is told so by a healthy etcd.
      if (code === 0 || /user name is empty|permission denied/.test(stderr)) return;
    }
    throw new Error(`etcd at ${this.endpoint} has not answered`);
  }

  #entry(): string[] {
    return this.#host === undefined ? [] : enter(this.#host.netns);
  }

  get #backup(): string {
    return join(this.#dir, 'backup');
  }

  #dataDir(): string {
    return this.#options.dataDir ?? join(this.#dir, 'data');
  }

  #env(): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', ETCDCTL_API: '3' };
  }

  #clientFlags(): string[] {
    const { tls } = this.#options;
    const files = tls && [`--cacert=${tls.caFile}`, `--cert=${tls.certFile}`, `--key=${tls.keyFile}`];
    return [`--endpoints=${this.endpoint}`, '--command-timeout=3s', ...(files ?? [])];
  }

  #flags(): string[] {
    const { address = '127.0.0.1', port, tls, cluster, flags = [] } = this.#options;
    const peer = `http://${address}:${port + 1}`;
    const { name, members } = cluster ?? { name: 'default', members: { default: peer } };
    const list = Object.entries(members).map(([member, url]) => `${member}=${url}`);
    return [
      ...['--name', name, '--data-dir', this.#dataDir()],
      ...['--listen-client-urls', this.endpoint, '--advertise-client-urls', this.endpoint],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', list.join(',')],
      ...(tls === undefined ? [] : ['--client-cert-auth', '--trusted-ca-file', tls.caFile]),
      ...(tls === undefined ? [] : ['--cert-file', tls.certFile, '--key-file', tls.keyFile]),
      // Alone it waits for nobody's vote: it answers after a tenth of a second instead of half of one.
      ...(cluster === undefined ? ['--heartbeat-interval', '10', '--election-timeout', '100'] : []),
      ...flags,
    ];
  }
}

/** A port of 127.0.0.1 that is free, and the next one is as well. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
