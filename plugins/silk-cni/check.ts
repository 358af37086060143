import { type Ip, parseIp, sameIp, tryParseIp } from '../../src/addr/ip.ts';
import { parseMac } from '../../src/addr/mac.ts';
import { addressIn, networkOf, parsePrefix } from '../../src/addr/prefix.ts';
import { delegate } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniInterface, CniResult } from '../../src/cni/result.ts';
import { defaultIpamType, type SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig } from '../../src/config/validate.ts';
import { errorText, SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import { containerLinkDifferences } from '../../src/overlay/check-container-link.ts';
import {
  type ContainerLink,
  describeContainerLink,
  gatewayIp,
  type LinkRoute,
} from '../../src/overlay/container-link.ts';
import { hostLinkName } from '../../src/overlay/derive.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { reservationDifferences } from '../silk-ipam/check.ts';
import { openStore } from '../silk-ipam/store.ts';
import { ipamState } from './state.ts';

type CheckRequest = CniRequest<SalvagedSilkCni>;

/**
 * CHECK: the kernel and the reservation are as ADD left them and as prevResult records. Repairs nothing.
 * @throws SilkError DRIFTED with every difference in `details`; BAD_ENVIRONMENT when the namespace is gone; what the IPAM plugin's own CHECK throws.
 */
export async function checkAttachment(request: CheckRequest): Promise<void> {
  const config = readSilkCniConfig(request.json);
  using netns = openNetns(request.netns);
  const told = readAttached(request);
  const missing = config.ipMasq === true ? (await import('./masquerade.ts')).findMissing(told.ip, config) : [];
  const own = [...linkDifferences(request, told, netns), ...missing, ...ipamDifferences(request)];
  const failure = delegateFailure(request);
  if (own.length === 0 && failure !== undefined) throw failure;
  const differences = failure === undefined ? own : [...own, `${request.config.ipam.type}: ${errorText(failure)}`];
  if (differences.length > 0) throw drifted(request, differences);
}

/** What another IPAM plugin's own CHECK found. */
function delegateFailure(request: CheckRequest): unknown {
  if (request.config.ipam.type === defaultIpamType) return undefined;
  try {
    delegate(request, request.config.ipam.type, 'CHECK');
    return undefined;
  } catch (error) {
    return error;
  }
}

function drifted(request: CheckRequest, differences: readonly string[]): SilkError {
  const what = `${request.ifname} of container ${JSON.stringify(request.containerId)}`;
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
  return new SilkError('DRIFTED', `Cannot confirm ${what}: ${differences[0]}${more}`, {
    details: differences.join('\n'),
  });
}

/** The attachment as prevResult records it, later plugins' changes included. */
interface Attached {
  readonly ip: Ip;
  readonly container: CniInterface;
  readonly host: CniInterface;
  readonly routes: readonly LinkRoute[];
}

/** @throws SilkError DRIFTED when prevResult does not record a link of ours. */
function readAttached({ prevResult, netns, ifname }: CheckRequest): Attached {
  const { interfaces = [], ips = [], routes = [] } = prevResult ?? {};
  const index = interfaces.findIndex(({ name, sandbox }) => name === ifname && sandbox === netns);
  const container = interfaces[index];
  if (container === undefined) throw unrecorded(`no interface ${ifname} in sandbox ${netns}`);
  for (const { address, interface: owner } of ips) {
    const ip = tryParseIp(addressIn(address));
    if (ip?.family !== 4 || (owner !== undefined && owner !== index)) continue;
    const host = interfaces.find(({ name, sandbox }) => name === hostLinkName(ip) && !sandbox);
    if (host !== undefined) return { ip, container, host, routes: recordedRoutes(routes) };
  }
  throw unrecorded(`no address of ${ifname} with its host link`);
}

function unrecorded(found: string): SilkError {
  return new SilkError(
    'DRIFTED',
    `Cannot confirm the attachment: prevResult: found ${found}, wanted what ADD returned`,
  );
}

function recordedRoutes(routes: NonNullable<CniResult['routes']>): LinkRoute[] {
  return routes
    .filter(
      ({ dst, gw }) => !dst.includes(':') && gw !== undefined && sameIp(parseIp(gw, 'prevResult.routes.gw'), gatewayIp),
    )
    .map(({ dst, priority }) => ({
      destination: networkOf(parsePrefix(dst, 'prevResult.routes.dst')),
      metric: priority ?? 0,
    }));
}

function linkDifferences(request: CheckRequest, told: Attached, netns: Netns): string[] {
  using host = NetlinkSocket.open();
  using container = NetlinkSocket.open(netns);
  // Results before 1.1.0 have no room for an MTU: there, the host's end is the measure.
  const hostMtu = told.host.mtu ?? getLink(host, told.host.name)?.mtuBytes ?? 0;
  const link = withRecorded(describeContainerLink({ ...told, ifname: request.ifname, mtuBytes: hostMtu }), told);
  return containerLinkDifferences(
    link,
    { host, container, netns },
    {
      ownerMark: formatOwnerMark(request),
      containerMtu: told.container.mtu === undefined ? 'orLower' : 'exact',
    },
  );
}

/** A later plugin may have given the container's end another MAC or MTU; the host's neighbour entry must know that MAC. */
function withRecorded(link: ContainerLink, { container }: Attached): ContainerLink {
  const mac = container.mac === undefined ? link.container.mac : parseMac(container.mac, 'prevResult.interfaces.mac');
  return {
    host: { ...link.host, peerMac: mac },
    container: { ...link.container, mac, mtuBytes: container.mtu ?? link.container.mtuBytes },
  };
}

function ipamDifferences(request: CheckRequest): string[] {
  if (request.config.ipam.type !== defaultIpamType) return [];
  return reservationDifferences(openStore(request.network, ipamState(request.config)), request);
}
