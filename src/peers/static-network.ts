import type { SilkError } from '../errors.ts';
import type { NetworkSource, NetworkView, Place, SourceProblem } from './network-source.ts';
import type { PeerSnapshot, PeerSource } from './source.ts';
import { untilAborted, WatchedFile } from './watched-file.ts';

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
  const file = watched === undefined ? undefined : new WatchedFile(watched);

  const refresh = async (): Promise<void> => {
    file?.mark();
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
      if (file === undefined) return untilAborted(signal);
      await file.follow(() => void refresh().then(changed), signal);
    },
  };
}

function reasonOf(snapshot: PeerSnapshot): string | undefined {
  if (snapshot.state === 'known') return undefined;
  return snapshot.state === 'unknown' ? snapshot.reason : textOf(snapshot.error);
}

/** The message, and how many more faults there are. */
export function textOf({ message, details }: SilkError): string {
  const more = (details?.split('\n').length ?? 1) - 1;
  return more > 0 ? `${message} (and ${more} more)` : message;
}
