import type { Address } from '../linux/rtnetlink/address.ts';
import type { VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import { planAddress } from './plan-addresses.ts';
import type { Step } from './step.ts';
import { type Vtep, vtepAddress } from './vtep.ts';
import { changeableDifferences, fixedDifferences } from './vxlan-device.ts';

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
  if (why === '') return [...changeSteps(vtep, found.link), ...planAddress(vtepAddress(vtep), found.addresses)];
  return [{ action: 'remove', object: 'vtep', vtep, why }, { action: 'make', object: 'vtep', vtep, why }, address];
}

function changeSteps(vtep: Vtep, link: VxlanLink): Step[] {
  return changeableDifferences(vtep, link).map((difference) => ({
    action: 'change',
    object: 'vtep',
    vtep,
    ...difference,
  }));
}
