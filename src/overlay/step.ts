import { formatIp, type Ip } from '../addr/ip.ts';
import { formatMac, isUnicastMac, type Mac } from '../addr/mac.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { addAddress, removeAddress, replaceAddress } from '../linux/rtnetlink/address.ts';
import { appendFdbEntry, type FdbSide, removeFdbEntry, replaceFdbEntry } from '../linux/rtnetlink/fdb.ts';
import { addNeighbour, NUD_NOARP, NUD_PERMANENT, removeNeighbour } from '../linux/rtnetlink/neigh.ts';
import { addRoute, type Route, RT_SCOPE_UNIVERSE, removeRoute, replaceRoute } from '../linux/rtnetlink/route.ts';
import { describeSegmentStep, isSegmentStep, type SegmentStep, segmentStepRequest } from './segment-step.ts';
import type { Vtep } from './vtep.ts';
import { type StepLinks, type VxlanProperty, vxlanRequest } from './vxlan-device.ts';

export type Action = 'make' | 'change' | 'remove';

/** One thing to do to one object on the VTEP or in a segment, or to either. */
export type Step =
  | SegmentStep
  | { readonly action: 'make'; readonly object: 'vtep'; readonly vtep: Vtep; readonly why: string }
  | { readonly action: 'remove'; readonly object: 'vtep'; readonly vtep: Vtep; readonly why: string }
  | {
      readonly action: 'change';
      readonly object: 'vtep';
      readonly vtep: Vtep;
      readonly property: VxlanProperty;
      readonly why: string;
    }
  | {
      /** `change`: it is there, but not for good. */
      readonly action: Action;
      readonly object: 'address';
      readonly address: Prefix;
      /** The other end's, of an address that somebody else gave as if for a point to point link. */
      readonly peer?: Ip | undefined;
    }
  | { readonly action: Action; readonly object: 'route'; readonly route: Route }
  | {
      readonly action: Action;
      readonly object: 'neighbour';
      readonly ip: Ip;
      readonly mac?: Mac | undefined;
      /** Of an endpoint of a segment: on which of its devices. */
      readonly endpointOn?: 'bridge' | 'vxlan' | undefined;
    }
  | {
      readonly action: Action;
      readonly object: 'fdb';
      /** Of zeros: where a segment's broadcasts go; there may be several destinations. */
      readonly mac: Mac;
      readonly destination: Ip;
      /** Of an endpoint of a segment: at the VXLAN device, at the bridge, or at both. */
      readonly endpointSides?: readonly FdbSide[] | undefined;
    };

/** Who has made a neighbour of a segment, as RTPROT_ numbers go: one that no routing program uses. Ours are known by it. */
export const endpointProtocol = 200;

/** For people and logs: `route 10.255.48.0/24 via 10.255.48.0`. */
export function describeStep(step: Step): string {
  if (isSegmentStep(step)) return describeSegmentStep(step);
  if (step.object === 'vtep') return `VTEP ${step.vtep.name} (${step.why})`;
  if (step.object === 'address') return `address ${formatPrefix(step.address)}`;
  if (step.object === 'neighbour') return `neighbour ${formatIp(step.ip)}${step.mac ? ` ${formatMac(step.mac)}` : ''}`;
  if (step.object === 'fdb') return `FDB entry ${formatMac(step.mac)} to ${formatIp(step.destination)}`;
  const { destination, gateway } = step.route;
  return `route ${formatPrefix(destination)}${gateway ? ` via ${formatIp(gateway)}` : ''}`;
}

/** The request that takes the step. What makes a link does not look at its index. */
export function stepRequest(step: Step, links: StepLinks): NetlinkRequest {
  if (isSegmentStep(step)) return segmentStepRequest(step, links);
  const linkIndex = isOnBridge(step, links) ? links.bridgeIndex : links.linkIndex;
  if (step.object === 'vtep') return vxlanRequest(step.vtep, step, { linkIndex });
  if (step.object === 'address') return addressRequest(step, linkIndex);
  if (step.object === 'route') return routeRequest(step, linkIndex);
  return step.object === 'neighbour' ? neighbourRequest(step, linkIndex) : fdbRequest(step, linkIndex);
}

/** A segment's address, and its neighbours where the bridge answers for them, are on the bridge. */
function isOnBridge(step: Step, links: StepLinks): links is StepLinks & { readonly bridgeIndex: number } {
  if (links.bridgeIndex === undefined) return false;
  return step.object === 'address' || (step.object === 'neighbour' && step.endpointOn === 'bridge');
}

function neighbourRequest(step: Extract<Step, { object: 'neighbour' }>, linkIndex: number): NetlinkRequest {
  const { action, ip, mac, endpointOn } = step;
  if (action === 'remove') return removeNeighbour({ linkIndex, ip });
  if (endpointOn === undefined) return addNeighbour({ linkIndex, ip, mac, state: NUD_PERMANENT });
  return addNeighbour({ linkIndex, ip, mac, state: NUD_NOARP, external: true, protocol: endpointProtocol });
}

function fdbRequest(step: Extract<Step, { object: 'fdb' }>, linkIndex: number): NetlinkRequest {
  const { action, mac, destination, endpointSides: sides } = step;
  if (action === 'remove')
    return removeFdbEntry({ linkIndex, mac, sides, ...(isWholeRemoved(step) ? {} : { destination }) });
  const target = { linkIndex, mac, destination, sides, external: sides !== undefined };
  return (isUnicastMac(mac) ? replaceFdbEntry : appendFdbEntry)(target);
}

/** In a segment the entry of a unicast MAC goes whatever it has become, be it a port or a VNI of its own. */
export function isWholeRemoved({ mac, endpointSides }: Extract<Step, { object: 'fdb' }>): boolean {
  return endpointSides !== undefined && isUnicastMac(mac);
}

function addressRequest(step: Extract<Step, { object: 'address' }>, linkIndex: number): NetlinkRequest {
  const { ip: local, length } = step.address;
  const address = { linkIndex, local, prefix: { ip: step.peer ?? local, length }, scope: RT_SCOPE_UNIVERSE };
  return { make: addAddress, change: replaceAddress, remove: removeAddress }[step.action](address);
}

/** A new route never replaces one that appeared meanwhile: it may be another's. */
function routeRequest({ action, route }: Extract<Step, { object: 'route' }>, linkIndex: number): NetlinkRequest {
  if (action === 'remove') return removeRoute(route);
  return (action === 'change' ? replaceRoute : addRoute)({ ...route, linkIndex });
}
