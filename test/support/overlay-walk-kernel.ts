import { enter } from './host.ts';
import { must, run } from './run.ts';

/** What a host's kernel holds of a VTEP, as iproute2 tells it: each list sorted, each line for one object. */
export interface OverlayState {
  /** Absent: there is no device of the name. */
  readonly device: DeviceState | undefined;
  /** `10.255.32.0/16`; `... temporary`, where it is not there for good. */
  readonly addresses: readonly string[];
  /** On the device, as `ip route` has them, without metrics. */
  readonly routes: readonly string[];
  /** Those of other devices. */
  readonly otherRoutes: readonly string[];
  /** The permanent ones: `10.255.48.0 ee:ee:0a:ff:30:00`. */
  readonly neighbours: readonly string[];
  /** `ee:ee:0a:ff:30:00 10.244.0.48 permanent`. */
  readonly fdb: readonly string[];
}

/** The device's properties. */
export interface DeviceState {
  readonly kind: string;
  readonly up: boolean;
  readonly mtu: number;
  readonly mac: string;
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
  readonly learning: boolean;
  readonly local: string;
  readonly underlay: string;
}

interface LinkJson {
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly address: string;
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: {
      readonly id?: number;
      readonly port?: number;
      readonly gbp?: boolean;
      readonly learning?: boolean;
      readonly local?: string;
      readonly link?: string;
    };
  };
}

interface RouteJson {
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly prefsrc?: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly metrics?: readonly object[];
  readonly encap?: string;
  readonly realm?: number;
}

interface AddressJson {
  readonly addr_info: readonly {
    readonly local: string;
    readonly prefixlen: number;
    readonly dynamic?: boolean;
    readonly deprecated?: boolean;
  }[];
}

interface NeighbourJson {
  readonly dst: string;
  readonly lladdr?: string;
  readonly extern_learn?: null;
  readonly router?: null;
  readonly state: readonly string[];
}

interface FdbJson {
  readonly mac: string;
  readonly dst?: string;
  readonly state: string;
  readonly flags?: readonly string[];
}

/** Reads it by `ip` and `bridge` alone. */
export function overlayState(netns: string, name: string): OverlayState {
  const routes = json<RouteJson>(netns, ['ip', '-j', '-4', 'route', 'show']);
  const isOn = ({ dev }: RouteJson) => dev === name;
  const others = routes.filter((route) => !isOn(route)).map(formatRoute);
  const [link] = linkJson(netns, name);
  if (link === undefined) {
    return { device: undefined, addresses: [], routes: [], otherRoutes: others.sort(), neighbours: [], fdb: [] };
  }
  const addresses = json<AddressJson>(netns, ['ip', '-j', '-4', 'addr', 'show', 'dev', name]);
  const neighbours = json<NeighbourJson>(netns, ['ip', '-j', '-4', 'neigh', 'show', 'dev', name, 'nud', 'permanent']);
  const fdb = json<FdbJson>(netns, ['bridge', '-j', 'fdb', 'show', 'dev', name]);
  return {
    device: deviceState(link),
    addresses: addresses
      .flatMap(({ addr_info }) =>
        addr_info.map(({ local, prefixlen, dynamic, deprecated }) =>
          [`${local}/${prefixlen}`, dynamic || deprecated ? 'temporary' : ''].filter(Boolean).join(' '),
        ),
      )
      .sort(),
    routes: routes.filter(isOn).map(formatRoute).sort(),
    otherRoutes: others.sort(),
    neighbours: neighbours
      .map(({ dst, lladdr, extern_learn, router }) => {
        const flags = [extern_learn === null && 'extern_learn', router === null && 'router'];
        return [dst, lladdr, ...flags].filter(Boolean).join(' ');
      })
      .sort(),
    fdb: fdb.map(formatFdb).sort(),
  };
}

function linkJson(netns: string, name: string): LinkJson[] {
  const outcome = run([...enter(netns), 'ip', '-j', '-d', 'link', 'show', 'dev', name]);
  return outcome.code === 0 ? withoutEmpty(outcome.stdout) : [];
}

function deviceState({ flags, mtu, address, linkinfo }: LinkJson): DeviceState {
  const { info_kind = 'none', info_data: data = {} } = linkinfo ?? {};
  return {
    kind: info_kind,
    up: flags.includes('UP'),
    mtu,
    mac: address,
    vni: data.id ?? 0,
    port: data.port ?? 0,
    gbp: data.gbp ?? false,
    learning: data.learning ?? false,
    local: data.local ?? 'none',
    underlay: data.link ?? 'none',
  };
}

function formatRoute({ dst, gateway, dev, prefsrc, protocol, scope, metrics, encap, realm }: RouteJson): string {
  const words = [
    dst,
    gateway && `via ${gateway}`,
    dev && `dev ${dev}`,
    protocol && `proto ${protocol}`,
    scope && `scope ${scope}`,
    prefsrc && `src ${prefsrc}`,
    metrics && JSON.stringify(metrics),
    encap && `encap ${encap}`,
    realm && `realm ${realm}`,
  ];
  return words.filter(Boolean).join(' ');
}

function formatFdb(entry: FdbJson): string {
  // Whatever else it says of itself (a port, a VNI, a device) is shown too.
  const { mac, dst, state, flags = [], ...rest } = entry;
  const more = Object.entries(rest).map(([key, value]) => `${key} ${value}`);
  return [mac, dst, state === '' ? 'dynamic' : state, ...flags.filter((flag) => flag !== 'self'), ...more].join(' ');
}

function json<T>(netns: string, words: readonly string[]): T[] {
  return withoutEmpty(must([...enter(netns), ...words]));
}

/** A dump of nothing prints an empty text; what has gone leaves empty objects behind. */
function withoutEmpty<T>(text: string): T[] {
  const parsed: T[] = text.trim() === '' ? [] : JSON.parse(text);
  return parsed.filter((entry) => Object.keys(entry as object).length > 0);
}
