import type { SegmentEntry } from '../addr/endpoint.ts';
import { learnedEndpointsPath } from '../config/segment.ts';
import { SilkError } from '../errors.ts';
import {
  type EndpointPlaces,
  type KnownEndpoints,
  readKnownEndpoints,
  writeLearnedEndpoints,
} from './known-endpoints.ts';
import type { SourceProblem } from './network-source.ts';
import { Problems } from './problems.ts';
import { textOf } from './static-network.ts';
import { WatchedFile } from './watched-file.ts';

/**
 * What is known of segments on other hosts, for who keeps them: the operator's list and the learned one, read anew when they have
 * changed. An operator's list that is gone, or that nobody can believe, changes nothing: what was read last holds.
 */
export class EndpointLists {
  readonly #places: EndpointPlaces;
  readonly #written: WatchedFile;
  readonly #learnedFile: WatchedFile;
  readonly #problems = new Problems();
  #isRead = false;
  #last: KnownEndpoints | undefined;
  #learned: readonly SegmentEntry[] | undefined;
  /** What was written last. */
  #told: readonly SegmentEntry[] | undefined;

  constructor(places: EndpointPlaces) {
    this.#places = places;
    this.#written = new WatchedFile(places.endpointsFile);
    this.#learnedFile = new WatchedFile(learnedEndpointsPath(places.runDir));
  }

  get problems(): readonly SourceProblem[] {
    return this.#problems.list();
  }

  /** What was learned, as it is known here or was before a restart. Undefined: nothing. */
  get learned(): readonly SegmentEntry[] | undefined {
    return this.#learned ?? this.#last?.learned;
  }

  /**
   * For a converge.
   * @param isLearning whether there is somebody to learn from: who has not said anything yet may know of more.
   */
  known(isLearning: boolean): Pick<KnownEndpoints, 'endpoints' | 'isPartial'> {
    const [written, learned] = [this.#last?.written, this.learned];
    const endpoints = written || learned ? [...(written ?? []), ...(learned ?? [])] : undefined;
    const isLost = learned === undefined && (isLearning || this.#last?.fault !== undefined);
    return { endpoints, isPartial: this.#last === undefined || isLost };
  }

  /** Reads what has changed. Never rejects for what is in the files. */
  async refresh(): Promise<void> {
    const isLearnedChanged = this.#learnedFile.isChanged;
    if (this.#isRead && !this.#written.isChanged && !isLearnedChanged) return;
    this.#isRead = true;
    // Whoever removed or changed it: it is silkd's, and is written anew.
    if (isLearnedChanged) this.#told = undefined;
    this.#written.mark();
    this.#learnedFile.mark();
    const what = `the endpoints file ${this.#places.endpointsFile}`;
    try {
      const next = await readKnownEndpoints(this.#places);
      const isGone = next.written === undefined && this.#last?.written !== undefined;
      this.#last = isGone ? { ...next, written: this.#last?.written } : next;
      if (isGone) this.#problems.set(what, 'found none, wanted it: what it said last goes on');
      else this.#problems.clear(what);
    } catch (error) {
      if (!(error instanceof SilkError)) throw error;
      this.#problems.set(what, textOf(error));
    }
  }

  /** Calls `changed` when the operator's list has changed. Until the signal. */
  follow(changed: () => void, signal: AbortSignal): Promise<void> {
    return this.#written.follow(changed, signal);
  }

  /**
   * What is learned of those segments now; whoever attaches something reads it in the file, which is written anew where somebody has
   * removed or changed it. What was learned of others stays. It holds here, too, where the file cannot be written.
   * @throws SilkError as writeLearnedEndpoints().
   */
  learn(entries: readonly SegmentEntry[], vnis: ReadonlySet<number>): void {
    if (entries === this.#told) return;
    const others = this.learned?.filter(({ vni }) => !vnis.has(vni)) ?? [];
    this.#learned = [...entries, ...others];
    writeLearnedEndpoints(this.#learnedFile.path, this.#learned);
    this.#learnedFile.mark();
    this.#told = entries;
  }

  /** Nobody says any more what others have of those segments, nor what was in a file that is broken. @throws SilkError as writeLearnedEndpoints(). */
  unlearn(vnis: ReadonlySet<number>): void {
    const isBroken = this.#learned === undefined && this.#last?.fault !== undefined;
    if (isBroken || this.learned?.some(({ vni }) => vnis.has(vni))) this.learn([], vnis);
  }
}
