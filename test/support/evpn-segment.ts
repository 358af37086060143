import { Attachment } from './attachment.ts';
import { reflectorIp } from './evpn-network.ts';
import { asn, Gobgpd } from './gobgpd.ts';
import type { Container, Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { bridgeNetwork } from './network.ts';
import { silkBridge } from './project.ts';
import { Silkd } from './silkd.ts';
import { Underlay } from './underlay.ts';
import { until } from './wait.ts';

/** A host whose containers are on the segment, with a gobgpd and a silkd. */
export interface EvpnSegmentHost {
  readonly host: Host;
  readonly gobgpd: Gobgpd;
  readonly silkd: Silkd;
  /** Such as `10.244.0.20`. */
  readonly underlayIp: string;
  /** Of silk-bridge. */
  readonly network: JsonObject;
}

/** A container on the segment. */
export interface Attached {
  readonly container: Container;
  readonly attachment: Attachment;
  readonly ip: string;
}

/** The VNI of the segment, whose bridge is br0 and whose network 10.0.10.0/24. */
export const vni = 42;

/** A route reflector, and hosts of one segment. `disposeHosts()` in afterEach removes all of it. */
export class EvpnSegment {
  readonly underlay = new Underlay();
  readonly reflector: Gobgpd;

  constructor() {
    const host = this.underlay.addHost({ ip: `${reflectorIp}/16` });
    this.reflector = new Gobgpd(host, ['--rr', reflectorIp, '--role', 'reflector', '--listen', '10.244.0.0/16']);
  }

  /**
   * The host at 10.244.0.N, with nothing started. `keys` go over its segment; its containers have addresses from 10.0.10.N on,
   * unless `range` says others.
   */
  addHost(n: number, keys: JsonObject = {}, range: JsonObject = rangeFrom(n)): EvpnSegmentHost {
    const underlayIp = `10.244.0.${n}`;
    const host = this.underlay.addHost({ ip: `${underlayIp}/16` });
    const gobgpd = new Gobgpd(host, ['--rr', reflectorIp]);
    const silkd = new Silkd(host, {
      source: 'none',
      overlayNetwork: undefined,
      subnet: undefined,
      peersFile: undefined,
      subnetFile: undefined,
      evpn: { asn, address: gobgpd.address },
      endpointsFile: `${host.dir}/endpoints.json`,
      segments: [{ vni, bridge: 'br0', ...keys }],
    });
    return { host, gobgpd, silkd, underlayIp, network: bridgeNetwork(host, keys, range) };
  }

  /** Starts the reflector, and the gobgpd of each host. */
  async startGobgpds(hosts: readonly EvpnSegmentHost[]): Promise<void> {
    await Promise.all([this.reflector, ...hosts.map(({ gobgpd }) => gobgpd)].map((gobgpd) => gobgpd.start()));
  }

  /** The same, and each host's silkd. */
  async start(hosts: readonly EvpnSegmentHost[]): Promise<void> {
    await this.startGobgpds(hosts);
    await Promise.all(hosts.map(({ silkd }) => silkd.start()));
  }
}

function rangeFrom(n: number): JsonObject {
  return { rangeStart: `10.0.10.${n}`, rangeEnd: `10.0.10.${n + 9}` };
}

/** Attaches a container by silk-bridge, as a runtime does; `runtimeConfig` asks for what it is to get. */
export function attachTo(
  on: EvpnSegmentHost,
  runtimeConfig?: JsonObject,
  container = on.host.addContainer(),
): Attached {
  const network = runtimeConfig === undefined ? on.network : { ...on.network, runtimeConfig };
  const attachment = new Attachment(on.host, container, network, { program: silkBridge });
  attachment.add();
  return { container, attachment, ip: attachment.ip };
}

/** Waits until the kernel of a host answers ARP for each address. */
export async function untilKnown({ host }: EvpnSegmentHost, ips: readonly string[], isThere = true): Promise<void> {
  await until(`${ips.join(', ')} ${isThere ? 'known' : 'unknown'} on ${host.netns}`, () => {
    const known = host.exec('ip', 'neigh', 'show', 'dev', `vxlan${vni}`);
    return ips.every((ip) => known.includes(`${ip} lladdr`) === isThere);
  });
}
