import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import type { Problems } from '../problems.ts';
import { ownerOf } from './lease-record.ts';
import type { KeyValue } from './message.ts';

/** What this host wrote last, or took over. */
export interface OwnWord {
  /** Whether it was, or may have been, this host that wrote with that etcd lease. */
  readonly isBy: (leaseId: string) => boolean;
  /** Undefined: not since the start. */
  readonly modRevision: number | undefined;
}

/** So many answers have to be missing until a rival is taken for gone. */
const answersMissed = 3;

/**
 * Notices that somebody else speaks for this host's address, and tells: a flanneld beside silkd, or another host with that address. To
 * all others they are one host, with one subnet. While one is there, each word of it is answered by one of ours, but not often: then
 * it notices us as well.
 */
export class Rival {
  readonly #self: Ip;
  readonly #problems: Problems;
  readonly #spacingMs: number;
  #heardMs = Number.NEGATIVE_INFINITY;
  #isAnswered = true;
  #wroteMs = Number.NEGATIVE_INFINITY;

  /** @param spacingMs between two words of ours */
  constructor(self: Ip, problems: Problems, spacingMs: number) {
    this.#self = self;
    this.#problems = problems;
    this.#spacingMs = spacingMs;
  }

  get isThere(): boolean {
    return this.#heardMs !== Number.NEGATIVE_INFINITY;
  }

  /** Whether our record is to be written though another's word says the same. */
  isToBeAnswered(nowMs: number): boolean {
    return !this.#isAnswered && nowMs - this.#wroteMs >= this.#spacingMs;
  }

  /** We have written our record. */
  wrote(nowMs: number): void {
    this.#isAnswered = true;
    this.#wroteMs = nowMs;
  }

  /** Looks at the record as it was found. */
  heed(found: KeyValue | undefined, own: OwnWord, nowMs: number): void {
    const what = `address ${formatIp(this.#self)}`;
    if (found !== undefined && this.#isOthersWord(found, own)) {
      this.#heardMs = nowMs;
      this.#isAnswered = false;
      const reason = `found ${found.key} written by another silkd or flanneld that has it, wanted one of them for each address`;
      this.#problems.set(what, reason);
    } else if (this.isThere && nowMs - this.#heardMs > answersMissed * this.#spacingMs) {
      this.#heardMs = Number.NEGATIVE_INFINITY;
      this.#problems.clear(what);
    }
  }

  /** What is older than our word comes from an etcd that has lost data; without an etcd lease it is a reservation. */
  #isOthersWord({ value, leaseId, modRevision }: KeyValue, own: OwnWord): boolean {
    if (own.modRevision === undefined || modRevision <= own.modRevision) return false;
    const owner = ownerOf(value);
    return owner !== undefined && sameIp(owner, this.#self) && leaseId !== '0' && !own.isBy(leaseId);
  }
}
