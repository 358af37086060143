import { formatIp } from '../../src/addr/ip.ts';
import { formatMac, type Mac } from '../../src/addr/mac.ts';
import { formatPrefix } from '../../src/addr/prefix.ts';
import { parseCniArgs } from '../../src/cni/args.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniDns, CniResult, CniRoute } from '../../src/cni/result.ts';
import type { SalvagedSilkBridge } from '../../src/config/salvage.ts';
import { readMac, readSilkBridgeConfig, type SilkBridgeConfig } from '../../src/config/silk-bridge.ts';
import { SilkError } from '../../src/errors.ts';
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { getLink, type Link } from '../../src/linux/rtnetlink/link.ts';
import { createPort } from '../../src/overlay/create-port.ts';
import { containerMac } from '../../src/overlay/derive.ts';
import { openGuard } from '../../src/overlay/guard.ts';
import { formatOwnerMark } from '../../src/overlay/owner-mark.ts';
import { removePort } from '../../src/overlay/remove-ports.ts';
import { openConfiguredPlace } from '../../src/overlay/segment-place.ts';
import { describeSegmentPort, type PortRoute, type SegmentPort } from '../../src/overlay/segment-port.ts';
import type { UndoList } from '../../src/undo.ts';
import {
  claimAttachment,
  openContainerNetns,
  refuseIfOvertaken,
  refusePrevResult,
  refuseTakenName,
} from '../silk-cni/begin-add.ts';
import { chooseDns } from '../silk-cni/dns.ts';
import { type ContainerAddress, readAnswer } from './address.ts';
import { addAddress } from './ipam.ts';
import { settleSegment } from './settle.ts';

/**
 * ADD: the host has its part of the segment, and the container its link to it. What is the container's is undone when anything
 * fails, and when a DEL overtakes; the segment is the host's, and stays.
 */
export async function addAttachment(request: CniRequest<SalvagedSilkBridge>, undo: UndoList): Promise<CniResult> {
  const config = readSilkBridgeConfig(request.json);
  const asked = requestedMac(request, config);
  refusePrevResult(request, 'silk-bridge');
  using netns = openContainerNetns(request.netns);
  using place = openConfiguredPlace(config.overlayNamespace);
  using container = NetlinkSocket.open(netns);
  const claim = claimAttachment(request, undo);
  refuseTakenName(container, request.ifname);
  // Before the segment: what is wrong with the addresses has changed nothing there, where others are attached.
  const result = addAddress({ request, config, claim, undo });
  const answer = readAnswer(result, config);
  const { bridge, mtuBytes } = await settleSegment(config, place);
  const port = describeSegmentPort({
    mark: formatOwnerMark(request),
    mtuBytes,
    choice: { hairpin: config.hairpin, isolated: config.isolated, locked: config.locked },
    ifname: request.ifname,
    mac: asked ?? containerMac(answer.address.ip),
    address: answer.address,
    routes: answer.routes,
  });
  using netfilter = config.guard ? openGuard(place.netns) : undefined;
  const { segment } = place.sockets;
  createPort(port, { segment, bridgeIndex: bridge.index, container, netns, netfilter }, (index) =>
    undo.push(`link ${port.name}`, () => undoPort(config, { index, name: port.name })),
  );
  refuseIfOvertaken(claim, request);
  return attachmentResult({ port, bridge, answer, netns: request.netns, dns: chooseDns(config, result.dns) });
}

/** The MAC that the runtime asks for, by capability or by CNI_ARGS. @throws SilkError BAD_ENVIRONMENT for one that cannot be. */
function requestedMac({ cniArgs }: CniRequest<unknown>, config: SilkBridgeConfig): Mac | undefined {
  const text = parseCniArgs(cniArgs, ['IP', 'MAC']).get('MAC');
  if (config.mac !== undefined || text === undefined) return config.mac;
  const mac = readMac(text);
  if (mac !== undefined) return mac;
  throw new SilkError('BAD_ENVIRONMENT', `Cannot read CNI_ARGS: found MAC=${text}, wanted a unicast MAC`);
}

/** The caller's sockets are closed by then. */
function undoPort(config: SilkBridgeConfig, { index, name }: Pick<Link, 'index' | 'name'>): void {
  using place = openConfiguredPlace(config.overlayNamespace);
  const { segment } = place.sockets;
  removePort({ segment, netns: place.netns }, name, getLink(segment, index));
}

interface Attached {
  readonly port: SegmentPort;
  readonly bridge: Link;
  readonly answer: ContainerAddress;
  readonly netns: string;
  readonly dns: CniDns | undefined;
}

function attachmentResult({ port, bridge, answer, netns, dns }: Attached): CniResult {
  const { name, hostMac, mtuBytes: mtu, ifname, mac } = port;
  const { gateway } = answer;
  return {
    interfaces: [
      { name: bridge.name, ...(bridge.mac && { mac: formatMac(bridge.mac) }), mtu: bridge.mtuBytes },
      { name, mac: formatMac(hostMac), mtu },
      { name: ifname, mac: formatMac(mac), mtu, sandbox: netns },
    ],
    ips: [{ address: formatPrefix(port.address), ...(gateway && { gateway: formatIp(gateway) }), interface: 2 }],
    ...(port.routes.length > 0 && { routes: port.routes.map(routeResult) }),
    ...(dns !== undefined && { dns }),
  };
}

function routeResult({ destination, gateway, metric }: PortRoute): CniRoute {
  return { dst: formatPrefix(destination), gw: formatIp(gateway), ...(metric > 0 && { priority: metric }) };
}
