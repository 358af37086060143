import { Attachment } from './attachment.ts';
import { macOf } from './by-hand.ts';
import { asn, Gobgpd } from './gobgpd.ts';
import type { Container, Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { silkNetwork } from './network.ts';
import { Silkd } from './silkd.ts';
import { Underlay } from './underlay.ts';
import { until } from './wait.ts';

/** Where the route reflector is. */
export const reflectorIp = '10.244.0.1';

/** Short, so that a test need not wait for minutes. */
const graceSeconds = 2;

/**
 * For tests that kill a reflector: hosts come back to it within so many seconds of each other, for gobgpd waits between 5 and 10, by
 * chance, before it connects again. Who is not back when the grace is over is gone.
 */
export const comeBackSeconds = 8;

/** A host with a gobgpd and a silkd. */
export interface EvpnHost {
  readonly host: Host;
  readonly gobgpd: Gobgpd;
  readonly silkd: Silkd;
  /** Such as `10.255.32.0/24`. */
  readonly subnet: string;
  /** Such as `10.244.0.32`. */
  readonly underlayIp: string;
  /** What the others' gobgpd call its route. */
  readonly route: string;
}

/** A route reflector and hosts on one underlay. `disposeHosts()` in afterEach removes all of it. */
export class EvpnNetwork {
  readonly underlay = new Underlay();
  readonly reflector: Gobgpd;

  constructor() {
    const host = this.underlay.addHost({ ip: `${reflectorIp}/16` });
    this.reflector = new Gobgpd(host, ['--rr', reflectorIp, '--role', 'reflector', '--listen', '10.244.0.0/16']);
  }

  /** The host of 10.255.N.0/24 at 10.244.0.N, with nothing started; `evpn` goes over its options. */
  addHost(n: number, evpn: JsonObject = {}): EvpnHost {
    const [subnet, underlayIp] = [`10.255.${n}.0/24`, `10.244.0.${n}`];
    const host = this.underlay.addHost({ ip: `${underlayIp}/16` });
    const gobgpd = new Gobgpd(host, ['--rr', reflectorIp]);
    const options = { asn, address: gobgpd.address, withdrawGuard: { graceSeconds }, ...evpn };
    const silkd = new Silkd(host, { source: 'evpn', subnet, peersFile: undefined, gbp: false, evpn: options });
    const route = `[type:Prefix][rd:${underlayIp}:1][etag:0][prefix:${subnet}]`;
    return { host, gobgpd, silkd, subnet, underlayIp, route };
  }

  /** Starts the reflector, and the gobgpd of each host. */
  async startGobgpd(hosts: readonly EvpnHost[]): Promise<void> {
    await Promise.all([this.reflector, ...hosts.map(({ gobgpd }) => gobgpd)].map((gobgpd) => gobgpd.start()));
  }

  /** Starts the reflector and all that is on the hosts, and waits until each host holds what leads to all others. */
  async start(hosts: readonly EvpnHost[]): Promise<void> {
    await this.startGobgpd(hosts);
    await Promise.all(hosts.map(({ silkd }) => silkd.start()));
    for (const { silkd } of hosts) await untilHeld(silkd, hosts.length - 1);
  }
}

/** Waits until the kernel holds what leads to so many hosts. */
export async function untilHeld(silkd: Silkd, count: number): Promise<void> {
  await until(`${count} peers`, () => silkd.metric('silkd_peers_held') === count, 30_000);
}

/** Waits until silkd has nothing to complain of: a session of BGP may take ten seconds to come back. */
export async function untilContent({ silkd }: EvpnHost): Promise<void> {
  await until('no problem', () => silkd.metric('silkd_source_problems') === 0, 30_000);
}

/** A container with an address of its host's subnet, attached by silk-cni, which has that from silkd's subnet file. */
export function attach({ host }: EvpnHost, id?: string): { container: Container; ip: string } {
  const container = host.addContainer(id);
  const { subnet: _none, mtu: _other, ...network } = silkNetwork(host);
  const attachment = new Attachment(host, container, { ...network, mtu: 1450, subnetFile: host.subnetFile });
  attachment.add();
  return { container, ip: attachment.ip };
}

/** What `ip` and `bridge` print of a host's way to another. */
export function wayTo({ host, subnet: ownSubnet }: EvpnHost, { subnet, underlayIp }: EvpnHost): JsonObject {
  const [[ip = ''], [source]] = [subnet.split('/'), ownSubnet.split('/')];
  const line = (text: string) => text.trim().replace(/ +/g, ' ');
  return {
    route: line(host.exec('ip', 'route', 'show', subnet)) === `${subnet} via ${ip} dev silk-vtep src ${source}`,
    neighbour: line(host.exec('ip', 'neigh', 'show', ip)) === `${ip} dev silk-vtep lladdr ${macOf(ip)} PERMANENT`,
    fdb: line(host.exec('bridge', 'fdb', 'show', 'dev', 'silk-vtep')).includes(
      `${macOf(ip)} dst ${underlayIp} self permanent`,
    ),
  };
}
