import type { EvpnOptions } from '../../config/evpn-options.ts';
import { errorText } from '../../errors.ts';
import { Alarm } from '../alarm.ts';
import { Backoff } from '../backoff.ts';
import type { NetworkSource, NetworkView, Place, SourceHost } from '../network-source.ts';
import { Problems } from '../problems.ts';
import type { Gobgp } from './gobgp.ts';
import { judgeNeighbours } from './judge-neighbours.ts';
import { judgeRoutes, type Refusal } from './judge-routes.ts';
import { KnownPeers } from './known-peers.ts';
import { type Announcement, describeSelf, isOwn, planAnnouncement } from './own-route.ts';
import type { PrefixRoute } from './prefix-route.ts';
import { readPaths } from './read-paths.ts';
import type { Self } from './refuse-route.ts';

/** Between two attempts to reach gobgpd. */
const mostRetryMs = 2000;
/** Changes that come together are looked at together. */
const gatherMs = 100;
/** A look is due although nothing was said. */
const lookAgainMs = 60_000;
/** How often gobgpd is asked while routes are still expected. */
const unsureMs = 1000;

const notOurs: Refusal = {
  what: 'own route',
  reason: 'found it changed as soon as gobgpd was told it, wanted it as it is: see the policies of gobgpd',
};

/**
 * The network of a configuration, whose peers are told by BGP: a gobgpd on the host is told the host's own route, and asked for those
 * of the others. It does not matter what its stream of events says, only that it says something: then all routes are listed. Who
 * cannot be asked has said nothing: what was known goes on.
 */
export function evpnNetwork(options: EvpnOptions, place: Place, { underlayIp }: SourceHost): NetworkSource {
  return new EvpnNetwork(options, describeSelf(options, place, underlayIp));
}

class EvpnNetwork implements NetworkSource {
  readonly name: string;
  readonly #options: EvpnOptions;
  readonly #self: Self;
  readonly #own: PrefixRoute;
  readonly #known: KnownPeers;
  readonly #problems = new Problems();
  #gobgp: Gobgp | undefined;
  #heardMs: number | undefined;
  /** Looks come one after the other. */
  #looking: Promise<unknown> = Promise.resolve();
  /** Something may have changed since the last look. */
  #isHinted = false;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** When gobgpd was told the own route. */
  #toldMs = Number.NEGATIVE_INFINITY;
  /** Whether gobgpd is still about to learn routes. */
  #isUnsure = true;

  constructor(options: EvpnOptions, { self, own }: { readonly self: Self; readonly own: PrefixRoute }) {
    this.name = `gobgpd at ${options.address}`;
    this.#options = options;
    this.#self = self;
    this.#own = own;
    this.#known = new KnownPeers(options.withdrawGuard);
  }

  view(): NetworkView {
    // The clock of the day is only for people: what it is set to changes no age.
    const heardAtMs = this.#heardMs === undefined ? undefined : Date.now() - (performance.now() - this.#heardMs);
    return {
      place: this.#self.place,
      lease: { state: 'static' },
      peers: this.#known.snapshot,
      heardAtMs,
      problems: this.#problems.list(),
    };
  }

  async refresh(): Promise<void> {
    await this.#look();
  }

  async run(changed: () => void, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(250, mostRetryMs);
    while (!signal.aborted) {
      const isThere = await this.#look();
      changed();
      if (isThere) {
        backoff.reset();
        await this.#follow(changed, signal);
      }
      await new Alarm().wait(backoff.next(), signal);
    }
    this.#gobgp?.close();
  }

  /** Until gobgpd is lost, or the signal. */
  async #follow(changed: () => void, signal: AbortSignal): Promise<void> {
    const gobgp = await this.#open();
    const alarm = new Alarm();
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    const hear = (): void => {
      this.#isHinted = true;
      alarm.ring();
    };
    // Why it ended does not matter: the next look finds out whether gobgpd is there.
    void gobgp.watch(hear, ends).then(
      () => over.abort(),
      () => over.abort(),
    );
    for (;;) {
      await alarm.wait(this.#isUnsure ? unsureMs : this.#options.pollIntervalSeconds * 1000, ends);
      if (this.#isHinted) await new Alarm().wait(gatherMs, ends);
      if (ends.aborted) return;
      if (!this.#isToLook && !(await this.#ask(gobgp))) return over.abort();
      if (!this.#isToLook) continue;
      if (!(await this.#look())) return over.abort();
      changed();
    }
  }

  /** Whether gobgpd is there. Never rejects. */
  #look(): Promise<boolean> {
    const look = this.#looking.then(() => this.#try(async () => this.#lookAt(await this.#open())));
    this.#looking = look;
    return look;
  }

  get #isToLook(): boolean {
    const nowMs = performance.now();
    return this.#isHinted || this.#known.isDue(nowMs) || nowMs - this.#lookedMs > lookAgainMs;
  }

  /** The same, without a look at any route: but where not all of them had come, whether they have now. */
  #ask(gobgp: Gobgp): Promise<boolean> {
    return this.#try(async () => {
      await gobgp.getAsn();
      if (this.#isUnsure && judgeNeighbours(await gobgp.listNeighbours(), Date.now()).isComplete) this.#isHinted = true;
    });
  }

  async #try(step: () => Promise<void>): Promise<boolean> {
    try {
      await step();
      this.#heardMs = performance.now();
      this.#problems.clear(this.name);
      return true;
    } catch (error) {
      this.#problems.set(this.name, errorText(error));
      return false;
    }
  }

  async #lookAt(gobgp: Gobgp): Promise<void> {
    this.#isHinted = false;
    this.#lookedMs = performance.now();
    const asn = await gobgp.getAsn();
    // Before the routes: those of a neighbour that has sent all by now are in the list.
    const hearing = judgeNeighbours(await gobgp.listNeighbours(), Date.now());
    const { prefixes: read, unreadable } = readPaths(await gobgp.listPaths());
    const heard = read.filter((one) => !isOwn(one, this.#self));
    const routes = heard.map(({ path: { stale }, route }) => ({ route, stale }));
    const { peers, refusals } = judgeRoutes(routes, this.#self, this.#known.peers);
    const held = this.#known.take(peers, hearing, performance.now());
    this.#isUnsure = !hearing.isComplete;
    const plan = planAnnouncement(read, this.#own, this.#self);
    const own = this.#isInVain(plan) ? [notOurs] : [];
    const found = [...this.#wrongAsn(asn), ...own, ...hearing.problems, ...held, ...unreadable, ...refusals];
    this.#problems.setAll('routes', found);
    await this.#announce(gobgp, plan);
  }

  async #announce(gobgp: Gobgp, plan: Announcement): Promise<void> {
    if (plan.add !== undefined && !this.#isInVain(plan)) {
      this.#toldMs = performance.now();
      await gobgp.addPath(plan.add);
    }
    for (const path of plan.withdraw) await gobgp.deletePath(path);
  }

  /** What gobgpd changes, it changes again: every host would hear of each time that it is told. */
  #isInVain({ isOther }: Announcement): boolean {
    return isOther && performance.now() - this.#toldMs < lookAgainMs;
  }

  #wrongAsn(asn: number): Refusal[] {
    const { asn: wanted } = this.#options;
    if (asn === wanted) return [];
    const found = asn === 0 ? 'none: it has not been configured' : `${asn}`;
    return [{ what: `AS of ${this.name}`, reason: `found ${found}, wanted ${wanted}` }];
  }

  /** What speaks gRPC is loaded by those alone who need it. */
  async #open(): Promise<Gobgp> {
    if (this.#gobgp === undefined) {
      const { Gobgp: Client } = await import('./gobgp.ts');
      this.#gobgp ??= new Client(this.#options.address, this.#options.requestTimeoutMs);
    }
    return this.#gobgp;
  }
}
