import { Attachment, succeed } from './attachment.ts';
import { addRemoteHost, macOf, setUpVtep } from './by-hand.ts';
import type { Container, Host } from './host.ts';
import type { JsonObject } from './json.ts';
import { silkNetwork, vtepNetwork } from './network.ts';
import { callPlugin } from './plugin-call.ts';
import { silkVtep } from './project.ts';
import { Underlay } from './underlay.ts';

/** Who makes the VTEPs and what they know of each other: our chain of plugins, or the seed's `ip` and `bridge`. */
export type Way = 'by hand' | 'by silk';

/** How the overlay is made where a test does not say. */
export const usualWay: Way = 'by silk';

/** A host of the overlay. */
export interface OverlayHost {
  readonly host: Host;
  /** Such as `10.255.144.0`: the VTEP's, and where the host's subnet of 24 bits begins. */
  readonly overlayIp: string;
  /** Such as `10.244.0.144`. */
  readonly underlayIp: string;
  readonly vtepMac: string;
}

/** A container with its eth0. */
export interface OverlayContainer {
  readonly container: Container;
  readonly netns: string;
  readonly ip: string;
  /** Of the container's end of its link. */
  readonly mac: string;
  /** Of the host's end. */
  readonly hostMac: string;
}

const vni = 42;
const mtu = 1450;

/** One a host: the third byte of its overlay address, and the last one of its underlay address. */
export type HostNumbers = readonly [number, number, ...number[]];

/** Hosts on one underlay that all know each other. `disposeHosts()` in afterEach removes all of it. */
export class OverlayNetwork {
  readonly hosts: readonly [OverlayHost, OverlayHost, ...OverlayHost[]];
  readonly #way: Way;

  constructor([first, second, ...more]: HostNumbers, way = usualWay) {
    const underlay = new Underlay();
    this.#way = way;
    const add = (number: number): OverlayHost => addOverlayHost(underlay, number);
    this.hosts = [add(first), add(second), ...more.map(add)];
    if (way === 'by hand') for (const one of this.hosts) this.#connectByHand(one);
  }

  /** A container attached to its host's part of the overlay, by the chain of plugins as a runtime calls it; `over` are keys of silk-cni. */
  addContainer(of: OverlayHost, over: JsonObject = {}): OverlayContainer {
    const container = of.host.addContainer();
    const network = silkNetwork(of.host, { mtu, subnet: `${of.overlayIp}/24`, ...over });
    const attachment = new Attachment(of.host, container, network);
    attachment.add();
    if (this.#way === 'by silk') this.#connectBySilk(of, attachment);
    const { ip } = attachment;
    return { container, netns: container.netns, ip, mac: macOf(ip), hostMac: macOf(ip, 'aa:aa') };
  }

  #connectByHand(of: OverlayHost): void {
    setUpVtep(of.host, { overlayIp: of.overlayIp, vni });
    for (const remote of this.#remotesOf(of)) addRemoteHost(of.host, remote);
  }

  #connectBySilk(of: OverlayHost, { container, result }: Attachment): void {
    const config = { ...this.vtepNetwork(of), prevResult: result };
    const call = { command: 'ADD', containerId: container.id, netns: container.netns, ifname: 'eth0', config };
    succeed(callPlugin(of.host, silkVtep, call), 'ADD of silk-vtep');
  }

  /** The configuration of silk-vtep on a host, without prevResult. */
  vtepNetwork(of: OverlayHost): JsonObject {
    const toPeer = ({ overlayIp, underlayIp }: OverlayHost) => ({ subnet: `${overlayIp}/24`, underlay: underlayIp });
    return vtepNetwork(of.host, { subnet: `${of.overlayIp}/24`, vni, peers: this.#remotesOf(of).map(toPeer) });
  }

  #remotesOf(of: OverlayHost): OverlayHost[] {
    return this.hosts.filter((other) => other !== of);
  }
}

function addOverlayHost(underlay: Underlay, number: number): OverlayHost {
  const underlayIp = `10.244.0.${number}`;
  const overlayIp = `10.255.${number}.0`;
  const host = underlay.addHost({ ip: `${underlayIp}/16` });
  return { host, overlayIp, underlayIp, vtepMac: macOf(overlayIp) };
}
