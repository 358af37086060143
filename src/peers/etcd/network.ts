import { dirname } from 'node:path';
import type { Ip } from '../../addr/ip.ts';
import type { EtcdOptions } from '../../config/etcd-options.ts';
import { errorText } from '../../errors.ts';
import { Alarm } from '../alarm.ts';
import { Backoff } from '../backoff.ts';
import type { NetworkSource, NetworkView } from '../network-source.ts';
import { knownPeersPath } from '../peer-memory.ts';
import { Problems } from '../problems.ts';
import { EtcdClient } from './client.ts';
import { disown } from './disown.ts';
import { EtcdError, isAway } from './error.ts';
import { getKeys } from './kv.ts';
import { type EtcdHost, LeaseKeeper } from './lease-keeper.ts';
import { configKey } from './lease-record.ts';
import type { Header } from './message.ts';
import { mostRetrySeconds, PeerList } from './peer-list.ts';
import type { KeyEvent } from './watch.ts';

/** A network whose hosts have their subnets by lease from etcd. */
export function etcdNetwork(options: EtcdOptions, host: EtcdHost): NetworkSource {
  return new EtcdNetwork(options, host);
}

/** A stream that breaks before it has lasted so long does not end a row of failures. */
const steadyMs = 30_000;
/** flannel renews its lease when it has so long to live. */
const othersRestSeconds = 3600;
/** Between two writes of our own record: whoever changes it again and again is not answered faster. */
const settleSpacingMs = 1000;
/** So many probes in which etcd moved on and the watch said nothing: then it is asked whether anything was missed. */
const quietProbes = 5;

class EtcdNetwork implements NetworkSource {
  readonly name: string;
  readonly #options: EtcdOptions;
  readonly #publicIp: Ip;
  readonly #client: EtcdClient;
  readonly #problems = new Problems();
  readonly #lease: LeaseKeeper;
  readonly #peers: PeerList;
  readonly #alarm = new Alarm();
  readonly #backoff: Backoff;
  readonly #settleBackoff: Backoff;
  #changed: () => void = () => undefined;
  #heardMs: number | undefined;
  #settleAtMs = 0;
  #settledMs = Number.NEGATIVE_INFINITY;
  /** Of etcd, when it was settled, and of the newest change of our record since that began. */
  #settledRevision = 0;
  #ownNews = 0;
  #disownedCount = 0;
  #probeAtMs = 0;
  #broken: unknown;
  #watchedAt = '';
  #askers: (() => void)[] = [];
  #isOver = false;

  constructor(options: EtcdOptions, host: EtcdHost) {
    const mostMs = Math.min(mostRetrySeconds, options.probeIntervalSeconds) * 1000;
    this.#options = options;
    this.#publicIp = host.underlayIp;
    this.#client = new EtcdClient(options);
    this.name = this.#client.name;
    const context = { client: this.#client, options, problems: this.#problems };
    this.#lease = new LeaseKeeper({ ...context, host });
    this.#peers = new PeerList({
      ...context,
      publicIp: host.underlayIp,
      own: () => this.#lease.place,
      memoryFile: knownPeersPath(dirname(host.stateFile)),
      changed: () => this.#peersChanged(),
    });
    this.#backoff = new Backoff(250, mostMs);
    this.#settleBackoff = new Backoff(settleSpacingMs, mostMs * 2);
  }

  view(): NetworkView {
    const { place, lease } = this.#lease;
    // The clock of the day is only for people: what it is set to changes no age.
    const heardAtMs = this.#heardMs === undefined ? undefined : Date.now() - (performance.now() - this.#heardMs);
    return { place, lease, peers: this.#peers.snapshot, heardAtMs, problems: this.#problems.list() };
  }

  async run(changed: () => void, signal: AbortSignal): Promise<void> {
    this.#changed = changed;
    this.#client.endWith(signal);
    while (!signal.aborted) {
      const beganMs = performance.now();
      await this.#session(signal);
      this.#roundIsOver();
      if (performance.now() - beganMs > steadyMs) this.#backoff.reset();
      if (!signal.aborted) await this.#alarm.wait(this.#backoff.next(), signal);
    }
    this.#isOver = true;
    this.#roundIsOver();
  }

  refresh(): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.#askers.push(resolve);
      this.#probeAtMs = 0;
      this.#alarm.ring();
    });
  }

  /** From one failure to the next. */
  async #session(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    try {
      const wasLong = this.#wasSilentLong();
      await this.#settle();
      if (wasLong) this.#peers.doubt();
      await this.#list();
      this.#watch(AbortSignal.any([signal, over.signal]));
      this.#problems.clear(this.name);
      this.#changed();
      while (!signal.aborted) {
        await this.#duties();
        this.#roundIsOver();
        await this.#alarm.wait(this.#nextDutyMs(), signal);
      }
    } catch (error) {
      // A request that the signal ended is no fault of etcd's.
      if (!signal.aborted) this.#problems.set(this.name, errorText(error));
      this.#changed();
    } finally {
      over.abort();
    }
  }

  /** Whether others that were cut off as well may have lost their leases for no other reason. One who knew nobody cannot lose anybody. */
  #wasSilentLong(): boolean {
    const { leaseTtlSeconds, renewIntervalSeconds } = this.#options;
    const spoken = [this.#heardMs, this.#lease.renewedMs].flatMap((ms) => ms ?? []);
    const shortestSeconds = Math.min(
      leaseTtlSeconds - renewIntervalSeconds - this.#peers.comeBackSeconds,
      othersRestSeconds,
    );
    return spoken.length > 0 && performance.now() - Math.max(...spoken) >= shortestSeconds * 1000;
  }

  #watch(signal: AbortSignal): void {
    this.#broken = undefined;
    this.#watchedAt = this.#client.endpoint;
    this.#peers
      .follow(signal, (events) => this.#told(events))
      .catch((error: unknown) => {
        if (signal.aborted) return;
        this.#broken = error;
        this.#alarm.ring();
      });
  }

  #told(events: readonly KeyEvent[]): void {
    this.#heardMs = performance.now();
    for (const { kv } of events)
      if (kv.key === this.#lease.key) this.#ownNews = Math.max(this.#ownNews, kv.modRevision);
    this.#heedOwnNews();
  }

  /** What was not there yet when our record was settled last, and is no echo of that: it is looked at. */
  #heedOwnNews(): void {
    if (this.#ownNews <= this.#settledRevision) return;
    this.#settleAtMs = Math.min(this.#settleAtMs, this.#settledMs + settleSpacingMs);
    this.#alarm.ring();
  }

  #peersChanged(): void {
    this.#changed();
    // What is held back wants a list at a time of its own.
    if (this.#peers.listAtMs !== undefined) this.#alarm.ring();
  }

  #nextDutyMs(): number {
    const next = Math.min(this.#settleAtMs, this.#probeAtMs, this.#peers.listAtMs ?? Number.POSITIVE_INFINITY);
    return Math.max(0, next - performance.now());
  }

  async #duties(): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    if (performance.now() >= this.#settleAtMs) await this.#settle();
    if (performance.now() >= this.#probeAtMs) await this.#probe();
    if (performance.now() >= (this.#peers.listAtMs ?? Number.POSITIVE_INFINITY)) {
      await this.#list();
    }
    await this.#disown();
  }

  async #list(): Promise<void> {
    await this.#peers.list();
    this.#heardMs = performance.now();
  }

  /** Once after each time that etcd has lost data, as soon as it is certain which subnet this host has. */
  async #disown(): Promise<void> {
    const { lossCount } = this.#peers;
    const subnet = this.#disownedCount === lossCount ? undefined : this.#lease.lastingSubnet;
    if (subnet === undefined) return;
    const what = 'records of other subnets';
    try {
      await disown(this.#client, this.#publicIp, this.#peers.strays(subnet));
      this.#disownedCount = lossCount;
      this.#problems.clear(what);
    } catch (error) {
      if (error instanceof EtcdError && isAway(error.grpcCode)) throw error;
      this.#problems.set(what, errorText(error));
    }
  }

  /** What keeps this host from having a subnet does not keep it from learning of its peers. */
  async #settle(): Promise<void> {
    this.#settledMs = performance.now();
    this.#ownNews = 0;
    const what = 'lease';
    let isSettled = false;
    try {
      const before = this.#peers.header;
      const header = await this.#lease.settle();
      this.#settledRevision = header.revision;
      this.#heard(header, before);
      this.#problems.clear(what);
      isSettled = this.#lease.lease.state === 'held';
    } catch (error) {
      if (error instanceof EtcdError && isAway(error.grpcCode)) throw error;
      this.#problems.set(what, errorText(error));
    }
    if (isSettled) this.#settleBackoff.reset();
    const { renewIntervalSeconds, probeIntervalSeconds } = this.#options;
    const restSeconds = this.#lease.isContested ? probeIntervalSeconds : renewIntervalSeconds;
    this.#settleAtMs = performance.now() + (isSettled ? restSeconds * 1000 : this.#settleBackoff.next());
    this.#heedOwnNews();
    this.#peers.judge();
    this.#changed();
  }

  /** One small question shows that etcd is there, and whether the watch or the record needs another look. */
  async #probe(): Promise<void> {
    const intervalMs = this.#options.probeIntervalSeconds * 1000;
    this.#probeAtMs = performance.now() + intervalMs;
    const { key } = this.#lease;
    const keys = [configKey(this.#options.prefix), ...(key === undefined ? [] : [key])];
    const before = this.#peers.header;
    const { header, found } = await getKeys(this.#client, keys);
    this.#heard(header, before);
    this.#peers.remember();
    if (!this.#lease.isSettled(found[0], found[1])) this.#settleAtMs = Math.min(this.#settleAtMs, performance.now());
    // A stream to an endpoint that does not answer any more may be as dead, without anybody having said so.
    const isElsewhere = this.#client.endpoint !== this.#watchedAt;
    if (isElsewhere || (await this.#peers.hasMissed(header, intervalMs * quietProbes))) {
      throw new Error(`Cannot follow ${this.name}: found that the watch may have missed changes, wanted each of them`);
    }
    this.#changed();
  }

  #heard(header: Header, before: Header | undefined): void {
    this.#heardMs = performance.now();
    this.#peers.heed(header, before);
  }

  #roundIsOver(): void {
    for (const done of this.#askers.splice(0)) done();
  }
}
