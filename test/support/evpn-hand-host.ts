import { asn, Gobgpd } from './gobgpd.ts';
import type { Container, Host } from './host.ts';
import { parseObject } from './json.ts';
import { silk } from './project.ts';
import { until } from './wait.ts';

/** The segment of all hosts of a test. */
export const vni = 42;

export const routeTarget = `${asn}:${vni}`;

/** A host with a part of the segment whose endpoints are announced by gobgp, and followed by silk, by hand. */
export class HandHost {
  readonly host: Host;
  readonly gobgpd: Gobgpd;
  readonly underlayIp: string;

  constructor(host: Host, underlayIp: string, reflectorIp: string) {
    this.host = host;
    this.underlayIp = underlayIp;
    this.gobgpd = new Gobgpd(host, ['--rr', reflectorIp]);
  }

  /** Makes the segment and says that it is here. */
  async start(): Promise<void> {
    await this.gobgpd.start();
    this.#silk('segment', 'create', '--vni', `${vni}`, '--run-dir', this.host.runDir, ...this.#endpointsFile);
    const { underlayIp } = this;
    this.tell(
      'add',
      'multicast',
      underlayIp,
      'etag',
      '0',
      ...this.#marks,
      'pmsi',
      'ingress-repl',
      `${vni}`,
      underlayIp,
    );
  }

  /** A container in the segment, which is announced. */
  attach(ip: string): { container: Container; mac: string } {
    const container = this.host.addContainer();
    const said = this.#silk('segment', 'attach', '--netns', container.netns, '--ip', `${ip}/24`, '--json');
    const mac = `${parseObject(said)?.['mac']}`;
    this.announce('add', ip, mac);
    return { container, mac };
  }

  announce(action: 'add' | 'del', ip: string, mac: string): void {
    this.tell(action, 'macadv', mac, ip, 'esi', '0', 'etag', '0', 'label', `${vni}`, ...this.#marks);
  }

  /** Leads to an endpoint of another host, once there is a route. */
  async follow(ip: string, mac: string, underlay: string): Promise<void> {
    await until(
      `${mac} ${ip}`,
      () => this.gobgpd.routes().some((key) => key.endsWith(`[mac:${mac}][ip:${ip}]`)),
      30_000,
    );
    const where = ['--ip', ip, '--mac', mac, '--underlay', underlay, '--run-dir', this.host.runDir];
    this.#silk('endpoint', 'add', ...where, ...this.#endpointsFile);
  }

  get #marks(): string[] {
    return ['rd', `${this.underlayIp}:${vni}`, 'rt', routeTarget, 'encap', 'vxlan'];
  }

  get #endpointsFile(): string[] {
    return ['--endpoints-file', `${this.host.dir}/endpoints.json`];
  }

  #silk(group: string, verb: string, ...words: readonly string[]): string {
    return this.host.exec(silk, group, verb, 'br0', ...words);
  }

  /** `gobgp global rib ACTION -a evpn ...` */
  tell(action: 'add' | 'del', ...words: readonly string[]): void {
    this.gobgpd.ask('global', 'rib', action, '-a', 'evpn', ...words);
  }
}
