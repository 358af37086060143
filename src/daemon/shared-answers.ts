/**
 * What takes a while to find out is found out once for all who have asked by then, and after whatever else is due: however many ask, rounds
 * go on in between.
 */
export class SharedAnswers<Answer> {
  readonly #coming = new Map<string, Promise<Answer>>();

  /** What `find` returns after this was asked: by this call, or by that of another who asked for the same. */
  ask(what: string, find: () => Answer | Promise<Answer>): Promise<Answer> {
    const coming = this.#coming.get(what);
    if (coming !== undefined) return coming;
    const next = new Promise((resolve) => setImmediate(resolve)).then(() => {
      this.#coming.delete(what);
      return find();
    });
    this.#coming.set(what, next);
    return next;
  }
}
