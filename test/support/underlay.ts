import { Host } from './host.ts';
import { must } from './run.ts';

/** How a host hangs on the underlay. */
export interface UnderlayAddress {
  /** The host's address with the underlay's prefix length, such as `10.244.0.144/16`. */
  readonly ip: string;
  /** Of the host's device, and of the switch's port. Default 1500. */
  readonly mtuBytes?: number;
}

/** The device of a host on the underlay. */
export const underlayDevice = 'eth0';

/**
 * What hosts have between them: a bridge in a namespace of its own, with one port a host. `disposeHosts()` in afterEach
 * removes it and the hosts.
 */
export class Underlay {
  readonly #switch = new Host();
  readonly #ports = new Map<Host, string>();

  constructor() {
    this.#switch.exec('ip', 'link', 'add', 'bridge', 'type', 'bridge', 'mcast_snooping', '0');
    this.#switch.exec('ip', 'link', 'set', 'bridge', 'up');
  }

  /** A host whose eth0 is on the switch and has the address; its default route is by that device. */
  addHost({ ip, mtuBytes = 1500 }: UnderlayAddress): Host {
    const host = new Host();
    this.#plugIn(host, mtuBytes);
    host.exec('ip', 'addr', 'add', ip, 'dev', underlayDevice);
    host.exec('ip', 'link', 'set', underlayDevice, 'up');
    host.exec('ip', 'route', 'add', 'default', 'dev', underlayDevice);
    return host;
  }

  /** A private directory that goes with the underlay. */
  get dir(): string {
    return this.#switch.dir;
  }

  /** Pulls the host's cable out of the switch, or puts it in again. */
  setConnected(host: Host, isConnected: boolean): void {
    this.#switch.exec('ip', 'link', 'set', this.#ports.get(host) ?? '', isConnected ? 'up' : 'down');
  }

  #plugIn(host: Host, mtuBytes: number): void {
    const port = `port${this.#ports.size + 1}`;
    this.#ports.set(host, port);
    const mtu = ['mtu', `${mtuBytes}`];
    const peer = ['peer', 'name', underlayDevice, ...mtu, 'netns', host.name];
    must(['ip', '-n', this.#switch.name, 'link', 'add', port, ...mtu, 'type', 'veth', ...peer]);
    this.#switch.exec('ip', 'link', 'set', port, 'master', 'bridge', 'up');
  }
}
