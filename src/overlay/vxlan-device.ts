import { formatIp, sameIp } from '../addr/ip.ts';
import { formatMac, type Mac, sameMac } from '../addr/mac.ts';
import type { NetlinkRequest } from '../linux/netlink/request.ts';
import type { Netns } from '../linux/netns.ts';
import { removeLinkRequest, setLink } from '../linux/rtnetlink/link.ts';
import { changeVxlanRequest, createVxlanRequest, type VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import type { Underlay } from './underlay.ts';

/** A VXLAN device as it has to be: up, and not learning. A VTEP is one, and every segment has one. */
export interface VxlanDevice {
  readonly name: string;
  readonly mac: Mac;
  readonly mtuBytes: number;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
  readonly underlay: Underlay;
  /** Whether it answers ARP by its neighbours. Absent: not. */
  readonly proxy?: boolean | undefined;
  /** The network namespace that it is in, where that is not the underlay's. */
  readonly netns?: Netns | undefined;
}

/** What the kernel changes of a VXLAN device in place. */
export type VxlanProperty = 'name' | 'local' | 'underlay' | 'learning' | 'mac' | 'mtu' | 'master' | 'up';

/** One thing to do to a VXLAN device, apart from what it is for. */
export type VxlanAction =
  | { readonly action: 'make' }
  | { readonly action: 'remove' }
  | { readonly action: 'change'; readonly property: VxlanProperty };

/** A property that is not as it should be. */
export interface VxlanDifference {
  readonly property: VxlanProperty;
  readonly why: string;
}

/** What a device is made with and keeps. */
type FixedParameters = Pick<VxlanDevice, 'vni' | 'port' | 'gbp' | 'proxy' | 'netns'>;

/** What the kernel does not change of a device that is there (vxlan_changelink()). */
export function fixedDifferences(wanted: FixedParameters, { vxlan }: VxlanLink): string[] {
  const { vni, port, gbp } = wanted;
  const differences: string[] = [];
  if (vxlan.vni !== vni) differences.push(difference('vni', vxlan.vni, vni));
  if (vxlan.port !== port) differences.push(difference('port', vxlan.port, port));
  if (vxlan.gbp !== gbp) differences.push(difference('gbp', onOff(vxlan.gbp), onOff(gbp)));
  if (vxlan.external) differences.push(difference('mode', 'external', 'a VNI of its own'));
  if (vxlan.gpe) differences.push(difference('gpe', 'on', 'off'));
  if (vxlan.remote !== undefined) differences.push(difference('remote', formatIp(vxlan.remote), 'none'));
  if (vxlan.local?.family === 6) differences.push(difference('local', formatIp(vxlan.local), 'an IPv4 address'));
  const others = [...(wanted.proxy ? ['proxy'] : []), ...(wanted.netns ? ['link-netns'] : [])];
  for (const other of vxlan.others) if (!others.includes(other)) differences.push(difference(other, 'set', 'not set'));
  for (const other of others) if (!vxlan.others.includes(other)) differences.push(difference(other, 'not set', 'set'));
  return differences;
}

/** What is to be changed in place, in order. `master` is the bridge that it has to be a port of; undefined: of none. */
export function changeableDifferences(
  wanted: VxlanDevice,
  link: VxlanLink,
  master?: { readonly index: number; readonly name: string },
): VxlanDifference[] {
  const { vxlan } = link;
  const { underlay } = wanted;
  const differences: VxlanDifference[] = [];
  const differs = (property: VxlanProperty, found: string | number, want: string | number) =>
    differences.push({ property, why: difference(property, found, want) });

  if (vxlan.local === undefined || !sameIp(vxlan.local, underlay.ip)) {
    differs('local', vxlan.local ? formatIp(vxlan.local) : 'none', formatIp(underlay.ip));
  }
  if (vxlan.underlayIndex !== underlay.index) {
    differs('underlay', vxlan.underlayIndex ? `link ${vxlan.underlayIndex}` : 'none', underlay.name);
  }
  if (vxlan.learning) differs('learning', 'on', 'off');
  // The kernel drops the permanent neighbours with the old MAC: they are read after this.
  if (link.mac === undefined || !sameMac(link.mac, wanted.mac)) {
    differs('mac', link.mac ? formatMac(link.mac) : 'none', formatMac(wanted.mac));
  }
  if (link.mtuBytes !== wanted.mtuBytes) differs('mtu', link.mtuBytes, wanted.mtuBytes);
  if (link.masterIndex !== master?.index) {
    differs('master', link.masterIndex ? `link ${link.masterIndex}` : 'none', master?.name ?? 'none');
  }
  if (!link.up) differs('up', 'down', 'up');
  return differences;
}

/** The links that a step is about, by their indexes; 0 where there is none yet. */
export interface StepLinks {
  /** The VTEP's, or that of a segment's VXLAN device. */
  readonly linkIndex: number;
  /** Of a segment's bridge. */
  readonly bridgeIndex?: number | undefined;
}

/** The request that does it. */
export function vxlanRequest(
  device: VxlanDevice,
  step: VxlanAction,
  { linkIndex, bridgeIndex = 0 }: StepLinks,
): NetlinkRequest {
  if (step.action === 'remove') return removeLinkRequest(linkIndex);
  if (step.action === 'make') {
    const { underlay, ...rest } = device;
    return createVxlanRequest({ ...rest, local: underlay.ip, underlayIndex: underlay.index });
  }
  switch (step.property) {
    case 'name':
      return setLink(linkIndex, { name: device.name });
    case 'mac':
      return setLink(linkIndex, { mac: device.mac });
    case 'mtu':
      return setLink(linkIndex, { mtuBytes: device.mtuBytes });
    case 'master':
      return setLink(linkIndex, { masterIndex: bridgeIndex });
    case 'up':
      return setLink(linkIndex, { up: true });
    case 'local':
      return changeVxlanRequest(linkIndex, { local: device.underlay.ip });
    case 'underlay':
      return changeVxlanRequest(linkIndex, { underlayIndex: device.underlay.index });
    case 'learning':
      return changeVxlanRequest(linkIndex, { learning: false });
  }
}

/** A network namespace as `ip -n` calls it. */
export function netnsName({ path }: Pick<Netns, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `vni: found 7, wanted 42` */
export function difference(what: string, found: string | number, wanted: string | number): string {
  return `${what}: found ${found}, wanted ${wanted}`;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
