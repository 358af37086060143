import type { DeviceState } from './overlay-walk-kernel.ts';
import type { PeerText, WishText } from './overlay-walk-wish.ts';

/** What the underlay is when a wish is carried out. */
export interface UnderlayText {
  readonly address: string;
  readonly mtu: number;
}

/** The entries that lead to remote hosts. */
export interface ExpectedEntries {
  readonly routes: readonly string[];
  readonly neighbours: readonly string[];
  readonly fdb: readonly string[];
}

/** The device that a wish comes to, worked out from the text alone. */
export function expectedDevice(wish: WishText, underlay: UnderlayText): DeviceState {
  return {
    kind: 'vxlan',
    up: true,
    mtu: wish.mtuBytes ?? underlay.mtu - 50,
    mac: derivedMac(firstAddress(wish.subnet)),
    vni: wish.vni,
    port: wish.port,
    gbp: wish.gbp,
    learning: false,
    local: underlay.address,
    underlay: wish.underlayInterface,
  };
}

/** `10.255.32.0/16` for a subnet 10.255.32.0/24 of 10.255.0.0/16. */
export function expectedAddress({ subnet, network }: WishText): string {
  return `${firstAddress(subnet)}/${network.split('/')[1]}`;
}

/** The kernel's own route to the whole network. */
export function connectedRoute(wish: WishText): string {
  return `${wish.network} dev ${wish.name} proto kernel scope link src ${firstAddress(wish.subnet)}`;
}

/** For each peer a route, a neighbour and an FDB entry, as `ip` and `bridge` show those that are made by hand. */
export function expectedEntries(wish: WishText, peers: readonly PeerText[]): ExpectedEntries {
  return {
    routes: peers.map((peer) => peerRoute(wish, peer)).sort(),
    neighbours: peers.map((peer) => `${firstAddress(peer.subnet)} ${peerMac(peer)}`).sort(),
    fdb: peers.map((peer) => `${peerMac(peer)} ${peer.underlay} permanent`).sort(),
  };
}

function peerRoute({ name, subnet: own }: WishText, { subnet }: PeerText): string {
  return `${subnet} via ${firstAddress(subnet)} dev ${name} src ${firstAddress(own)}`;
}

/** The one that the peer says, or `ee:ee` and its VTEP's address. */
export function peerMac({ mac, subnet }: PeerText): string {
  return mac ?? derivedMac(firstAddress(subnet));
}

/** `10.255.48.0` of `10.255.48.0/24`. */
export function firstAddress(subnet: string): string {
  return subnet.split('/')[0] ?? '';
}

function derivedMac(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['ee', 'ee', ...bytes].join(':');
}
