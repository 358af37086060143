import { existsSync, readFileSync } from 'node:fs';
import { Attachment } from './attachment.ts';
import type { FlowEnd } from './flow.ts';
import type { Host } from './host.ts';
import { dig, type JsonObject } from './json.ts';
import { silkNetwork } from './network.ts';
import { Silkd } from './silkd.ts';
import { vtepState } from './vtep-scene.ts';

/** A host whose silkd gets its subnet from etcd. */
export class LeasedHost {
  readonly host: Host;
  /** Such as `10.244.0.2`. */
  readonly underlayIp: string;
  readonly silkd: Silkd;

  /** @param etcd the object of that name in silkd's configuration */
  constructor(host: Host, underlayIp: string, etcd: JsonObject) {
    this.host = host;
    this.underlayIp = underlayIp;
    const elsewhere = { overlayNetwork: undefined, subnet: undefined, peersFile: undefined };
    this.silkd = new Silkd(host, { ...elsewhere, source: 'etcd', etcd, intervalSeconds: 1 });
  }

  /** The host's part of the network, such as `10.255.32.0/24`, while containers may be added. */
  get subnet(): string | undefined {
    if (!existsSync(this.host.subnetFile)) return undefined;
    const line = /^FLANNEL_SUBNET=(.*)\.1\/(\d+)$/m.exec(readFileSync(this.host.subnetFile, 'utf8'));
    return line === null ? undefined : `${line[1]}.0/${line[2]}`;
  }

  /** The underlay addresses that the kernel's entries lead to, where route, neighbour and FDB entry are there. */
  get remoteHosts(): string[] {
    const { routes, neighbours, fdb } = vtepState(this.host);
    return fdb
      .flatMap((line) => {
        const [mac = '', , ip = ''] = line.split(' ');
        const gateway = neighbours.find((neighbour) => neighbour.includes(` lladdr ${mac} `))?.split(' ')[0];
        const isRouted = gateway !== undefined && routes.some((route) => route.includes(` via ${gateway} `));
        return isRouted ? [ip] : [];
      })
      .sort();
  }

  /** A container with an address of the host's part of the network, which silk-cni reads from the subnet file. */
  addContainer(over: JsonObject = {}): FlowEnd {
    const { subnetFile } = this.host;
    const network = silkNetwork(this.host, { subnet: undefined, mtu: undefined, subnetFile, ...over });
    const attachment = new Attachment(this.host, this.host.addContainer(), network);
    attachment.add();
    return { netns: attachment.container.netns, ip: attachment.ip };
  }

  /** What silkd complains about, each with the reason. */
  get problems(): string[] {
    const { problems } = this.silkd.status();
    if (!Array.isArray(problems)) throw new Error('a status has problems, or none');
    return problems.map((problem) => `${dig(problem, 'what')}: ${dig(problem, 'reason')}`);
  }

  /** How many objects silkd has made, changed or removed since it was started last. */
  get repairs(): number {
    const found = this.silkd.get('/metrics').text.matchAll(/^silkd_repairs_total\{.*\} (\d+)$/gm);
    return [...found].reduce((sum, [, count]) => sum + Number(count), 0);
  }
}
