import { join } from 'node:path';
import type { Peer } from '../addr/peer.ts';
import { check } from '../config/check.ts';
import { validatePeersFile } from '../config/generated/peers-file.ts';
import { checkPeers } from '../config/peer-check.ts';
import type { PeersFileKeys } from '../config/peers-file.schema.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { replaceWhole } from '../files/replace-whole.ts';
import { formatPeer } from './edit-peers-file.ts';

/** The peers that were known. */
export interface RememberedPeers<Origin> {
  /** What they were peers of, and what their source said of itself then. */
  readonly origin: Origin;
  readonly peers: readonly Peer[];
}

/** Between two writes: after a restart, a list some seconds old will do. */
const spacingMs = 2000;
/** After one that failed: who is asked whether one is due looks at all that he has heard. */
const retryMs = 60_000;

/** Where a source remembers whom it knew last. */
export function knownPeersPath(stateDir: string): string {
  return join(stateDir, 'known-peers.json');
}

/** The peers that were known, in a file: after a restart, too, a source that has lost its data is seen to have lost it. */
export class PeerMemory<Origin extends object> {
  readonly #path: string;
  readonly #readOrigin: (json: Readonly<Record<string, unknown>>) => Origin | undefined;
  #nextMs = Number.NEGATIVE_INFINITY;
  #peers: readonly Peer[] | undefined;

  /** @param readOrigin undefined where it is none, or that of another network: what was known of that is not known of this one. */
  constructor(path: string, readOrigin: (json: Readonly<Record<string, unknown>>) => Origin | undefined) {
    this.#path = path;
    this.#readOrigin = readOrigin;
  }

  /** Undefined where nothing can be read. */
  read(): RememberedPeers<Origin> | undefined {
    try {
      const { peers: list, ...rest } = JSON.parse(readRegularFile(this.#path));
      const [origin, peers] = [this.#readOrigin(rest), readPeers({ peers: list })];
      return origin === undefined || peers === undefined ? undefined : { origin, peers };
    } catch {
      return undefined;
    }
  }

  /** Whether write() would write: the peers are others than when it was written last, and that was not just now. */
  isDue(peers: readonly Peer[], nowMs: number): boolean {
    return nowMs >= this.#nextMs && !isSame(peers, this.#peers);
  }

  /** Where it is due; a failure is made good by a later write. */
  write({ origin, peers }: RememberedPeers<Origin>): void {
    const nowMs = performance.now();
    if (!this.isDue(peers, nowMs)) return;
    this.#nextMs = nowMs + spacingMs;
    const head = JSON.stringify(origin).slice(0, -1);
    const text = `${head},"peers":[\n${peers.map(formatPeer).join(',\n')}\n]}\n`;
    try {
      replaceWhole({ path: this.#path, kind: 'the known peers' }, () => text);
      this.#peers = peers;
    } catch {
      // The host goes on without a memory: it costs nothing until a restart.
      this.#nextMs = nowMs + retryMs;
    }
  }
}

/** Whatever two of them contradict each other in: that was so at the source as well. */
function readPeers(json: unknown): readonly Peer[] | undefined {
  const { value, faults } = check<PeersFileKeys>(validatePeersFile, json);
  return faults.length > 0 ? undefined : checkPeers(value.peers).peers;
}

/** By identity: a record that has not changed is the same peer. */
function isSame(a: readonly Peer[], b: readonly Peer[] | undefined): boolean {
  return a.length === b?.length && a.every((peer, i) => peer === b[i]);
}
