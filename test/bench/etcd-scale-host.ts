import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatIp } from '../../src/addr/ip.ts';
import { formatMac, vtepMac } from '../../src/addr/mac.ts';
import type { Peer } from '../../src/addr/peer.ts';
import { formatPrefix } from '../../src/addr/prefix.ts';

import { type EtcdServer, startEtcd } from '../support/etcd.ts';
import { must, run } from '../support/run.ts';
import { sleep } from '../support/wait.ts';
import { requestCount } from './etcd-at-once.ts';
import type { Lab } from './lab.ts';
import { peersOf, underlayCommands, underlayDevice, vtepRemoval } from './scale-network.ts';

const prefix = '/coreos.com/network';
const subnets = `${prefix}/subnets/`;

/** How many operations etcd takes in one transaction, as it is shipped. */
const operationsAtOnce = 128;

/** As conf-examples/silkd.service has it. */
const unitEnvironment = { BUN_GC_TIMER_DISABLE: '1' };

/** Keys of silkd's configuration, which is else as shipped. */
export interface SilkdKeys {
  readonly intervalSeconds?: number;
  readonly etcd?: object;
}

/** An etcd with records of many hosts, and one silkd that follows them; both in the caller's network namespace. */
export class EtcdScaleHost {
  readonly #dir: string;
  readonly #program: string;
  readonly #etcd: EtcdServer;
  #silkd: Bun.Subprocess | undefined;
  #starts = 0;

  private constructor(lab: Lab, etcd: EtcdServer) {
    this.#dir = lab.addDirectory('etcd');
    this.#program = lab.program('silkd');
    this.#etcd = etcd;
    for (const command of underlayCommands) must(command);
    process.on('exit', () => this.#silkd?.kill('SIGKILL'));
  }

  static async make(lab: Lab): Promise<EtcdScaleHost> {
    return new EtcdScaleHost(lab, await startEtcd(undefined));
  }

  /** Ends what runs, and takes away what it has made. */
  async remove(): Promise<void> {
    await this.endSilkd();
    run(vtepRemoval);
    must(['ip', 'link', 'del', underlayDevice]);
    await this.#etcd.stop();
  }

  /** Writes the record of the network, of the shape of `peersOf`, and those of so many hosts; there are no others then. */
  async writeRecords(count: number): Promise<void> {
    await this.#ask('/v3/kv/deleterange', { key: base64(prefix), range_end: base64(`${prefix}~`) });
    const network = { Network: '10.0.0.0/8', SubnetLen: 26, Backend: { Type: 'vxlan', VNI: 1 } };
    await this.#ask('/v3/kv/put', { key: base64(`${prefix}/config`), value: base64(JSON.stringify(network)) });
    // One lease for all: silkd cannot tell, and to write 10,000 of them would take longer than all else.
    const { ID } = await this.#ask('/v3/lease/grant', { TTL: 3600 });
    const peers = peersOf(count);
    for (let from = 0; from < count; from += operationsAtOnce) {
      const some = peers.slice(from, from + operationsAtOnce);
      const success = some.map((peer) => ({ requestPut: { ...recordOf(peer), lease: ID } }));
      await this.#ask('/v3/kv/txn', { success });
    }
  }

  async putRecord(peer: Peer): Promise<void> {
    await this.#ask('/v3/kv/put', recordOf(peer));
  }

  async deleteRecord(peer: Peer): Promise<void> {
    await this.#ask('/v3/kv/deleterange', { key: recordOf(peer).key });
  }

  /** Requests that etcd has served since its start; each message of a stream counts. */
  async requestCount(): Promise<number> {
    return await requestCount(this.#etcd.endpoint);
  }

  /** Starts silkd where no VTEP is, and waits until the kernel has a route to each of so many hosts; what that took. */
  async convergeMs(count: number): Promise<number> {
    await this.endSilkd();
    run(vtepRemoval);
    rmSync(join(this.#dir, 'state'), { recursive: true, force: true });
    const began = Bun.nanoseconds();
    this.startSilkd();
    for (let patience = 2000; routesByVtep() !== count; patience--) {
      if (patience === 0)
        throw new Error(
          `found ${routesByVtep()} routes, wanted ${count}: ${readFileSync(this.#logPath, 'utf8').slice(-2000)}`,
        );
      await sleep(10);
    }
    return (Bun.nanoseconds() - began) / 1e6;
  }

  /** Another silkd in place of the one that runs, when it has had time to begin. */
  async restartSilkd(keys: SilkdKeys): Promise<void> {
    await this.endSilkd();
    this.startSilkd(keys);
    await sleep(3000);
  }

  startSilkd({ etcd, ...over }: SilkdKeys = {}): void {
    const configFile = join(this.#dir, 'silkd.json');
    const config = {
      source: 'etcd',
      etcd: { endpoints: [this.#etcd.endpoint], ...etcd },
      underlayInterface: underlayDevice,
      runDir: join(this.#dir, 'run'),
      stateDir: join(this.#dir, 'state'),
      subnetFile: join(this.#dir, 'subnet.env'),
      apiSocket: this.#socket,
      ...over,
    };
    writeFileSync(configFile, JSON.stringify(config));
    this.#silkd = Bun.spawn([this.#program, '--config', configFile], {
      env: { PATH: process.env['PATH'] ?? '', ...unitEnvironment },
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: Bun.file(this.#nextLog()),
    });
  }

  async endSilkd(): Promise<void> {
    this.#silkd?.kill('SIGTERM');
    await this.#silkd?.exited;
    this.#silkd = undefined;
  }

  get tracePath(): string {
    return join(this.#dir, 'trace');
  }

  /** Of silkd. */
  get pid(): number {
    return this.#silkd?.pid ?? -1;
  }

  /** How many rounds silkd has taken since its start. */
  async rounds(): Promise<number> {
    const text = await (await fetch('http://silkd/metrics', { unix: this.#socket })).text();
    const found = text.matchAll(/^silkd_converges_total\{.*\} (\d+)$/gm);
    return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async #ask(path: string, body: object) {
    const reply = await fetch(`${this.#etcd.endpoint}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`etcd answers ${path} with ${reply.status}: ${await reply.text()}`);
    return JSON.parse(await reply.text());
  }

  #nextLog(): string {
    this.#starts += 1;
    return this.#logPath;
  }

  get #logPath(): string {
    return join(this.#dir, `silkd-${this.#starts}.log`);
  }

  get #socket(): string {
    return join(this.#dir, 'silkd.sock');
  }
}

/** Routes to remote hosts: those that have a gateway. */
function routesByVtep(): number {
  return readFileSync('/proc/net/route', 'utf8').match(/^silk-vtep\t[0-9A-F]{8}\t(?!00000000)/gm)?.length ?? 0;
}

function recordOf({ subnet, underlay }: Peer): { readonly key: string; readonly value: string } {
  const data = { VNI: 1, VtepMAC: formatMac(vtepMac(subnet.ip)) };
  const record = { PublicIP: formatIp(underlay), PublicIPv6: null, BackendType: 'vxlan', BackendData: data };
  return { key: base64(`${subnets}${formatPrefix(subnet).replace('/', '-')}`), value: base64(JSON.stringify(record)) };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
