import type { WirePath } from './gobgp.ts';
import type { Refusal } from './judge-routes.ts';
import { hexOf, pathText } from './path-text.ts';

/** A route that gobgpd has not, or not so. */
export interface MissingRoute {
  readonly path: WirePath;
  /** Whether gobgpd has another of the same key: an operator's, or what a policy has made of ours. */
  readonly isOther: boolean;
}

const notOurs: Refusal = {
  what: 'own route',
  reason: 'found it changed as soon as gobgpd was told it, wanted it as it is: see the policies of gobgpd',
};

const takenBack: Refusal = {
  what: 'own route',
  reason:
    'found it taken back each time that gobgpd was told it, wanted it kept: see who else tells this gobgpd, such as a second silkd',
};

/** How often a route is told within one time of `againMs`, where nobody takes it back here: gobgpd may have been started anew. */
const mostTimes = 10;

interface Told {
  readonly text: string;
  readonly atMs: number;
  /** One after the other. */
  readonly times: number;
}

/** What gobgpd was told. What it changes, it changes again: every host would hear of each time that it is told. */
export class ToldRoutes {
  readonly #againMs: number;
  /** By the route's key. */
  readonly #told = new Map<string, Told>();

  /** @param againMs after which a route is told again that gobgpd changes, or that others take back. */
  constructor(againMs: number) {
    this.#againMs = againMs;
  }

  /** `nowMs` is of a clock that nobody sets. */
  add(path: WirePath, nowMs: number): void {
    const [key, text] = [hexOf(path.nlri), pathText(path)];
    const before = this.#told.get(key);
    this.#told.set(key, { text, atMs: nowMs, times: before?.text === text ? before.times + 1 : 1 });
  }

  /** It was taken back here. */
  remove({ nlri }: Pick<WirePath, 'nlri'>): void {
    this.#told.delete(hexOf(nlri));
  }

  /** Those that are worth to be told, and what is wrong with the others. */
  sift(
    lists: readonly (readonly MissingRoute[])[],
    nowMs: number,
  ): { useful: readonly WirePath[][]; vain: readonly Refusal[] } {
    for (const [key, { atMs }] of this.#told) if (nowMs - atMs >= this.#againMs) this.#told.delete(key);
    const useful = lists.map((list) => list.filter((one) => this.#vanity(one) === undefined).map(({ path }) => path));
    const vain = new Set(lists.flat().map((one) => this.#vanity(one)));
    return { useful, vain: [notOurs, takenBack].filter((reason) => vain.has(reason)) };
  }

  /** Why it is not worth to be told; undefined: it is. */
  #vanity({ path, isOther }: MissingRoute): Refusal | undefined {
    const told = this.#told.get(hexOf(path.nlri));
    if (told?.text !== pathText(path)) return undefined;
    if (isOther) return notOurs;
    return told.times < mostTimes ? undefined : takenBack;
  }
}
