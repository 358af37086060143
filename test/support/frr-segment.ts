import { startFrr } from './frr-daemons.ts';
import type { Host } from './host.ts';
import { addPortContainer, type PortContainer } from './port-container.ts';

/** What an FRR host has of a segment. */
export interface FrrSegmentOptions {
  /** Of the host, on the underlay. */
  readonly underlayIp: string;
  readonly reflectorIp: string;
  readonly vni: number;
  /** Of its bridge, with its prefix length: FRR says an address only that its host has talked to. */
  readonly bridgeIp: string;
}

/** A host whose part of a segment is kept by FRR, as FRR's own documentation has it: a bridge and a VXLAN device. */
export class FrrSegmentHost {
  readonly host: Host;
  readonly #options: FrrSegmentOptions;

  constructor(host: Host, options: FrrSegmentOptions) {
    this.host = host;
    this.#options = options;
    const { vni, underlayIp, bridgeIp } = options;
    for (const line of [
      `link add br${vni} type bridge`,
      `addr add ${bridgeIp} dev br${vni}`,
      `link set br${vni} up`,
      `link add vxlan${vni} type vxlan id ${vni} dstport 4789 local ${underlayIp} nolearning`,
      `link set vxlan${vni} master br${vni} up`,
    ]) {
      host.exec('ip', ...line.split(' '));
    }
    // neigh_suppress: the bridge answers ARP for what FRR knows.
    host.exec('bridge', 'link', 'set', 'dev', `vxlan${vni}`, 'learning', 'off', 'neigh_suppress', 'on');
  }

  /** Starts zebra and bgpd. */
  start(): void {
    startFrr(this.host, this.#options);
  }

  /** A container whose interface is a port of the bridge. */
  attach(ip: string, mac: string): PortContainer {
    const made = addPortContainer(this.host, ip, mac);
    this.host.exec('ip', 'link', 'set', made.port, 'master', `br${this.#options.vni}`);
    return made;
  }
}
