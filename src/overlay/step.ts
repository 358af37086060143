import { formatIp, type Ip } from '../addr/ip.ts';
import { formatMac, type Mac } from '../addr/mac.ts';
import { formatPrefix, type Prefix } from '../addr/prefix.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import { addAddress, removeAddress } from '../linux/rtnetlink/address.ts';
import { removeFdbEntry, replaceFdbEntry } from '../linux/rtnetlink/fdb.ts';
import { removeLinkRequest, setLink } from '../linux/rtnetlink/link.ts';
import { changeVxlanRequest, createVxlanRequest } from '../linux/rtnetlink/link-vxlan.ts';
import { addNeighbour, NUD_PERMANENT, removeNeighbour } from '../linux/rtnetlink/neigh.ts';
import { addRoute, type Route, RT_SCOPE_UNIVERSE, removeRoute, replaceRoute } from '../linux/rtnetlink/route.ts';
import type { Vtep } from './vtep.ts';

export type Action = 'make' | 'change' | 'remove';

/** A property of a VTEP that the kernel changes in place. */
export type VtepProperty = 'local' | 'underlay' | 'learning' | 'mac' | 'mtu' | 'master' | 'up';

/** One thing to do to one object on the VTEP, or to the VTEP. */
export type Step =
  | { readonly action: 'make'; readonly object: 'vtep'; readonly vtep: Vtep; readonly why: string }
  | { readonly action: 'remove'; readonly object: 'vtep'; readonly vtep: Vtep; readonly why: string }
  | {
      readonly action: 'change';
      readonly object: 'vtep';
      readonly vtep: Vtep;
      readonly property: VtepProperty;
      readonly why: string;
    }
  | {
      readonly action: 'make' | 'remove';
      readonly object: 'address';
      readonly address: Prefix;
      /** The other end's, of an address that somebody else gave as if for a point to point link. */
      readonly peer?: Ip | undefined;
    }
  | { readonly action: Action; readonly object: 'route'; readonly route: Route }
  | { readonly action: Action; readonly object: 'neighbour'; readonly ip: Ip; readonly mac?: Mac | undefined }
  | { readonly action: Action; readonly object: 'fdb'; readonly mac: Mac; readonly destination: Ip };

/** For people and logs: `route 10.255.48.0/24 via 10.255.48.0`. */
export function describeStep(step: Step): string {
  if (step.object === 'vtep') return `VTEP ${step.vtep.name} (${step.why})`;
  if (step.object === 'address') return `address ${formatPrefix(step.address)}`;
  if (step.object === 'neighbour') return `neighbour ${formatIp(step.ip)}${step.mac ? ` ${formatMac(step.mac)}` : ''}`;
  if (step.object === 'fdb') return `FDB entry ${formatMac(step.mac)} to ${formatIp(step.destination)}`;
  const { destination, gateway } = step.route;
  return `route ${formatPrefix(destination)}${gateway ? ` via ${formatIp(gateway)}` : ''}`;
}

/** The request that takes the step. `linkIndex` is the VTEP's, which a step that makes it does not look at. */
export function stepRequest(step: Step, linkIndex: number): NetlinkRequest {
  if (step.object === 'vtep') return vtepRequest(step, linkIndex);
  if (step.object === 'address') return addressRequest(step, linkIndex);
  if (step.object === 'route') return routeRequest(step, linkIndex);
  if (step.object === 'neighbour') {
    const { action, ip, mac } = step;
    if (action === 'remove') return removeNeighbour({ linkIndex, ip });
    return addNeighbour({ linkIndex, ip, mac, state: NUD_PERMANENT });
  }
  const { action, mac, destination } = step;
  return (action === 'remove' ? removeFdbEntry : replaceFdbEntry)({ linkIndex, mac, destination });
}

function vtepRequest(step: Extract<Step, { object: 'vtep' }>, linkIndex: number): NetlinkRequest {
  const { vtep } = step;
  if (step.action === 'remove') return removeLinkRequest(linkIndex);
  if (step.action === 'make') {
    const { underlay, ...device } = vtep;
    return createVxlanRequest({ ...device, local: underlay.ip, underlayIndex: underlay.index });
  }
  if (step.property === 'mac') return setLink(linkIndex, { mac: vtep.mac });
  if (step.property === 'mtu') return setLink(linkIndex, { mtuBytes: vtep.mtuBytes });
  if (step.property === 'master') return setLink(linkIndex, { masterIndex: 0 });
  if (step.property === 'up') return setLink(linkIndex, { up: true });
  if (step.property === 'local') return changeVxlanRequest(linkIndex, { local: vtep.underlay.ip });
  if (step.property === 'underlay') return changeVxlanRequest(linkIndex, { underlayIndex: vtep.underlay.index });
  return changeVxlanRequest(linkIndex, { learning: false });
}

function addressRequest(step: Extract<Step, { object: 'address' }>, linkIndex: number): NetlinkRequest {
  const { ip: local, length } = step.address;
  const address = { linkIndex, local, prefix: { ip: step.peer ?? local, length }, scope: RT_SCOPE_UNIVERSE };
  return step.action === 'remove' ? removeAddress(address) : addAddress(address);
}

/** A new route never replaces one that appeared meanwhile: it may be another's. */
function routeRequest({ action, route }: Extract<Step, { object: 'route' }>, linkIndex: number): NetlinkRequest {
  if (action === 'remove') return removeRoute(route);
  return (action === 'change' ? replaceRoute : addRoute)({ ...route, linkIndex });
}
