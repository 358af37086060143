/** When a list that lacks many of those known so far is held back. */
export interface WithdrawLimits {
  /** Of those known: a list that lacks more than that is held. */
  readonly fraction: number;
  /** A list that lacks no more than so many is taken, whatever the fraction. */
  readonly atLeast: number;
  readonly graceMs: number;
}

/** A list of all there are, and how it came. */
export interface Reading<T> {
  readonly list: readonly T[];
  /** Of a clock that nobody sets. */
  readonly nowMs: number;
  /** All of it was read anew just now, so that it can confirm what was read before. */
  readonly isWhole: boolean;
  /** The key of what nobody else can have, as it is this host's own: one that had it is gone, not missing. */
  readonly ownKey?: number | bigint | undefined;
}

/** How those that are kept are told apart. */
export interface Kept<T> {
  /** No two of a list have the same; no text, because a host may know 10,000 and each of their changes comes here. */
  keyOf(one: T): number | bigint;
  /** Whether one whose key the list lacks is gone all the same, as others of the list have what it had. */
  replacedBy(list: readonly T[]): (one: T) => boolean;
}

interface Gone<T> {
  readonly one: T;
  readonly sinceMs: number;
}

/**
 * Keeps those of whom many at once are said to be gone, such as peers: a control plane that has lost its data says so of all of them,
 * and is wrong. Those that are new, or have changed, are taken at once. What is held goes when the grace has passed and a list that was
 * read after that still lacks it.
 */
export class WithdrawGuard<T> {
  readonly #limits: WithdrawLimits;
  readonly #kept: Kept<T>;
  #admitted = new Map<number | bigint, T>();
  #held = new Map<number | bigint, Gone<T>>();
  /** When those went that were let go at once: many that go one by one are many as well. */
  #leftMs: number[] = [];
  #suspectUntilMs = Number.NEGATIVE_INFINITY;

  constructor(limits: WithdrawLimits, kept: Kept<T>) {
    this.#limits = limits;
    this.#kept = kept;
  }

  /** How many are held that the newest list lacks. */
  get heldCount(): number {
    return this.#held.size;
  }

  /** When a whole list can let go of what is held; undefined: nothing is. */
  get confirmAtMs(): number | undefined {
    // They are in the order of their going.
    const [first] = this.#held.values();
    return first && Math.max(first.sinceMs + this.#limits.graceMs, this.#suspectUntilMs);
  }

  /** Until then nobody is gone; minus infinity: no such time was set. */
  get suspectUntilMs(): number {
    return this.#suspectUntilMs;
  }

  /** The source has lost its data: until then, nobody is gone. */
  suspect(untilMs: number): void {
    this.#suspectUntilMs = untilMs;
  }

  /** Those that count: those of the list, and those that are held. */
  admit(reading: Reading<T>): readonly T[] {
    const listed = new Map(reading.list.map((one) => [this.#kept.keyOf(one), one]));
    const missing = [...this.#admitted].filter(
      ([key]) => !listed.has(key) && !this.#held.has(key) && key !== reading.ownKey,
    );
    if (this.#isTooMany(missing.length, reading.nowMs)) {
      for (const [key, one] of missing) this.#held.set(key, { one, sinceMs: reading.nowMs });
    } else {
      this.#leftMs.push(...missing.map(() => reading.nowMs));
    }
    this.#letGo(listed, reading);
    const held = [...this.#held].map(([key, { one }]) => [key, one] as const);
    this.#admitted = new Map([...listed, ...held]);
    return held.length === 0 ? reading.list : [...this.#admitted.values()];
  }

  #isTooMany(count: number, nowMs: number): boolean {
    if (count === 0) return false;
    if (nowMs < this.#suspectUntilMs || this.#held.size > 0) return true;
    this.#leftMs = this.#leftMs.filter((leftMs) => nowMs - leftMs < this.#limits.graceMs);
    const gone = this.#leftMs.length + count;
    const known = this.#leftMs.length + this.#admitted.size;
    return gone > this.#limits.atLeast && gone > known * this.#limits.fraction;
  }

  /** Who is back, who is replaced, and whose absence is confirmed. */
  #letGo(listed: ReadonlyMap<number | bigint, T>, { list, nowMs, isWhole, ownKey }: Reading<T>): void {
    if (this.#held.size === 0) return;
    const isReplaced = this.#kept.replacedBy(list);
    for (const [key, { one, sinceMs }] of this.#held) {
      const isConfirmed = isWhole && nowMs >= this.#suspectUntilMs && nowMs - sinceMs >= this.#limits.graceMs;
      if (isConfirmed || listed.has(key) || key === ownKey || isReplaced(one)) this.#held.delete(key);
    }
  }
}
