import { formatIp, sameIp } from '../addr/ip.ts';
import { formatMac, sameMac } from '../addr/mac.ts';
import { networkOf, type Prefix } from '../addr/prefix.ts';
import type { Address } from '../linux/rtnetlink/address.ts';
import type { VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import type { Step, VtepProperty } from './step.ts';
import { type Vtep, vtepAddress } from './vtep.ts';

/** The device that has the VTEP's name, with its IPv4 addresses. */
export interface FoundVtep {
  readonly link: VxlanLink;
  readonly addresses: readonly Address[];
}

/**
 * The difference between the VTEP that is wanted and the device that is there. What the kernel changes in place is changed;
 * for anything else the device is made anew, and all that was on it goes with it. Each step says why.
 */
export function planVtep(vtep: Vtep, found: FoundVtep | undefined): Step[] {
  const address: Step = { action: 'make', object: 'address', address: vtepAddress(vtep) };
  if (found === undefined) return [{ action: 'make', object: 'vtep', vtep, why: 'found none' }, address];
  const why = fixedDifferences(vtep, found.link).join('; ');
  if (why === '') return [...changeSteps(vtep, found.link), ...addressSteps(vtep, found.addresses)];
  return [{ action: 'remove', object: 'vtep', vtep, why }, { action: 'make', object: 'vtep', vtep, why }, address];
}

/** What the kernel does not change of a device that is there (vxlan_changelink()). */
function fixedDifferences(vtep: Vtep, { vxlan }: VxlanLink): string[] {
  const { vni, port, gbp } = vtep;
  const differences: string[] = [];
  if (vxlan.vni !== vni) differences.push(difference('vni', vxlan.vni, vni));
  if (vxlan.port !== port) differences.push(difference('port', vxlan.port, port));
  if (vxlan.gbp !== gbp) differences.push(difference('gbp', onOff(vxlan.gbp), onOff(gbp)));
  if (vxlan.external) differences.push(difference('mode', 'external', 'a VNI of its own'));
  if (vxlan.gpe) differences.push(difference('gpe', 'on', 'off'));
  if (vxlan.remote !== undefined) differences.push(difference('remote', formatIp(vxlan.remote), 'none'));
  if (vxlan.local?.family === 6) differences.push(difference('local', formatIp(vxlan.local), 'an IPv4 address'));
  for (const other of vxlan.others) differences.push(difference(other, 'set', 'not set'));
  return differences;
}

function changeSteps(vtep: Vtep, link: VxlanLink): Step[] {
  const { vxlan } = link;
  const { underlay } = vtep;
  const steps: Step[] = [];
  const change = (property: VtepProperty, found: string | number, wanted: string | number) =>
    steps.push({ action: 'change', object: 'vtep', vtep, property, why: difference(property, found, wanted) });

  if (vxlan.local === undefined || !sameIp(vxlan.local, underlay.ip)) {
    change('local', vxlan.local ? formatIp(vxlan.local) : 'none', formatIp(underlay.ip));
  }
  if (vxlan.underlayIndex !== underlay.index) {
    change('underlay', vxlan.underlayIndex ? `link ${vxlan.underlayIndex}` : 'none', underlay.name);
  }
  if (vxlan.learning) change('learning', 'on', 'off');
  // The kernel drops the permanent neighbours with the old MAC: they are read after this.
  if (link.mac === undefined || !sameMac(link.mac, vtep.mac)) {
    change('mac', link.mac ? formatMac(link.mac) : 'none', formatMac(vtep.mac));
  }
  if (link.mtuBytes !== vtep.mtuBytes) change('mtu', link.mtuBytes, vtep.mtuBytes);
  if (link.masterIndex !== undefined) change('master', `link ${link.masterIndex}`, 'none');
  if (!link.up) change('up', 'down', 'up');
  return steps;
}

/** The wrong ones go first: a right one that is the second of its network goes with the first, and is made again. */
function addressSteps(vtep: Vtep, found: readonly Address[]): Step[] {
  const wanted = vtepAddress(vtep);
  const right = found.findIndex(
    ({ local, prefix }) => samePrefix({ ip: local, length: prefix.length }, wanted) && sameIp(local, prefix.ip),
  );
  const steps: Step[] = found.filter((_, i) => i !== right).map(removeAddressStep);
  const goesToo = found.slice(0, right).some(({ prefix }) => samePrefix(networkOf(prefix), vtep.network));
  if (right === -1 || goesToo) steps.push({ action: 'make', object: 'address', address: wanted });
  return steps;
}

function samePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && sameIp(a.ip, b.ip);
}

function removeAddressStep({ local, prefix }: Address): Step {
  const peer = sameIp(local, prefix.ip) ? undefined : prefix.ip;
  return { action: 'remove', object: 'address', address: { ip: local, length: prefix.length }, peer };
}

function difference(what: string, found: string | number, wanted: string | number): string {
  return `${what}: found ${found}, wanted ${wanted}`;
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
