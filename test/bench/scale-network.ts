import { formatIp, type Ip } from '../../src/addr/ip.ts';
import { formatMac, vtepMac } from '../../src/addr/mac.ts';
import type { Peer } from '../../src/addr/peer.ts';
import { formatPrefix } from '../../src/addr/prefix.ts';
import type { ConvergeWish } from '../../src/overlay/converge.ts';
import type { VtepWish } from '../../src/overlay/vtep.ts';

/** The host's own address on the underlay, 172.16.0.1, of a /12. */
const underlayIp: Ip = { family: 4, value: 0xac10_0001n };
const underlayLength = 12;
/** The device that leads to the other hosts. */
export const underlayDevice = 'underlay0';

/** The overlay network, 10.0.0.0/8, in which every host has a /26: there is room for 262,144. */
const overlayIp: Ip = { family: 4, value: 0x0a00_0000n };
const addressesPerHost = 64n;
const subnetLength = 26;

const vtep: VtepWish = {
  name: 'silk-vtep',
  vni: 1,
  port: 4789,
  gbp: true,
  network: { ip: overlayIp, length: 8 },
  subnet: { ip: overlayIp, length: subnetLength },
};

/** That many remote hosts, next to each other. */
export function peersOf(count: number): Peer[] {
  return Array.from({ length: count }, (_, i) => ({
    subnet: { ip: { family: 4, value: overlayIp.value + BigInt(i + 1) * addressesPerHost }, length: subnetLength },
    underlay: { family: 4, value: underlayIp.value + BigInt(i + 1) },
  }));
}

/** What converge() is asked for. */
export function wishOf(peers: readonly Peer[]): ConvergeWish {
  return { vtep, underlay: { interface: underlayDevice }, peers };
}

/** The commands, as words, that give a network namespace its underlay. */
export const underlayCommands: readonly string[][] = [
  `ip link add ${underlayDevice} type veth peer name wire0`,
  `ip addr add ${formatIp(underlayIp)}/${underlayLength} dev ${underlayDevice}`,
  `ip link set ${underlayDevice} up`,
  'ip link set wire0 up',
].map((command) => command.split(' '));

/** The commands that make the VTEP by hand. */
export const vtepCommands: readonly string[][] = [
  `ip link add ${vtep.name} address ${formatMac(vtepMac(overlayIp))} type vxlan id ${vtep.vni} local ${formatIp(underlayIp)} dev ${underlayDevice} dstport ${vtep.port} nolearning gbp`,
  `ip link set ${vtep.name} up`,
  `ip addr add ${formatPrefix(vtep.network)} dev ${vtep.name}`,
].map((command) => command.split(' '));

/** The commands that remove the VTEP and all that is on it. */
export const vtepRemoval: readonly string[] = ['ip', 'link', 'del', vtep.name];

/** The plain way, one line an entry: what `ip -batch` reads, and what `bridge -batch` reads. */
export function batchesOf(peers: readonly Peer[]): { readonly ip: string; readonly bridge: string } {
  const routes: string[] = [];
  const neighbours: string[] = [];
  const fdb: string[] = [];
  for (const { subnet, underlay } of peers) {
    const ip = formatIp(subnet.ip);
    const mac = formatMac(vtepMac(subnet.ip));
    routes.push(
      `route add ${formatPrefix(subnet)} via ${ip} dev ${vtep.name} src ${formatIp(overlayIp)} scope global\n`,
    );
    neighbours.push(`neigh replace to ${ip} dev ${vtep.name} lladdr ${mac}\n`);
    fdb.push(`fdb replace ${mac} dev ${vtep.name} dst ${formatIp(underlay)}\n`);
  }
  return { ip: [...routes, ...neighbours].join(''), bridge: fdb.join('') };
}
