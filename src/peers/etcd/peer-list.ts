import type { Ip } from '../../addr/ip.ts';
import type { Peer } from '../../addr/peer.ts';
import type { Prefix } from '../../addr/prefix.ts';
import type { EtcdOptions } from '../../config/etcd-options.ts';
import { keptPeers } from '../kept-peers.ts';
import type { Place } from '../network-source.ts';
import { PeerMemory } from '../peer-memory.ts';
import type { Problems } from '../problems.ts';
import type { PeerSnapshot } from '../source.ts';
import { WithdrawGuard } from '../withdraw-guard.ts';
import type { EtcdClient } from './client.ts';
import { FormerHosts } from './former-hosts.ts';
import { KnownRecords } from './known-records.ts';
import { hasChanged, listKeys } from './kv.ts';
import { subnetsPrefix } from './lease-record.ts';
import type { Header } from './message.ts';
import { type KeyEvent, watchKeys } from './watch.ts';

/** etcd says every ten minutes that nothing has changed, unless it is told to do so more often. */
const silenceMs = 11 * 60_000;

/** A host that cannot reach etcd tries so often at least, and at each of its probes. */
export const mostRetrySeconds = 15;

/** Between two looks at all peers while changes come. */
const updateSpacingMs = 100;

/** Where the list is from. */
export interface ListContext {
  readonly client: EtcdClient;
  readonly options: Pick<
    EtcdOptions,
    'prefix' | 'withdrawGuard' | 'renewIntervalSeconds' | 'probeIntervalSeconds' | 'requestTimeoutMs'
  >;
  /** This host's own address: its own record is no peer. */
  readonly publicIp: Ip;
  readonly problems: Problems;
  /** Where this host is, as long as it is in the network. */
  own(): Place | undefined;
  /** What is known of peers outlasts a restart here. */
  readonly memoryFile: string;
  /** The peers may be others now. */
  changed(): void;
}

/** What is remembered beside the peers: of which network they are, and what etcd said of itself then. */
interface Origin extends Header {
  readonly prefix: string;
}

/** The peers of a network: listed, then watched, and never taken away by what cannot be right. */
export class PeerList {
  readonly #context: ListContext;
  readonly #prefix: string;
  readonly #records: KnownRecords;
  readonly #guard: WithdrawGuard<Peer>;
  readonly #memory: PeerMemory<Origin>;
  readonly #former = new FormerHosts();
  #followed: readonly Peer[] = [];
  #header: Header | undefined;
  /** etcd has lost data, and has not been listed since. */
  #isRestored = false;
  #listedRevision = 0;
  /** What the watch tells while a list is being read. */
  #meanwhile: KeyEvent[] | undefined;
  #updatedMs = Number.NEGATIVE_INFINITY;
  #isUpdateDue = false;
  #newsMs = Number.NEGATIVE_INFINITY;

  constructor(context: ListContext) {
    const { fraction, atLeast, graceSeconds } = context.options.withdrawGuard;
    this.#context = context;
    this.#prefix = subnetsPrefix(context.options.prefix);
    this.#records = new KnownRecords(this.#prefix);
    this.#guard = new WithdrawGuard({ fraction, atLeast, graceMs: graceSeconds * 1000 }, keptPeers);
    this.#memory = new PeerMemory(context.memoryFile, (json) => readOrigin(json, context.options.prefix));
    this.#recall();
  }

  /** Until the first list, what was known before a restart is known only to what looks for peers that are missing. */
  #recall(): void {
    const known = this.#memory.read();
    if (known === undefined) return;
    this.#header = known.origin;
    this.#followed = this.#guard.admit({ list: known.peers, nowMs: performance.now(), isWhole: false });
  }

  snapshot: PeerSnapshot = { state: 'unknown', reason: 'etcd has not been heard yet' };

  /** When a further list is needed, by a clock that nobody sets; undefined: no time soon. */
  get listAtMs(): number | undefined {
    const times = [this.#guard.confirmAtMs, this.#former.untilMs].flatMap((ms) => ms ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** How often etcd has been listed after it had lost data. */
  lossCount = 0;

  /** The keys of this host's records for other subnets than its own, as they were listed. */
  strays(own: Prefix): string[] {
    return this.#records.keysBeside(this.#context.publicIp, own);
  }

  /** What etcd said of itself last; undefined: nothing that counts. */
  get header(): Header | undefined {
    return this.#header;
  }

  /** Reads all records. @throws EtcdError as the client. */
  async list(): Promise<void> {
    const before = this.#header;
    const meanwhile: KeyEvent[] = [];
    this.#meanwhile = meanwhile;
    try {
      const { header, kvs } = await listKeys(this.#context.client, this.#prefix);
      this.heed(header, before);
      this.#records.replace(kvs);
      this.#listedRevision = header.revision;
      // The watch may have been faster.
      for (const event of meanwhile) if (event.kv.modRevision > header.revision) this.#records.apply(event);
      this.#goOnTo(header);
    } finally {
      this.#meanwhile = undefined;
    }
    if (this.#isRestored) this.#compareToKnown();
    this.#update(true);
  }

  /** Whom a backup names has this long to say that it is not so. */
  #compareToKnown(): void {
    const { withdrawGuard } = this.#context.options;
    const holdMs = Math.max(withdrawGuard.graceSeconds, this.comeBackSeconds) * 1000;
    const listed = this.#records.peers(this.#context.publicIp);
    this.#former.compare(this.#followed, listed, performance.now() + holdMs);
    this.#isRestored = false;
    this.lossCount += 1;
  }

  /**
   * Follows what changes since the last list, until the signal.
   * @param told is called after each answer of etcd, with what changed.
   * @throws EtcdError as watchKeys().
   */
  async follow(signal: AbortSignal, told: (events: readonly KeyEvent[]) => void): Promise<void> {
    const startRevision = (this.#header?.revision ?? 0) + 1;
    const wish = { prefix: this.#prefix, startRevision, silenceMs };
    for await (const { header, events } of watchKeys(this.#context.client, wish, signal)) {
      // What a list has said already, in the meantime, is not said again.
      const news = events.filter(({ kv }) => kv.modRevision > this.#listedRevision);
      if (news.some((event) => this.#isOwnEnd(event))) this.doubt();
      for (const event of news) this.#records.apply(event);
      this.#meanwhile?.push(...news);
      this.#goOnTo(header);
      this.#newsMs = performance.now();
      if (news.length > 0) this.#updateSoon(signal);
      told(news);
    }
  }

  /** This host is here, so whoever says that it is not may be as wrong of the others. */
  #isOwnEnd({ type, kv }: KeyEvent): boolean {
    return type === 'delete' && this.#records.isOf(kv.key, this.#context.publicIp);
  }

  #goOnTo(header: Header): void {
    if (this.#header === undefined || header.revision > this.#header.revision) this.#header = header;
  }

  /** At once, but for changes that come one after the other: to go through 10,000 peers for each of 10,000 changes takes minutes. */
  #updateSoon(signal: AbortSignal): void {
    if (this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    const update = () => {
      this.#isUpdateDue = false;
      if (!signal.aborted) this.#update(false);
    };
    const waitMs = this.#updatedMs + updateSpacingMs - performance.now();
    if (waitMs <= 0) update();
    else setTimeout(update, waitMs);
  }

  /** How long a host may take to notice that etcd is there again. */
  get comeBackSeconds(): number {
    const { probeIntervalSeconds, requestTimeoutMs } = this.#context.options;
    return Math.min(mostRetrySeconds, probeIntervalSeconds) + requestTimeoutMs / 1000;
  }

  /**
   * Who is missing is not gone for some time, which is returned in seconds: etcd may have forgotten hosts that could not speak to it, and
   * each of them says so when it can, at its next renewal at the latest.
   */
  doubt(): number {
    const { withdrawGuard, renewIntervalSeconds } = this.#context.options;
    const holdSeconds = Math.max(withdrawGuard.graceSeconds, renewIntervalSeconds) + this.comeBackSeconds;
    this.#guard.suspect(performance.now() + holdSeconds * 1000);
    return holdSeconds;
  }

  /**
   * Takes notice of an answer of etcd: one that is older than what was known before it was asked comes from an etcd that has lost
   * its data.
   */
  heed(header: Header, before: Header | undefined): void {
    const { problems } = this.#context;
    if (before === undefined || !isOlder(header, before)) {
      if (this.#guard.suspectUntilMs < performance.now()) problems.clear('data of etcd');
      return;
    }
    const holdSeconds = this.doubt();
    const found = `found cluster ${header.clusterId} at revision ${header.revision}`;
    const wanted = `wanted cluster ${before.clusterId} at revision ${before.revision} or later`;
    problems.set('data of etcd', `${found}, ${wanted}: it has lost data; for ${holdSeconds} s no peer is taken away`);
    this.#header = undefined;
    this.#records.age();
    this.#isRestored = true;
  }

  /**
   * Whether the watch has missed something: etcd has changed since, and the stream said nothing for a while.
   * @throws EtcdError as the client.
   */
  async hasMissed(header: Header, patienceMs: number): Promise<boolean> {
    if (this.#header === undefined) return true;
    if (header.revision <= this.#header.revision || performance.now() - this.#newsMs < patienceMs) return false;
    const missed = await hasChanged(this.#context.client, {
      prefix: this.#prefix,
      revision: this.#header.revision,
      count: this.#records.size,
    });
    // The watch may have gone further meanwhile.
    if (!missed) this.#goOnTo(header);
    return missed;
  }

  /** Writes down what is known, where that has changed; not so often that it costs anything. */
  remember(): void {
    if (this.#header === undefined || this.snapshot.state !== 'known') return;
    const origin = { prefix: this.#context.options.prefix, ...this.#header };
    this.#memory.write({ origin, peers: this.snapshot.peers });
  }

  /** Tells what is wrong with records; also after this host's own place has changed. */
  judge(): void {
    const { problems, own } = this.#context;
    problems.setAll('records', this.#records.faults(own()?.vni));
  }

  #update(isWhole: boolean): void {
    const { publicIp, own, problems, changed } = this.#context;
    const nowMs = performance.now();
    const list = this.#former.restore(this.#records.peers(publicIp), nowMs);
    const place = own();
    const peers = this.#guard.admit({ list, nowMs, isWhole, ownKey: place && keptPeers.keyOf(place) });
    this.#followed = peers;
    this.#updatedMs = nowMs;
    this.snapshot = { state: 'known', peers };
    this.judge();
    const held = this.#guard.heldCount;
    if (this.#former.count === 0) {
      problems.clear('former hosts');
    } else {
      const wanted =
        'wanted the one before etcd lost data, which is followed until that host or the named one speaks, or for a while';
      problems.set('former hosts', `found ${this.#former.count} records that name another host, ${wanted}`);
    }
    if (held === 0) {
      problems.clear('missing peers');
    } else {
      const wanted = 'wanted at most what withdrawGuard allows: they are kept until a later list confirms it';
      problems.set('missing peers', `found ${held} of ${peers.length} peers gone at once, ${wanted}`);
    }
    this.remember();
    changed();
  }
}

function isOlder(header: Header, known: Header): boolean {
  return header.clusterId !== known.clusterId || header.revision < known.revision;
}

/** Undefined where it is of another network. */
function readOrigin(json: Readonly<Record<string, unknown>>, prefix: string): Origin | undefined {
  const { prefix: found, clusterId, revision } = json;
  if (found !== prefix || typeof clusterId !== 'string' || typeof revision !== 'number') return undefined;
  return { prefix, clusterId, revision };
}
