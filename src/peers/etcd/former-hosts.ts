import { type Ip, sameIp } from '../../addr/ip.ts';
import type { Peer } from '../../addr/peer.ts';
import { keptPeers } from '../kept-peers.ts';

interface Former {
  readonly known: Peer;
  /** Whom the record names instead. */
  readonly named: Ip;
}

/**
 * Of subnets whose records name another host than was known, once etcd has lost data: a backup says what was so when it was made. The
 * host that it names takes that back when it hears of it, and the one that was known says again what is its own; until then that one is
 * followed.
 */
export class FormerHosts {
  #former = new Map<number | bigint, Former>();
  #untilMs = Number.NEGATIVE_INFINITY;

  get count(): number {
    return this.#former.size;
  }

  /** When all records are followed as they are, by a clock that nobody sets; undefined: they are. */
  get untilMs(): number | undefined {
    return this.#former.size === 0 ? undefined : this.#untilMs;
  }

  /** Compares what was known with the first list after the loss. */
  compare(known: readonly Peer[], listed: readonly Peer[], untilMs: number): void {
    const before = new Map(known.map((peer) => [keptPeers.keyOf(peer), peer]));
    this.#untilMs = untilMs;
    for (const peer of listed) {
      const key = keptPeers.keyOf(peer);
      const other = before.get(key);
      if (other !== undefined && !sameIp(other.underlay, peer.underlay)) {
        this.#former.set(key, { known: other, named: peer.underlay });
      }
    }
  }

  /** The list with those that were known in the place of those that are named. A record that is gone, or names a third, counts. */
  restore(listed: readonly Peer[], nowMs: number): readonly Peer[] {
    if (this.#former.size === 0) return listed;
    const still = new Map<number | bigint, Former>();
    const restored = listed.map((peer) => {
      const key = keptPeers.keyOf(peer);
      const former = this.#former.get(key);
      if (former === undefined || nowMs >= this.#untilMs || !sameIp(former.named, peer.underlay)) return peer;
      still.set(key, former);
      return former.known;
    });
    this.#former = still;
    return restored;
  }
}
