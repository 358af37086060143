import type { Peer } from '../../addr/peer.ts';
import { formatPrefix } from '../../addr/prefix.ts';
import { formatRouteNumber } from '../../addr/route-number.ts';
import type { EvpnOptions } from '../../config/evpn-options.ts';
import { isSamePeer, keptPeers } from '../kept-peers.ts';
import type { NetworkSource, NetworkView, Place, SourceHost } from '../network-source.ts';
import { PeerMemory } from '../peer-memory.ts';
import type { PeerSnapshot } from '../source.ts';
import type { TablePath } from './gobgp.ts';
import type { Hearing } from './judge-neighbours.ts';
import { judgeRoutes } from './judge-routes.ts';
import { KnownHosts } from './known-hosts.ts';
import { describeSelf, isOwn, planAnnouncement } from './own-route.ts';
import type { PrefixRoute } from './prefix-route.ts';
import { readPrefixPaths } from './read-paths.ts';
import type { Self } from './refuse-route.ts';
import { type Findings, type Listener, Speaker } from './speaker.ts';

const kept = { ...keptPeers, noun: 'peers', isSame: isSamePeer };
const unheard: PeerSnapshot = { state: 'unknown', reason: 'no neighbour of gobgpd has sent all of its routes yet' };

/** What this source has to know of its host beside what others have. */
export interface EvpnHost extends SourceHost {
  /** What is known of peers outlasts a restart here. */
  readonly memoryFile: string;
}

/**
 * The network of a configuration, whose peers are told by BGP: a gobgpd on the host is told the host's own route, and asked for those
 * of the others.
 */
export function evpnNetwork(options: EvpnOptions, place: Place, host: EvpnHost): NetworkSource {
  return new EvpnNetwork(options, describeSelf(options, place, host.underlayIp), host.memoryFile);
}

interface Described {
  readonly self: Self;
  readonly own: PrefixRoute;
}

/** What is remembered beside the peers: of which network they are, and for whom. */
interface Origin {
  readonly overlayNetwork: string;
  readonly subnet: string;
  readonly vni: number;
  readonly routeTarget: string;
}

class EvpnNetwork implements NetworkSource, Listener {
  readonly #self: Self;
  readonly #own: PrefixRoute;
  readonly #memory: PeerMemory<Origin>;
  readonly #known: KnownHosts<Peer>;
  readonly #speaker: Speaker;

  constructor(options: EvpnOptions, { self, own }: Described, memoryFile: string) {
    this.#self = self;
    this.#own = own;
    this.#memory = new PeerMemory(memoryFile, (json) => readOrigin(json, self));
    this.#known = new KnownHosts(kept, options.withdrawGuard, this.#memory.read()?.peers);
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
    const { list } = this.#known;
    return this.#known.isDue(nowMs) || (list !== undefined && this.#memory.isDue(list, nowMs));
  }

  take(paths: readonly TablePath[], hearing: Hearing, nowMs: number): Findings {
    const { read, unreadable } = readPrefixPaths(paths);
    const heard = read.filter((one) => !isOwn(one, this.#self));
    const routes = heard.map(({ path: { stale }, route }) => ({ route, stale }));
    const { peers, refusals } = judgeRoutes(routes, this.#self, this.#known.followed);
    const held = this.#known.take(peers, hearing, nowMs);
    this.#remember();
    const { add, withdraw } = planAnnouncement(read, this.#own, this.#self);
    return { problems: [...held, ...unreadable, ...refusals], add: [add === undefined ? [] : [add]], withdraw };
  }

  #remember(): void {
    const peers = this.#known.list;
    if (peers !== undefined) this.#memory.write({ origin: originOf(this.#self), peers });
  }
}

function originOf({ place, routeTarget }: Self): Origin {
  const { network, subnet, vni } = place;
  return {
    overlayNetwork: formatPrefix(network),
    subnet: formatPrefix(subnet),
    vni,
    routeTarget: formatRouteNumber(routeTarget),
  };
}

/** Undefined where it is of another network. */
function readOrigin(json: Readonly<Record<string, unknown>>, self: Self): Origin | undefined {
  const wanted = originOf(self);
  const isWanted = Object.entries(wanted).every(([key, value]) => json[key] === value);
  return isWanted ? wanted : undefined;
}
