import { formatIp, parseIp, sameIp } from '../../src/addr/ip.ts';
import { formatMac, type Mac, parseMac, sameMac } from '../../src/addr/mac.ts';
import { formatPrefix, networkOf, parsePrefix } from '../../src/addr/prefix.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniInterface, CniRoute } from '../../src/cni/result.ts';
import type { SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { listAddresses } from '../../src/linux/rtnetlink/address.ts';
import { listBridgeFdb } from '../../src/linux/rtnetlink/fdb.ts';
import { getLink, type Link } from '../../src/linux/rtnetlink/link.ts';
import { listBridgePorts } from '../../src/linux/rtnetlink/link-bridge.ts';
import { listRoutes, type Route } from '../../src/linux/rtnetlink/route.ts';
import { portName } from '../../src/overlay/segment-port.ts';

/** What a host end is compared with. */
export interface PortWish {
  readonly mark: string;
  /** The container's MAC, where it is known. */
  readonly mac: Mac | undefined;
}

/** In which the host end differs from what ADD made, one sentence each. */
export function portDifferences(socket: NetlinkSocket, config: SilkBridgeConfig, { mark, mac }: PortWish): string[] {
  const bridge = getLink(socket, config.bridge);
  const name = portName(mark);
  const subject = `host link ${name}`;
  const ports = bridge === undefined ? [] : listBridgePorts(socket, bridge.index);
  const found = ports.find((port) => port.name === name);
  if (found === undefined) return [`${subject}: found no port of ${config.bridge} of the name, wanted one`];
  const differences: string[] = [];
  if (found.alias !== mark) differences.push(`${subject}: found owner mark ${found.alias ?? 'none'}, wanted ${mark}`);
  if (!found.up) differences.push(`${subject}: found down, wanted up`);
  for (const setting of ['hairpin', 'isolated', 'locked'] as const) {
    if (found.port[setting] === config[setting]) continue;
    differences.push(`${subject}: ${setting}: found ${found.port[setting]}, wanted ${config[setting]}`);
  }
  if (config.locked && mac !== undefined && !hasEntry(socket, found, mac)) {
    // The port learns none: without it the container is cut off.
    differences.push(`${subject}: found no FDB entry of ${formatMac(mac)}, wanted one`);
  }
  return differences;
}

function hasEntry(socket: NetlinkSocket, { index, masterIndex = 0 }: Link, mac: Mac): boolean {
  return listBridgeFdb(socket, masterIndex).some((entry) => entry.linkIndex === index && sameMac(entry.mac, mac));
}

/** The MAC that ADD gave the container. */
export function recordedMac(request: Recorded): Mac | undefined {
  const text = ownInterface(request)?.mac;
  return text === undefined ? undefined : parseMac(text, 'prevResult.interfaces.mac');
}

/** In which the container's end differs from what prevResult records, later plugins' changes included. */
export function containerDifferences(socket: NetlinkSocket, { prevResult, netns, ifname }: Recorded): string[] {
  const { interfaces = [], ips = [], routes = [] } = prevResult ?? {};
  const told = ownInterface({ prevResult, netns, ifname });
  const index = told === undefined ? -1 : interfaces.indexOf(told);
  if (told === undefined)
    return [`prevResult: found no interface ${ifname} in sandbox ${netns}, wanted what ADD returned`];
  const link = getLink(socket, ifname);
  if (link === undefined) return [`container link ${ifname}: found none, wanted a veth`];
  const addresses = ips
    .filter((ip) => ip.interface === undefined || ip.interface === index)
    .map(({ address }) => address);
  return [
    ...linkDifferences(link, told),
    ...addressDifferences(socket, link, addresses),
    ...routeDifferences(socket, link, routes),
  ].map((text) => `container link ${ifname}: ${text}`);
}

type Recorded = Pick<CniRequest<unknown>, 'prevResult' | 'netns' | 'ifname'>;

/** The container's end in what ADD returned. */
function ownInterface({ prevResult, netns, ifname }: Recorded): CniInterface | undefined {
  return prevResult?.interfaces?.find(({ name, sandbox }) => name === ifname && sandbox === netns);
}

function linkDifferences(link: Link, told: CniInterface): string[] {
  const differences: string[] = [];
  if (!link.up) differences.push('found down, wanted up');
  const mac = told.mac === undefined ? undefined : parseMac(told.mac, 'prevResult.interfaces.mac');
  if (mac !== undefined && (link.mac === undefined || !sameMac(link.mac, mac))) {
    differences.push(`found MAC ${link.mac ? formatMac(link.mac) : 'none'}, wanted ${formatMac(mac)}`);
  }
  if (told.mtu !== undefined && link.mtuBytes !== told.mtu) {
    differences.push(`found MTU ${link.mtuBytes}, wanted ${told.mtu}`);
  }
  return differences;
}

function addressDifferences(socket: NetlinkSocket, { index }: Link, wanted: readonly string[]): string[] {
  const held = listAddresses(socket, { family: 4, linkIndex: index });
  const found = held.map(({ local, prefix }) => formatPrefix({ ip: local, length: prefix.length }));
  return wanted
    .filter(
      (address) => !address.includes(':') && !found.includes(formatPrefix(parsePrefix(address, 'prevResult.ips'))),
    )
    .map((address) => `found address ${found.join(', ') || 'none'}, wanted ${address}`);
}

/** Of the routes by way of another machine: what the kernel adds with the address goes with it. */
function routeDifferences(socket: NetlinkSocket, { index }: Link, wanted: readonly CniRoute[]): string[] {
  const found = listRoutes(socket, { family: 4, linkIndex: index });
  return wanted
    .filter(({ dst, gw }) => !dst.includes(':') && gw !== undefined)
    .filter((route) => !found.some((one) => isRoute(one, route)))
    .map(({ dst, gw }) => `found no route ${dst} via ${gw}, wanted one`);
}

function isRoute({ destination, gateway, metric = 0 }: Route, { dst, gw = '', priority = 0 }: CniRoute): boolean {
  const wanted = networkOf(parsePrefix(dst, 'prevResult.routes.dst'));
  const isSame = destination.length === wanted.length && sameIp(destination.ip, wanted.ip) && metric === priority;
  return isSame && gateway !== undefined && formatIp(gateway) === formatIp(parseIp(gw, 'prevResult.routes.gw'));
}
