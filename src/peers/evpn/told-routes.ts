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

/** What gobgpd was told. What it changes, it changes again: every host would hear of each time that it is told. */
export class ToldRoutes {
  readonly #againMs: number;
  /** By the route's key. */
  readonly #told = new Map<string, { readonly text: string; readonly atMs: number }>();

  /** @param againMs after which a route that gobgpd changes is told again. */
  constructor(againMs: number) {
    this.#againMs = againMs;
  }

  /** `nowMs` is of a clock that nobody sets. */
  add(path: WirePath, nowMs: number): void {
    this.#told.set(hexOf(path.nlri), { text: pathText(path), atMs: nowMs });
  }

  /** Those that are worth to be told, and what is wrong with the others. */
  sift(
    lists: readonly (readonly MissingRoute[])[],
    nowMs: number,
  ): { useful: readonly WirePath[][]; vain: readonly Refusal[] } {
    for (const [key, { atMs }] of this.#told) if (nowMs - atMs >= this.#againMs) this.#told.delete(key);
    const isVain = ({ path, isOther }: MissingRoute) => isOther && this.#wasTold(path);
    const useful = lists.map((list) => list.filter((one) => !isVain(one)).map(({ path }) => path));
    return { useful, vain: lists.flat().some(isVain) ? [notOurs] : [] };
  }

  #wasTold(path: WirePath): boolean {
    return this.#told.get(hexOf(path.nlri))?.text === pathText(path);
  }
}
