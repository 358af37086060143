import { type Stats, statSync } from 'node:fs';
import type { SilkError } from '../errors.ts';
import type { NetworkSource, NetworkView, Place, SourceProblem } from './network-source.ts';
import type { PeerSnapshot, PeerSource } from './source.ts';

/** How often the peers file is looked at: each look wakes the process, which costs more than the look. */
const lookEveryMs = 2000;

/** What a static network consists of. */
export interface StaticNetworkOptions {
  readonly place: Place;
  readonly peers: PeerSource;
  /** The file that the peers are read from, to be watched; absent: they never change. */
  readonly watched?: string | undefined;
}

/**
 * The network of a configuration: the place is for ever, the peers are read anew at each refresh() and when their file changes.
 * A file that is gone, or that nobody can believe, changes nothing: what was read last holds, and the reason is a problem.
 */
export function staticNetwork({ place, peers, watched }: StaticNetworkOptions): NetworkSource {
  let known: PeerSnapshot = { state: 'unknown', reason: `${peers.name} has not been read yet` };
  let problems: readonly SourceProblem[] = [];
  let signature: string | undefined;

  const refresh = async (): Promise<void> => {
    if (watched !== undefined) signature = signatureOf(watched);
    const snapshot = await peers.latest();
    if (snapshot.state === 'known' || known.state !== 'known') known = snapshot;
    const reason = reasonOf(snapshot);
    problems = reason === undefined ? [] : [{ what: peers.name, reason, sinceMs: problems[0]?.sinceMs ?? Date.now() }];
  };

  return {
    name: 'the configuration',
    view: (): NetworkView => ({ place, lease: { state: 'static' }, peers: known, heardAtMs: undefined, problems }),
    refresh,
    run: async (changed, signal) => {
      await refresh();
      changed();
      if (watched === undefined) return untilAborted(signal);
      const timer = setInterval(async () => {
        if (signatureOf(watched) === signature) return;
        await refresh();
        changed();
      }, lookEveryMs);
      await untilAborted(signal);
      clearInterval(timer);
    },
  };
}

function reasonOf(snapshot: PeerSnapshot): string | undefined {
  if (snapshot.state === 'known') return undefined;
  return snapshot.state === 'unknown' ? snapshot.reason : textOf(snapshot.error);
}

function textOf({ message, details }: SilkError): string {
  const more = (details?.split('\n').length ?? 1) - 1;
  return more > 0 ? `${message} (and ${more} more)` : message;
}

/** Another file, or another state of it, has another one; a file that cannot be looked at has the same as none. */
function signatureOf(path: string): string | undefined {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch {
    // Why it cannot be looked at is said by whoever reads it.
  }
  return stats && `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
