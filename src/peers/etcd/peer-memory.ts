import type { Peer } from '../../addr/peer.ts';
import { check } from '../../config/check.ts';
import { validatePeersFile } from '../../config/generated/peers-file.ts';
import { checkPeers } from '../../config/peer-check.ts';
import type { PeersFileKeys } from '../../config/peers-file.schema.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { replaceWhole } from '../../files/replace-whole.ts';
import { formatPeer } from '../edit-peers-file.ts';
import type { Header } from './message.ts';

/** The peers that were known, and what etcd said of itself then. */
export interface KnownPeers {
  readonly header: Header;
  readonly peers: readonly Peer[];
}

/** Between two writes: after a restart, a list some seconds old will do. */
const spacingMs = 2000;

/** The peers that were known, in a file: after a restart, too, an etcd that has lost its data is seen to have lost it. */
export class PeerMemory {
  readonly #path: string;
  readonly #prefix: string;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #peers: readonly Peer[] | undefined;

  /** @param prefix of the network's keys: what was known of another network is not known of this one. */
  constructor(path: string, prefix: string) {
    this.#path = path;
    this.#prefix = prefix;
  }

  /** Undefined where nothing can be read. */
  read(): KnownPeers | undefined {
    try {
      const { prefix, clusterId, revision, peers: list } = JSON.parse(readRegularFile(this.#path));
      const peers = readPeers({ peers: list });
      if (prefix !== this.#prefix || peers === undefined) return undefined;
      if (typeof clusterId !== 'string' || typeof revision !== 'number') return undefined;
      return { header: { clusterId, revision }, peers };
    } catch {
      return undefined;
    }
  }

  /** Where the peers are others than when it was written last; a failure is made good by a later write. */
  write({ header, peers }: KnownPeers): void {
    const nowMs = performance.now();
    if (nowMs - this.#writtenMs < spacingMs || isSame(peers, this.#peers)) return;
    this.#writtenMs = nowMs;
    const { clusterId, revision } = header;
    const head = `"prefix":"${this.#prefix}","clusterId":"${clusterId}","revision":${revision}`;
    const text = `{${head},"peers":[\n${peers.map(formatPeer).join(',\n')}\n]}\n`;
    try {
      replaceWhole({ path: this.#path, kind: 'the known peers' }, () => text);
      this.#peers = peers;
    } catch {
      // The host goes on without a memory; the directory's fault is told of by the lease's file beside it.
    }
  }
}

/** Whatever two of them contradict each other in: that was so in etcd as well. */
function readPeers(json: unknown): readonly Peer[] | undefined {
  const { value, faults } = check<PeersFileKeys>(validatePeersFile, json);
  return faults.length > 0 ? undefined : checkPeers(value.peers).peers;
}

/** By identity: a record that has not changed is the same peer. */
function isSame(a: readonly Peer[], b: readonly Peer[] | undefined): boolean {
  return a.length === b?.length && a.every((peer, i) => peer === b[i]);
}
