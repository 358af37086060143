import { startFrr } from './frr-daemons.ts';
import type { Container, Host } from './host.ts';
import { must } from './run.ts';

/** What an FRR host announces. */
export interface FrrOptions {
  /** Of the host, on the underlay. */
  readonly underlayIp: string;
  readonly reflectorIp: string;
  readonly vni: number;
  /** Of the bridge that stands for the VNI. */
  readonly routerMac: string;
  /** The network of its containers, such as `10.255.99`, of 24 bits. */
  readonly subnet: string;
}

/**
 * A host whose part of the network is kept by FRR: a bridge and a VXLAN device for the VNI, as FRR's own documentation has it but
 * without a VRF, which this kernel may not have; and one container.
 */
export class FrrHost {
  readonly host: Host;
  readonly #options: FrrOptions;
  readonly container: Container;

  constructor(host: Host, options: FrrOptions) {
    this.host = host;
    this.#options = options;
    this.container = host.addContainer('frr');
    const { vni, routerMac, underlayIp, subnet } = options;
    for (const line of [
      `link add br1 address ${routerMac} type bridge`,
      'link set br1 up',
      `link add vxlan1 type vxlan id ${vni} dstport 4789 local ${underlayIp} nolearning`,
      'link set vxlan1 master br1 up',
      `link add in1 type veth peer name eth0 netns ${this.container.handle}`,
      'link set in1 up',
      `addr add ${subnet}.1/24 dev in1`,
    ]) {
      host.exec('ip', ...line.split(' '));
    }
    host.exec('sysctl', '-qw', 'net.ipv4.ip_forward=1');
    for (const line of ['link set eth0 up', `addr add ${subnet}.2/24 dev eth0`, `route add default via ${subnet}.1`]) {
      must(['ip', '-n', this.container.handle, ...line.split(' ')]);
    }
  }

  /** Starts zebra and bgpd. */
  start(): void {
    const { underlayIp, reflectorIp, vni } = this.#options;
    startFrr(this.host, {
      underlayIp,
      reflectorIp,
      zebra: `vni ${vni}\n`,
      evpn: ['advertise ipv4 unicast'],
      families: ' address-family ipv4 unicast\n  redistribute connected\n exit-address-family\n',
    });
  }
}
