import type { SourceProblem } from './network-source.ts';

/** More than so many of a kind are counted, not listed. */
const listed = 100;

/** What a source saw and did not follow, each with the time since which it is so. */
export class Problems {
  #problems = new Map<string, SourceProblem & { readonly kind: string }>();

  list(): readonly SourceProblem[] {
    return [...this.#problems.values()].map(({ what, reason, sinceMs }) => ({ what, reason, sinceMs }));
  }

  set(what: string, reason: string): void {
    this.#put(what, what, reason);
  }

  clear(what: string): void {
    this.#problems.delete(what);
  }

  /** All problems of a kind, of which there may be many. */
  setAll(kind: string, found: readonly { readonly what: string; readonly reason: string }[]): void {
    const now = new Set(found.slice(0, listed).map(({ what }) => what));
    for (const [what, problem] of this.#problems) {
      if (problem.kind === kind && !now.has(what)) this.#problems.delete(what);
    }
    for (const { what, reason } of found.slice(0, listed)) this.#put(kind, what, reason);
    if (found.length > listed)
      this.#put(kind, `${kind} beyond those`, `found ${found.length - listed} more, wanted none`);
  }

  #put(kind: string, what: string, reason: string): void {
    const sinceMs = this.#problems.get(what)?.sinceMs ?? Date.now();
    this.#problems.set(what, { kind, what, reason, sinceMs });
  }
}
