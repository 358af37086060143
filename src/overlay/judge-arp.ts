import { isForHosts, wantedForHosts } from '../addr/for-hosts.ts';
import { formatIp, type Ip, sameIp } from '../addr/ip.ts';
import { formatMac, type Mac, macKey, sameMac } from '../addr/mac.ts';
import { contains, firstOf, formatPrefix, hostPrefix, lastOf, type Prefix } from '../addr/prefix.ts';
import type { ArpSender } from '../linux/arp.ts';
import { ipKey } from './remote-host.ts';

/** What nobody on a LAN may say to have. */
export interface LanRules {
  /** The segment's, with the length of its network. Absent: it has none, and any network may be on the LAN. */
  readonly gateway?: Prefix | undefined;
  /** Of the addresses that are attached to this host: by ipKey(), whose each is. */
  readonly attached: ReadonlyMap<number, Mac>;
  /** By macKey(): the MACs that are known to be on other hosts. */
  readonly elsewhere: ReadonlySet<number>;
}

/** Why something is not believed. */
export interface ArpRefusal {
  /** The kind of thing, for messages: `the gateway's address`. */
  readonly kind: string;
  readonly reason: string;
}

/** Judges what a frame of ARP says by itself. Undefined: it can be believed of who is known to be there. */
export function refuseArp({ source, mac, ip }: ArpSender, rules: LanRules): ArpRefusal | undefined {
  if (sameMac(source, mac)) return refuseElsewhere(mac, rules) ?? refuseLanAddress(ip, mac, rules);
  const reason = `found ${formatMac(mac)} in a frame from ${formatMac(source)}, wanted one MAC`;
  return { kind: "another's MAC", reason };
}

/** Where a machine has moved here, the other host forgets it in time. */
function refuseElsewhere(mac: Mac, { elsewhere }: LanRules): ArpRefusal | undefined {
  if (!elsewhere.has(macKey(mac))) return undefined;
  const reason = `found ${formatMac(mac)}, which another host has, wanted another MAC`;
  return { kind: 'a MAC of another host', reason };
}

/** As refuseArp(), of what was believed under other rules too. */
export function refuseLanAddress(ip: Ip, mac: Mac, { gateway, attached }: LanRules): ArpRefusal | undefined {
  const found = `found ${formatIp(ip)} at ${formatMac(mac)}`;
  if (!isForHosts(hostPrefix(ip))) return { kind: "no host's address", reason: `${found}, wanted ${wantedForHosts}` };
  const owner = attached.get(ipKey(ip));
  if (owner !== undefined && !sameMac(owner, mac)) {
    const reason = `${found}, which is attached to this host with ${formatMac(owner)}, wanted another address`;
    return { kind: 'an address that is attached', reason };
  }
  if (gateway === undefined) return undefined;
  if (sameIp(gateway.ip, ip)) return { kind: "the gateway's address", reason: `${found}, wanted another address` };
  if (isOfHost(ip, gateway)) return undefined;
  return { kind: 'an address of another network', reason: `${found}, wanted a host's of ${formatPrefix(gateway)}` };
}

/** In the network, and neither the network's own nor that of all. */
function isOfHost(ip: Ip, network: Prefix): boolean {
  if (!contains(network, ip)) return false;
  return network.length > 30 || !(sameIp(ip, firstOf(network)) || sameIp(ip, lastOf(network)));
}
