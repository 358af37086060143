import { firstAddress, peerMac } from './overlay-walk-expected.ts';
import type { PeerText, WishText } from './overlay-walk-wish.ts';

/** What a drift is given: a peer that is wanted, and one that is not. */
export interface DriftTarget {
  readonly wish: WishText;
  readonly wanted: PeerText;
  readonly unwanted: PeerText;
  /** 0 up to 1. */
  readonly random: () => number;
}

/** Something that happens to a host behind our back. */
export interface Drift {
  readonly name: string;
  /** `ip` and `bridge` command lines; one that fails is a drift that does nothing. */
  readonly lines: (target: DriftTarget) => readonly string[];
}

const dev = 'dev silk-vtep';

const routeDrifts: readonly Drift[] = [
  { name: 'route deleted', lines: ({ wanted }) => [`ip route del ${wanted.subnet} ${dev}`] },
  { name: 'all routes deleted', lines: () => [`ip route flush ${dev} proto boot`] },
  {
    name: 'route added for an unwanted prefix',
    lines: ({ unwanted, wish }) => [`ip route add ${routeOf(unwanted)} src ${firstAddress(wish.subnet)}`],
  },
  { name: 'route without source', lines: ({ wanted }) => [`ip route replace ${routeOf(wanted)}`] },
  {
    name: 'route by a wrong gateway',
    lines: ({ wanted, unwanted, wish }) => [
      `ip route replace ${wanted.subnet} via ${firstAddress(unwanted.subnet)} ${dev} src ${firstAddress(wish.subnet)}`,
    ],
  },
  { name: 'route by no gateway', lines: ({ wanted }) => [`ip route replace ${wanted.subnet} ${dev}`] },
  {
    name: 'second route with a metric of its own, without source',
    lines: ({ wanted }) => [`ip route add ${routeOf(wanted)} metric 77`],
  },
  {
    name: 'second route of the same metric, before',
    lines: ({ wanted }) => [`ip route prepend ${routeOf(wanted)}`],
  },
  {
    name: 'second route of the same metric, after',
    lines: ({ wanted }) => [`ip route append ${routeOf(wanted)}`],
  },
  {
    name: 'second route of the same metric, by a wrong gateway',
    lines: ({ wanted }) => [`ip route prepend ${wanted.subnet} via 10.255.99.1 ${dev}`],
  },
  {
    name: 'routes of many metrics',
    lines: ({ wanted }) => [1, 2, 3].map((i) => `ip route add ${wanted.subnet} via 10.255.99.${i} ${dev} metric ${i}`),
  },
  {
    name: 'route with another metric',
    lines: ({ wanted, wish }) => [
      `ip route del ${wanted.subnet} ${dev}`,
      `ip route add ${routeOf(wanted)} src ${firstAddress(wish.subnet)} metric 300`,
    ],
  },
  ...['mtu 1200', 'mtu lock 1300 initcwnd 3', 'realm 7', 'encap ip id 5 dst 10.9.9.9', 'scope site'].map((more) => ({
    name: `route with ${more}`,
    lines: ({ wanted, wish }: DriftTarget) => [
      `ip route replace ${routeOf(wanted)} src ${firstAddress(wish.subnet)} ${more}`,
    ],
  })),
];

const neighbourDrifts: readonly Drift[] = [
  {
    name: 'neighbour deleted',
    lines: ({ wanted }) => [`ip neigh del ${firstAddress(wanted.subnet)} ${dev}`],
  },
  { name: 'neighbours flushed', lines: () => [`ip neigh flush ${dev} nud permanent`] },
  {
    name: 'neighbour with another MAC',
    lines: ({ wanted }) => [
      `ip neigh replace ${firstAddress(wanted.subnet)} lladdr 02:00:00:00:00:01 ${dev} nud permanent`,
    ],
  },
  {
    name: 'neighbour not permanent',
    lines: ({ wanted }) => [`ip neigh replace ${neighbourOf(wanted)} ${dev} nud reachable`],
  },
  {
    name: 'neighbour stale with another MAC',
    lines: ({ wanted }) => [
      `ip neigh replace ${firstAddress(wanted.subnet)} lladdr 02:00:00:00:00:02 ${dev} nud stale`,
    ],
  },
  {
    name: 'neighbour failed',
    lines: ({ wanted }) => [`ip neigh replace ${firstAddress(wanted.subnet)} ${dev} nud failed`],
  },
  {
    name: 'neighbour added for an unwanted peer',
    lines: ({ unwanted }) => [`ip neigh replace ${neighbourOf(unwanted)} ${dev} nud permanent`],
  },
  ...['extern_learn', 'router'].map((flag) => ({
    name: `neighbour with the flag ${flag}`,
    lines: ({ wanted }: DriftTarget) => [`ip neigh replace ${neighbourOf(wanted)} ${dev} nud permanent ${flag}`],
  })),
];

const fdbDrifts: readonly Drift[] = [
  { name: 'FDB entry deleted', lines: ({ wanted }) => [`bridge fdb del ${peerMac(wanted)} ${dev}`] },
  {
    name: 'FDB entry to another host',
    lines: ({ wanted }) => [`bridge fdb replace ${peerMac(wanted)} dst 10.244.9.9 ${dev}`],
  },
  {
    name: 'FDB entry with a port of its own',
    lines: ({ wanted }) => [`bridge fdb replace ${peerMac(wanted)} dst ${wanted.underlay} port 4790 ${dev}`],
  },
  {
    name: 'FDB entry with a VNI of its own',
    lines: ({ wanted }) => [`bridge fdb replace ${peerMac(wanted)} dst ${wanted.underlay} vni 77 ${dev}`],
  },
  {
    name: 'FDB entry by a link of its own',
    lines: ({ wanted }) => [`bridge fdb replace ${peerMac(wanted)} dst ${wanted.underlay} via uplink ${dev}`],
  },
  {
    name: 'FDB entry that ages',
    lines: ({ wanted }) => [`bridge fdb replace ${peerMac(wanted)} dst ${wanted.underlay} ${dev} dynamic`],
  },
  {
    name: 'FDB entry for an unwanted peer',
    lines: ({ unwanted }) => [`bridge fdb replace ${peerMac(unwanted)} dst ${unwanted.underlay} ${dev}`],
  },
  {
    name: 'FDB entry that a program has learned',
    lines: ({ wanted }) => [
      `bridge fdb del ${peerMac(wanted)} ${dev}`,
      `bridge fdb add ${peerMac(wanted)} dst ${wanted.underlay} ${dev} extern_learn`,
    ],
  },
];

const deviceDrifts: readonly Drift[] = [
  { name: 'address removed', lines: ({ wish }) => [`ip addr del ${firstAddress(wish.subnet)}/16 ${dev}`] },
  { name: 'connected route removed', lines: () => [`ip route del 10.255.0.0/16 ${dev}`] },
  { name: 'second address', lines: () => [`ip addr add 10.66.0.1/24 ${dev}`] },
  { name: 'second address of the network', lines: () => [`ip addr add 10.255.32.9/16 ${dev}`] },
  {
    name: 'address with another length',
    lines: ({ wish }) => [
      `ip addr del ${firstAddress(wish.subnet)}/16 ${dev}`,
      `ip addr add ${firstAddress(wish.subnet)}/20 ${dev}`,
    ],
  },
  { name: 'second address, with a peer', lines: () => [`ip addr add 10.66.0.1 peer 10.77.6.6/32 ${dev}`] },
  {
    name: 'address of a point to point link',
    lines: ({ wish }) => [
      `ip addr flush ${dev}`,
      `ip addr add ${firstAddress(wish.subnet)} peer ${wish.network} ${dev}`,
    ],
  },
  {
    name: 'address there second',
    lines: ({ wish }) => [
      `ip addr flush ${dev}`,
      `ip addr add 10.255.32.8/16 ${dev}`,
      `ip addr add ${firstAddress(wish.subnet)}/16 ${dev}`,
    ],
  },
  ...['valid_lft 300 preferred_lft 200', 'valid_lft forever preferred_lft 0'].map((life) => ({
    name: `address with ${life}`,
    lines: ({ wish }: DriftTarget) => [`ip addr change ${firstAddress(wish.subnet)}/16 ${dev} ${life}`],
  })),
  { name: 'MAC changed', lines: () => [`ip link set ${dev} address 02:00:00:00:00:03`] },
  { name: 'MTU changed', lines: ({ random }) => [`ip link set ${dev} mtu ${1000 + Math.floor(random() * 400)}`] },
  { name: 'down', lines: () => [`ip link set ${dev} down`] },
  { name: 'down and up', lines: () => [`ip link set ${dev} down`, `ip link set ${dev} up`] },
  { name: 'learning on', lines: () => [`ip link set ${dev} type vxlan learning`] },
  { name: 'local changed', lines: () => [`ip link set ${dev} type vxlan local 192.168.77.99`] },
  {
    name: 'everything of the device at once',
    lines: () => [
      `ip link set ${dev} down`,
      `ip link set ${dev} address 02:00:00:00:00:04 mtu 1200`,
      `ip addr flush ${dev}`,
    ],
  },
  { name: 'VTEP deleted', lines: () => [`ip link del ${dev}`] },
];

/** The VTEP is there, but somebody made it, in another way. */
const remadeDrifts: readonly Drift[] = [
  ['with another VNI', 'id 99 dev uplink local 192.168.77.2 dstport 4789 gbp nolearning'],
  ['with another port', 'id 1 dev uplink local 192.168.77.2 dstport 8472 gbp nolearning'],
  ['without gbp', 'id 1 dev uplink local 192.168.77.2 dstport 4789 nolearning'],
  ['without local, learning', 'id 1 dev uplink dstport 4789 gbp'],
  ['without a device', 'id 1 local 192.168.77.2 dstport 4789 gbp nolearning'],
  ['with a remote', 'id 1 dev uplink local 192.168.77.2 remote 10.244.9.4 dstport 4789 gbp nolearning'],
  ['external', 'external dstport 4789 gbp'],
].map(([how, parameters]) => ({
  name: `VTEP recreated ${how}`,
  lines: () => [`ip link del ${dev}`, `ip link add silk-vtep type vxlan ${parameters}`, `ip link set ${dev} up`],
}));

const underlayDrifts: readonly Drift[] = [
  { name: 'underlay MTU lowered', lines: () => ['ip link set dev uplink mtu 1400'] },
  { name: 'underlay MTU raised', lines: () => ['ip link set dev uplink mtu 9000'] },
  {
    name: 'underlay address changed',
    lines: ({ random }) => [
      'ip addr flush dev uplink',
      `ip addr add 192.168.77.${10 + Math.floor(random() * 200)}/24 dev uplink`,
      'ip route add default via 192.168.77.1 dev uplink',
    ],
  },
  {
    name: 'underlay device deleted, and made again',
    lines: () => [
      'ip link del dev uplink',
      'ip link add uplink mtu 1500 type veth peer name uplink-peer',
      'ip addr add 192.168.77.2/24 dev uplink',
      'ip link set uplink-peer up',
      'ip link set uplink up',
      'ip route add default via 192.168.77.1 dev uplink',
    ],
  },
];

/** All that can happen; a few together are a step of the walk. */
export const drifts: readonly Drift[] = [
  ...routeDrifts,
  ...neighbourDrifts,
  ...fdbDrifts,
  ...deviceDrifts,
  ...remadeDrifts,
  ...underlayDrifts,
];

function routeOf({ subnet }: PeerText): string {
  return `${subnet} via ${firstAddress(subnet)} ${dev}`;
}

function neighbourOf(peer: PeerText): string {
  return `${firstAddress(peer.subnet)} lladdr ${peerMac(peer)}`;
}
