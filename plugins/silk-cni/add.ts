import { formatIp } from '../../src/addr/ip.ts';
import { formatMac } from '../../src/addr/mac.ts';
import { formatPrefix, hostPrefix } from '../../src/addr/prefix.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniDns, CniResult } from '../../src/cni/result.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { isOwnNetns, type Netns, openNetns } from '../../src/linux/netns.ts';
import { getLink } from '../../src/linux/rtnetlink/link.ts';
import {
  type ContainerLink,
  describeContainerLink,
  gatewayIp,
  type LinkRoute,
} from '../../src/overlay/container-link.ts';
import { createContainerLink } from '../../src/overlay/create-container-link.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import type { UndoList } from '../../src/undo.ts';
import { type Claim, holdsClaim, returnClaim, takeClaim } from './claim.ts';
import { recordEntry } from './datastore-entry.ts';
import { chooseDns } from './dns.ts';
import { learnHost } from './host.ts';
import { ipamAdd } from './ipam-add.ts';
import { entryMetadata } from './metadata.ts';
import { linkRoutes } from './routes.ts';
import { claimDir } from './state.ts';

/** ADD: the container gets its link. Whatever fails is undone, as is everything when a DEL overtakes. */
export async function addAttachment(request: CniRequest<SalvagedSilkCni>, undo: UndoList): Promise<CniResult> {
  const config = readSilkCniConfig(request.json);
  if (request.prevResult !== undefined) throw misplaced();
  using netns = openContainerNetns(request.netns);
  using hostSocket = NetlinkSocket.open();
  using containerSocket = NetlinkSocket.open(netns);
  const claim = claimAttachment(request, undo);
  refuseTakenName(containerSocket, request.ifname);
  const host = await learnHost(config, hostSocket);
  const masquerade = config.ipMasq === true ? await import('./masquerade.ts') : undefined;
  const answer = ipamAdd({ request, config, subnet: host.subnet, socket: hostSocket, claim, undo });
  const wish = { ip: answer.ip, ifname: request.ifname, mtuBytes: host.mtuBytes, routes: linkRoutes(answer.routes) };
  const link = describeContainerLink(wish);
  const place = { host: hostSocket, container: containerSocket, netns };
  masquerade?.pushStop(answer.ip, undo);
  const routes = createContainerLink(link, place, { ownerMark: formatOwnerMark(request), undo });
  masquerade?.masqueradeAddress(answer.ip, config, host);
  recordEntry(
    { datastore: config.datastore, netns: request.netns, socket: hostSocket },
    { ip: answer.ip, metadata: entryMetadata(config, request.cniArgs), undo },
  );
  refuseIfOvertaken(claim, request);
  return attachmentResult({ link, routes, netns: request.netns, dns: chooseDns(config, answer.dns) });
}

function misplaced(): SilkError {
  return new SilkError(
    'BAD_CONFIG',
    'Cannot add an interface: prevResult: found the result of another plugin, wanted silk-cni first in the chain',
  );
}

/** @throws SilkError BAD_ENVIRONMENT when it is no namespace, OWN_NETNS when it is the host's. */
function openContainerNetns(path: string): Netns {
  const netns = openNetns(path);
  if (!isOwnNetns(netns)) return netns;
  netns[Symbol.dispose]();
  throw new SilkError(
    'OWN_NETNS',
    `Cannot use CNI_NETNS: found ${path}, the host's own namespace, wanted a container's`,
  );
}

function refuseTakenName(container: NetlinkSocket, ifname: string): void {
  if (getLink(container, ifname) === undefined) return;
  throw new SilkError(
    'INTERFACE_EXISTS',
    `Cannot add interface ${ifname}: found one of that name in the container, wanted none`,
  );
}

function claimAttachment(request: CniRequest<SalvagedSilkCni>, undo: UndoList): Claim {
  const claim = takeClaim(claimDir(request.network, request.config), request);
  undo.push(`claim ${claim.path}`, () => returnClaim(claim));
  return claim;
}

/** A DEL or GC drops the claim first and then looks for what to remove: what was made before this, it has seen. */
function refuseIfOvertaken(claim: Claim, request: CniRequest<SalvagedSilkCni>): void {
  if (holdsClaim(claim)) return;
  throw new SilkError(
    'OVERTAKEN',
    `Cannot finish ADD of ${request.ifname} to container ${JSON.stringify(request.containerId)}: a DEL or GC for it came meanwhile`,
  );
}

interface Attached {
  readonly link: ContainerLink;
  /** The routes that are in force. */
  readonly routes: readonly LinkRoute[];
  readonly netns: string;
  readonly dns: CniDns | undefined;
}

function attachmentResult({ link, routes, netns, dns }: Attached): CniResult {
  const { host, container } = link;
  return {
    interfaces: [
      { name: host.name, mac: formatMac(host.mac), mtu: host.mtuBytes },
      { name: container.name, mac: formatMac(container.mac), mtu: container.mtuBytes, sandbox: netns },
    ],
    ips: [{ address: formatPrefix(hostPrefix(container.localIp)), gateway: formatIp(gatewayIp), interface: 1 }],
    routes: routes.map(({ destination, metric }) => ({
      dst: formatPrefix(destination),
      gw: formatIp(gatewayIp),
      ...(metric > 0 && { priority: metric }),
    })),
    ...(dns !== undefined && { dns }),
  };
}
