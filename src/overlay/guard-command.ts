import { formatIp } from '../addr/ip.ts';
import { formatMac } from '../addr/mac.ts';
import type { GuardedPort } from './guard-table.ts';

/** The table of guard-table.ts as nft(8) has it, without elements. */
export const guardTableText = `table bridge silk {
  set guarded { type ifname; }
  set endpoints { type ifname . ether_addr . ipv4_addr; }
  chain prerouting {
    type filter hook prerouting priority dstnat; policy accept;
    iifname != @guarded accept comment "silk: not guarded"
    meta protocol arp arp htype 1 arp ptype ip arp hlen 6 arp plen 4 iifname . ether saddr . arp saddr ip @endpoints iifname . arp saddr ether . arp saddr ip @endpoints accept comment "silk: own ARP"
    meta protocol ip ip saddr 0.0.0.0 udp sport 68 udp dport 67 iifname . ether saddr . ip saddr @endpoints accept comment "silk: DHCP"
    meta protocol ip ip saddr != 0.0.0.0 iifname . ether saddr . ip saddr @endpoints accept comment "silk: own IPv4"
    meta protocol arp drop comment "silk: other ARP"
    meta protocol ip drop comment "silk: other IPv4"
    meta protocol vlan drop comment "silk: tag in a tag"
    meta protocol 0x88a8 drop comment "silk: service tag in a tag"
  }
}`;

/**
 * The `nft` commands, without the program's name, that guard ports as guardPorts() does.
 * @param held what is guarded already; undefined where there is no table.
 */
export function guardCommands(ports: readonly GuardedPort[], held: readonly GuardedPort[] | undefined): string[] {
  const stale = held?.filter(({ name }) => ports.some((port) => port.name === name)) ?? [];
  return [
    ...(held === undefined ? [guardTableText] : []),
    ...(stale.length === 0 ? [] : [elementsCommand('delete', stale)]),
    elementsCommand('add', ports),
  ];
}

/** The `nft` commands, without the program's name, that end the guard of ports as releasePorts() does. */
export function releaseCommands(names: readonly string[], held: readonly GuardedPort[] | undefined): string[] {
  const over = held?.filter(({ name }) => names.includes(name)) ?? [];
  if (held === undefined || over.length === 0) return [];
  return [over.length === held.length ? 'delete table bridge silk' : elementsCommand('delete', over)];
}

function elementsCommand(verb: 'add' | 'delete', ports: readonly GuardedPort[]): string {
  const links = new Set(ports.map(({ name }) => `"${name}"`));
  const endpoints = ports.flatMap(({ name, mac, ip }) =>
    [formatIp(ip), '0.0.0.0'].map((address) => `"${name}" . ${formatMac(mac)} . ${address}`),
  );
  const command = (set: string, elements: Iterable<string>) =>
    `${verb} element bridge silk ${set} { ${[...elements].join(', ')} }`;
  return `${command('guarded', links)}; ${command('endpoints', endpoints)}`;
}
