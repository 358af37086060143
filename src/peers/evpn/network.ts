import type { Peer } from '../../addr/peer.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import { isSamePeer, keptPeers } from '../kept-peers.ts';
import type { NetworkSource, NetworkView, Place, SourceHost } from '../network-source.ts';
import type { PeerSnapshot } from '../source.ts';
import type { TablePath } from './gobgp.ts';
import type { Hearing } from './judge-neighbours.ts';
import { judgeRoutes } from './judge-routes.ts';
import { KnownHosts } from './known-hosts.ts';
import { describeSelf, isOwn, planAnnouncement } from './own-route.ts';
import type { PrefixRoute } from './prefix-route.ts';
import { readPaths } from './read-paths.ts';
import type { Self } from './refuse-route.ts';
import { type Findings, type Listener, Speaker } from './speaker.ts';

const unheard: PeerSnapshot = { state: 'unknown', reason: 'no neighbour of gobgpd has sent all of its routes yet' };

/**
 * The network of a configuration, whose peers are told by BGP: a gobgpd on the host is told the host's own route, and asked for those
 * of the others.
 */
export function evpnNetwork(options: EvpnOptions, place: Place, { underlayIp }: SourceHost): NetworkSource {
  return new EvpnNetwork(options, describeSelf(options, place, underlayIp));
}

class EvpnNetwork implements NetworkSource, Listener {
  readonly #self: Self;
  readonly #own: PrefixRoute;
  readonly #known: KnownHosts<Peer>;
  readonly #speaker: Speaker;

  constructor(options: EvpnOptions, { self, own }: { readonly self: Self; readonly own: PrefixRoute }) {
    this.#self = self;
    this.#own = own;
    this.#known = new KnownHosts({ ...keptPeers, noun: 'peers', isSame: isSamePeer }, options.withdrawGuard);
    this.#speaker = new Speaker(options, this);
  }

  get name(): string {
    return this.#speaker.name;
  }

  view(): NetworkView {
    const { heardAtMs, problems } = this.#speaker;
    const peers = this.#known.list;
    return {
      place: this.#self.place,
      lease: { state: 'static' },
      peers: peers === undefined ? unheard : { state: 'known', peers },
      heardAtMs,
      problems,
    };
  }

  async refresh(): Promise<void> {
    await this.#speaker.look();
  }

  run(changed: () => void, signal: AbortSignal): Promise<void> {
    return this.#speaker.run(changed, signal);
  }

  isDue(nowMs: number): boolean {
    return this.#known.isDue(nowMs);
  }

  take(paths: readonly TablePath[], hearing: Hearing, nowMs: number): Findings {
    const { read, unreadable } = readPaths(paths);
    const heard = read.filter((one) => !isOwn(one, this.#self));
    const routes = heard.map(({ path: { stale }, route }) => ({ route, stale }));
    const { peers, refusals } = judgeRoutes(routes, this.#self, this.#known.list ?? []);
    const held = this.#known.take(peers, hearing, nowMs);
    const { add, withdraw } = planAnnouncement(read, this.#own, this.#self);
    return { problems: [...held, ...unreadable, ...refusals], add: [add === undefined ? [] : [add]], withdraw };
  }
}
