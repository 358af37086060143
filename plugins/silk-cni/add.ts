import { formatIp } from '../../src/addr/ip.ts';
import { formatMac } from '../../src/addr/mac.ts';
import { formatPrefix, hostPrefix } from '../../src/addr/prefix.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniDns, CniResult } from '../../src/cni/result.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import { readSilkCniConfig } from '../../src/config/validate.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import {
  type ContainerLink,
  describeContainerLink,
  gatewayIp,
  type LinkRoute,
  masqueradedGroup,
} from '../../src/overlay/container-link.ts';
import { createContainerLink } from '../../src/overlay/create-container-link.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import type { UndoList } from '../../src/undo.ts';
import {
  claimAttachment,
  openContainerNetns,
  refuseIfOvertaken,
  refusePrevResult,
  refuseTakenName,
} from './begin-add.ts';
import { recordEntry } from './datastore-entry.ts';
import { chooseDns } from './dns.ts';
import { learnHost } from './host.ts';
import { ipamAdd } from './ipam-add.ts';
import { entryMetadata } from './metadata.ts';
import { linkRoutes } from './routes.ts';

/** ADD: the container gets its link. Whatever fails is undone, as is everything when a DEL overtakes. */
export async function addAttachment(request: CniRequest<SalvagedSilkCni>, undo: UndoList): Promise<CniResult> {
  const config = readSilkCniConfig(request.json);
  refusePrevResult(request, 'silk-cni');
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
  const routes = createContainerLink(link, place, {
    ownerMark: formatOwnerMark(request),
    group: masquerade && masqueradedGroup,
    undo,
  });
  masquerade?.masqueradeAddress(answer.ip, config, { facts: host, host: hostSocket });
  recordEntry(
    { datastore: config.datastore, netns: request.netns, socket: hostSocket },
    { ip: answer.ip, metadata: () => entryMetadata(config, request.cniArgs), undo },
  );
  refuseIfOvertaken(claim, request);
  return attachmentResult({ link, routes, netns: request.netns, dns: chooseDns(config, answer.dns) });
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
