import { sameIp } from '../../addr/ip.ts';
import { sameMac } from '../../addr/mac.ts';
import type { Peer } from '../../addr/peer.ts';
import type { WithdrawGuardOptions } from '../../config/etcd-options.ts';
import type { PeerSnapshot } from '../source.ts';
import { WithdrawGuard } from '../withdraw-guard.ts';
import type { Hearing } from './judge-neighbours.ts';
import type { Refusal } from './judge-routes.ts';

/**
 * The peers that count. A list that is not complete adds to them and takes nobody away; nor does one that became complete a short
 * while ago: a route reflector that has been started has sent all that it has before it has everything.
 */
export class KnownPeers {
  readonly #graceMs: number;
  readonly #guard: WithdrawGuard;
  #snapshot: PeerSnapshot = { state: 'unknown', reason: 'no neighbour of gobgpd has sent all of its routes yet' };

  constructor({ fraction, atLeast, graceSeconds }: WithdrawGuardOptions) {
    this.#graceMs = graceSeconds * 1000;
    this.#guard = new WithdrawGuard({ fraction, atLeast, graceMs: this.#graceMs });
  }

  get snapshot(): PeerSnapshot {
    return this.#snapshot;
  }

  get peers(): readonly Peer[] {
    return this.#snapshot.state === 'known' ? this.#snapshot.peers : [];
  }

  /** Whether a look can take somebody away who is gone. `nowMs` is of a clock that nobody sets. */
  isDue(nowMs: number): boolean {
    return nowMs >= (this.#guard.confirmAtMs ?? Number.POSITIVE_INFINITY);
  }

  /** Takes what routes lead to now. Returns what is held back. */
  take(peers: readonly Peer[], { isComplete, upForMs }: Hearing, nowMs: number): Refusal[] {
    if (!isComplete && this.#snapshot.state !== 'known') return [];
    const doubtMs = this.#graceMs - (isComplete ? upForMs : 0);
    if (doubtMs > 0) this.#guard.suspect(nowMs + doubtMs);
    const admitted = inOrder(this.#guard.admit({ peers, nowMs, isWhole: isComplete }));
    // A list that says the same stays the same, so that nobody compares it peer by peer.
    if (this.#snapshot.state !== 'known' || !isSameList(admitted, this.#snapshot.peers)) {
      this.#snapshot = { state: 'known', peers: admitted };
    }
    const held = this.#guard.heldCount;
    if (held === 0) return [];
    const reason = `found no route to ${held} of ${admitted.length} peers, wanted their absence confirmed: they are kept until then`;
    return [{ what: 'missing peers', reason }];
  }
}

/** Of lists in order. */
function isSameList(a: readonly Peer[], b: readonly Peer[]): boolean {
  return a.length === b.length && a.every((peer, i) => isSame(peer, b[i]));
}

function isSame(a: Peer, b: Peer | undefined): boolean {
  if (b === undefined || a.subnet.length !== b.subnet.length) return false;
  if (!sameIp(a.subnet.ip, b.subnet.ip) || !sameIp(a.underlay, b.underlay)) return false;
  return a.mac === undefined || b.mac === undefined ? a.mac === b.mac : sameMac(a.mac, b.mac);
}

function inOrder(peers: readonly Peer[]): Peer[] {
  return peers.toSorted((a, b) => Number(a.subnet.ip.value) - Number(b.subnet.ip.value));
}
