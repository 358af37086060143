import type { EvpnOptions } from '../../config/evpn-options.ts';
import { errorText } from '../../errors.ts';
import { Alarm } from '../alarm.ts';
import { Backoff } from '../backoff.ts';
import type { SourceProblem } from '../network-source.ts';
import { Problems } from '../problems.ts';
import type { Gobgp, TablePath, WirePath } from './gobgp.ts';
import { isRefused } from './gobgp-error.ts';
import { type Hearing, judgeNeighbours } from './judge-neighbours.ts';
import type { Refusal } from './judge-routes.ts';
import { hexOf } from './path-text.ts';
import { type MissingRoute, ToldRoutes } from './told-routes.ts';

/** Between two attempts to reach gobgpd. */
const mostRetryMs = 2000;
/** Changes that come together are looked at together. */
const gatherMs = 100;
/** A look is due although nothing was said. */
const lookAgainMs = 60_000;
/** How often gobgpd is asked while routes are still expected. */
const unsureMs = 1000;
/** Routes that gobgpd is told at one time. */
const inFlight = 16;

/** What gobgpd's routes come to. */
export interface Findings {
  readonly problems: readonly Refusal[];
  /** What gobgpd has to be told: all of one list before any of the next. */
  readonly add: readonly (readonly MissingRoute[])[];
  /** What it has to be told after that. */
  readonly withdraw: readonly WirePath[];
}

/** Who makes something of the routes of gobgpd. */
export interface Listener {
  /** Takes all EVPN routes, the host's own included. `nowMs` is of a clock that nobody sets. */
  take(paths: readonly TablePath[], hearing: Hearing, nowMs: number): Findings;
  /** Whether the same routes could come to something else by now. */
  isDue(nowMs: number): boolean;
}

/**
 * The conversation with the gobgpd of the host. It does not matter what its stream of events says, only that it says something: then
 * all routes are listed. Who cannot be asked has said nothing: what was known goes on.
 */
export class Speaker {
  /** For messages: `gobgpd at unix:///run/gobgpd.sock`. */
  readonly name: string;
  readonly #options: EvpnOptions;
  readonly #listener: Listener;
  readonly #problems = new Problems();
  readonly #told = new ToldRoutes(lookAgainMs);
  readonly #alarm = new Alarm();
  #gobgp: Gobgp | undefined;
  #heardMs: number | undefined;
  /** Looks come one after the other. */
  #looking: Promise<unknown> = Promise.resolve();
  /** Something may have changed since the last look. */
  #isHinted = false;
  #lookedMs = Number.NEGATIVE_INFINITY;
  /** Whether gobgpd is still about to learn routes. */
  #isUnsure = true;

  constructor(options: EvpnOptions, listener: Listener) {
    this.name = `gobgpd at ${options.address}`;
    this.#options = options;
    this.#listener = listener;
  }

  /** When gobgpd answered last, in milliseconds since the epoch; undefined: never. */
  get heardAtMs(): number | undefined {
    // The clock of the day is only for people: what it is set to changes no age.
    return this.#heardMs === undefined ? undefined : Date.now() - (performance.now() - this.#heardMs);
  }

  /** What is wrong with the connection, and what the listener found. */
  get problems(): readonly SourceProblem[] {
    return this.#problems.list();
  }

  /** Something may have changed: a look comes soon, where run() runs. */
  hint(): void {
    this.#isHinted = true;
    this.#alarm.ring();
  }

  /** Follows gobgpd until the signal. `changed` is called after each look of its own. */
  async run(changed: () => void, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(250, mostRetryMs);
    while (!signal.aborted) {
      const isThere = await this.look();
      changed();
      if (isThere) {
        backoff.reset();
        await this.#follow(changed, signal);
      }
      await new Alarm().wait(backoff.next(), signal);
    }
    this.#gobgp?.close();
  }

  /** Has the listener take all routes, now. Returns whether gobgpd is there; never rejects. */
  look(): Promise<boolean> {
    const look = this.#looking.then(() => this.#try(async () => this.#lookAt(await this.#open())));
    this.#looking = look;
    return look;
  }

  /** Until gobgpd is lost, or the signal. */
  async #follow(changed: () => void, signal: AbortSignal): Promise<void> {
    const gobgp = await this.#open();
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    // Why it ended does not matter: the next look finds out whether gobgpd is there.
    void gobgp
      .watch(() => this.hint(), ends)
      .then(
        () => over.abort(),
        () => over.abort(),
      );
    for (;;) {
      await this.#alarm.wait(this.#isUnsure ? unsureMs : this.#options.pollIntervalSeconds * 1000, ends);
      if (this.#isHinted) await new Alarm().wait(gatherMs, ends);
      if (ends.aborted) return;
      if (!this.#isToLook && !(await this.#ask(gobgp))) return over.abort();
      if (!this.#isToLook) continue;
      if (!(await this.look())) return over.abort();
      changed();
    }
  }

  get #isToLook(): boolean {
    const nowMs = performance.now();
    return this.#isHinted || this.#listener.isDue(nowMs) || nowMs - this.#lookedMs > lookAgainMs;
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
    const { problems, add, withdraw } = this.#listener.take(await gobgp.listPaths(), hearing, performance.now());
    this.#isUnsure = !hearing.isComplete;
    const { vain, useful } = this.#told.sift(add, performance.now());
    this.#problems.setAll('routes', [...this.#wrongAsn(asn), ...vain, ...hearing.problems, ...problems]);
    const refused: Refusal[] = [];
    for (const paths of useful) refused.push(...(await tellAll(paths, (path) => this.#announce(gobgp, path))));
    refused.push(...(await tellAll(withdraw, (path) => this.#withdraw(gobgp, path))));
    this.#problems.setAll('own routes', refused);
  }

  async #announce(gobgp: Gobgp, path: WirePath): Promise<void> {
    await gobgp.addPath(path);
    this.#told.add(path, performance.now());
  }

  async #withdraw(gobgp: Gobgp, path: WirePath): Promise<void> {
    await gobgp.deletePath(path);
    this.#told.remove(path);
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

/** Some at one time, the others as those end. Returns what gobgpd refuses. @throws where it cannot be told anything. */
async function tellAll(paths: readonly WirePath[], tell: (path: WirePath) => Promise<void>): Promise<Refusal[]> {
  const refused: Refusal[] = [];
  const left = paths.values();
  const work = async (): Promise<void> => {
    // One iterator for all: each path is taken once.
    for (const path of left) {
      try {
        await tell(path);
      } catch (error) {
        if (!isRefused(error)) throw error;
        refused.push({ what: `own route ${hexOf(path.nlri)}`, reason: `gobgpd does not take it: ${errorText(error)}` });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, paths.length) }, work));
  return refused;
}
