import type { Peer } from '../addr/peer.ts';
import { overlaps } from '../addr/prefix.ts';

/** When a list that lacks many of the peers known so far is held back. */
export interface WithdrawLimits {
  /** Of the known peers: a list that lacks more than that is held. */
  readonly fraction: number;
  /** A list that lacks no more than so many is taken, whatever the fraction. */
  readonly atLeast: number;
  readonly graceMs: number;
}

/** A list of peers, and how it came. */
export interface PeerReading {
  readonly peers: readonly Peer[];
  /** Of a clock that nobody sets. */
  readonly nowMs: number;
  /** All of it was read anew just now, so that it can confirm what was read before. */
  readonly isWhole: boolean;
}

interface Gone {
  readonly peer: Peer;
  readonly sinceMs: number;
}

/**
 * Keeps the peers that many at once are said to be gone: a control plane that has lost its data says so of all of them, and is wrong.
 * Those that are new, or have changed, are taken at once. What is held goes when the grace has passed and a list that was read after
 * that still lacks it.
 */
export class WithdrawGuard {
  readonly #limits: WithdrawLimits;
  #admitted = new Map<number, Peer>();
  #held = new Map<number, Gone>();
  /** When peers went that were let go at once: many that go one by one are many as well. */
  #leftMs: number[] = [];
  #suspectUntilMs = Number.NEGATIVE_INFINITY;

  constructor(limits: WithdrawLimits) {
    this.#limits = limits;
  }

  /** How many peers are held that the newest list lacks. */
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

  /** The peers that count: those of the list, and those that are held. */
  admit(reading: PeerReading): readonly Peer[] {
    const listed = new Map(reading.peers.map((peer) => [keyOf(peer), peer]));
    const missing = [...this.#admitted].filter(([key]) => !listed.has(key) && !this.#held.has(key));
    if (this.#isTooMany(missing.length, reading.nowMs)) {
      for (const [key, peer] of missing) this.#held.set(key, { peer, sinceMs: reading.nowMs });
    } else {
      this.#leftMs.push(...missing.map(() => reading.nowMs));
    }
    this.#letGo(listed, reading);
    const held = [...this.#held].map(([key, { peer }]) => [key, peer] as const);
    this.#admitted = new Map([...listed, ...held]);
    return held.length === 0 ? reading.peers : [...this.#admitted.values()];
  }

  #isTooMany(count: number, nowMs: number): boolean {
    if (count === 0) return false;
    if (nowMs < this.#suspectUntilMs || this.#held.size > 0) return true;
    this.#leftMs = this.#leftMs.filter((leftMs) => nowMs - leftMs < this.#limits.graceMs);
    const gone = this.#leftMs.length + count;
    const known = this.#leftMs.length + this.#admitted.size;
    return gone > this.#limits.atLeast && gone > known * this.#limits.fraction;
  }

  /** Who is back, whose subnet another has now, and whose absence is confirmed. */
  #letGo(listed: ReadonlyMap<number, Peer>, { peers, nowMs, isWhole }: PeerReading): void {
    if (this.#held.size === 0) return;
    // Two of one length overlap only where they are the same; and nearly always all are of one length.
    const lengths = new Set(peers.map(({ subnet }) => subnet.length));
    for (const [key, { peer, sinceMs }] of this.#held) {
      const isConfirmed = isWhole && nowMs >= this.#suspectUntilMs && nowMs - sinceMs >= this.#limits.graceMs;
      const isMixed = lengths.size > 1 || !lengths.has(peer.subnet.length);
      const isReplaced = isMixed && peers.some(({ subnet }) => overlaps(subnet, peer.subnet));
      if (isConfirmed || isReplaced || listed.has(key)) this.#held.delete(key);
    }
  }
}

/** No two subnets have the same; a number, because a host may have 10,000 peers and each of their changes comes here. */
function keyOf({ subnet }: Peer): number {
  return Number(subnet.ip.value) * 64 + subnet.length;
}
