import { statSync } from 'node:fs';
import { NetlinkMonitor } from '../linux/netlink/monitor.ts';
import type { KernelEvent } from '../linux/rtnetlink/event.ts';
import { netnsPath, openConfiguredPlace, type SegmentPlace } from '../overlay/segment-place.ts';
import { WatchedFile } from '../peers/watched-file.ts';
import { hearKernel, watchedGroups } from './kernel-events.ts';

/** What happens in the namespaces of segments. */
export interface PlaceListener {
  /** Whether an event in a namespace matters. Undefined: that of the host. */
  isNews(event: KernelEvent, overlayNamespace: string | undefined): boolean;
  /** There is something to look at. Returns at once. */
  ask(): void;
}

/** A namespace that is open. */
export interface OpenPlace {
  readonly place: SegmentPlace;
  /** Of its sockets. */
  readonly ownPorts: ReadonlySet<number>;
  readonly monitor: NetlinkMonitor;
}

/** The namespaces of segments, each held open, and listened to, from when it is needed first. */
export class SegmentPlaces implements Disposable {
  readonly #listener: PlaceListener;
  readonly #open = new Map<string | undefined, OpenPlace>();
  /** The kernel tells nobody that a name is given, or taken away: each is looked at until its signal. */
  readonly #watches = new Map<string, AbortController>();

  constructor(listener: PlaceListener) {
    this.#listener = listener;
  }

  /** As it is now: where another namespace has the name, that one. @throws SilkError NOT_READY when there is none. */
  at(overlayNamespace: string | undefined): SegmentPlace {
    const open = this.#open.get(overlayNamespace);
    if (open !== undefined && isStill(open.place, overlayNamespace)) return open.place;
    this.#close(overlayNamespace);
    using stack = new DisposableStack();
    const place = stack.use(openConfiguredPlace(overlayNamespace));
    // Before anything is looked at: what changes from now on is heard.
    const monitor = stack.use(NetlinkMonitor.open(watchedGroups, place.netns));
    const ownPorts = new Set([place.sockets.segment.port, place.sockets.underlay.port]);
    this.#open.set(overlayNamespace, { place, monitor, ownPorts });
    stack.move();
    const isNews = (event: KernelEvent) => this.#listener.isNews(event, overlayNamespace);
    void hearKernel(monitor, isNews, () => this.#listener.ask());
    return place;
  }

  /** The one that is open; undefined: none is. */
  find(overlayNamespace: string | undefined): OpenPlace | undefined {
    return this.#open.get(overlayNamespace);
  }

  /** Closes all others; these are told of when their names lead to others, or to none, or at last to one. */
  keepOnly(names: ReadonlySet<string | undefined>): void {
    for (const name of [...this.#open.keys()]) if (!names.has(name)) this.#close(name);
    for (const [name, stop] of [...this.#watches]) {
      if (names.has(name)) continue;
      stop.abort();
      this.#watches.delete(name);
    }
    for (const name of names) {
      if (name !== undefined && !this.#watches.has(name)) this.#watches.set(name, this.#watch(name));
    }
  }

  [Symbol.dispose](): void {
    this.keepOnly(new Set());
  }

  #watch(name: string): AbortController {
    const stop = new AbortController();
    const file = new WatchedFile(netnsPath(name));
    file.mark();
    const changed = () => {
      file.mark();
      this.#listener.ask();
    };
    void file.follow(changed, stop.signal);
    return stop;
  }

  #close(name: string | undefined): void {
    const open = this.#open.get(name);
    this.#open.delete(name);
    open?.monitor[Symbol.dispose]();
    open?.place[Symbol.dispose]();
  }
}

/** A namespace that is held open lives on when its name is gone, or another's. */
function isStill({ netns }: SegmentPlace, overlayNamespace: string | undefined): boolean {
  if (netns === undefined || overlayNamespace === undefined) return true;
  const stats = statSync(netnsPath(overlayNamespace), { throwIfNoEntry: false });
  return stats !== undefined && `${stats.dev}:${stats.ino}` === netns.identity;
}
