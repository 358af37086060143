import type { WithdrawGuardOptions } from '../../config/etcd-options.ts';
import { type Kept, WithdrawGuard } from '../withdraw-guard.ts';
import type { Hearing } from './judge-neighbours.ts';
import type { Refusal } from './judge-routes.ts';

/** What is kept of other hosts. */
export interface KeptHosts<T> extends Kept<T> {
  /** For messages: `peers`. */
  readonly noun: string;
  /** Of two with one key. */
  isSame(a: T, b: T): boolean;
}

/**
 * The hosts that count. A list that is not complete adds to them and takes nobody away; nor does one that became complete a short
 * while ago: a route reflector that has been started has sent all that it has before it has everything.
 */
export class KnownHosts<T> {
  readonly #kept: KeptHosts<T>;
  readonly #graceMs: number;
  readonly #guard: WithdrawGuard<T>;
  readonly #remembered: readonly T[];
  #list: readonly T[] | undefined;

  /** @param remembered those that were known before a restart: when all has been told they are missed like others. */
  constructor(kept: KeptHosts<T>, limits: WithdrawGuardOptions, remembered: readonly T[] = []) {
    const { fraction, atLeast, graceSeconds } = limits;
    this.#kept = kept;
    this.#graceMs = graceSeconds * 1000;
    this.#guard = new WithdrawGuard({ fraction, atLeast, graceMs: this.#graceMs }, kept);
    this.#remembered = this.#guard.admit({ list: remembered, nowMs: performance.now(), isWhole: false });
  }

  /** In the order of their keys, and the same list while it says the same; undefined: not known yet. */
  get list(): readonly T[] | undefined {
    return this.#list;
  }

  /** Those that count, or that were known before a restart: nobody takes over what they have by announcing it. */
  get followed(): readonly T[] {
    return this.#list ?? this.#remembered;
  }

  /** Whether a look can take somebody away who is gone. `nowMs` is of a clock that nobody sets. */
  isDue(nowMs: number): boolean {
    return nowMs >= (this.#guard.confirmAtMs ?? Number.POSITIVE_INFINITY);
  }

  /** Takes what routes lead to now. Returns what is held back. */
  take(list: readonly T[], { isComplete, upForMs }: Hearing, nowMs: number): Refusal[] {
    if (!isComplete && this.#list === undefined) return [];
    const doubtMs = this.#graceMs - (isComplete ? upForMs : 0);
    if (doubtMs > 0) this.#guard.suspect(nowMs + doubtMs);
    const count = this.#admit(list, nowMs, isComplete);
    const held = this.#guard.heldCount;
    if (held === 0) return [];
    const { noun } = this.#kept;
    const reason = `found no route to ${held} of ${count} ${noun}, wanted their absence confirmed: they are kept until then`;
    return [{ what: `missing ${noun}`, reason }];
  }

  /** Returns how many there are now. */
  #admit(list: readonly T[], nowMs: number, isWhole: boolean): number {
    const { keyOf } = this.#kept;
    const admitted = this.#guard.admit({ list, nowMs, isWhole }).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    // A list that says the same stays the same, so that nobody compares it host by host.
    if (this.#list === undefined || !this.#isSameList(admitted, this.#list)) this.#list = admitted;
    return admitted.length;
  }

  /** Of lists in order. */
  #isSameList(a: readonly T[], b: readonly T[]): boolean {
    const { keyOf, isSame } = this.#kept;
    const isSameAt = (one: T, other: T | undefined) => {
      return other !== undefined && keyOf(one) === keyOf(other) && isSame(one, other);
    };
    return a.length === b.length && a.every((one, i) => isSameAt(one, b[i]));
  }
}
