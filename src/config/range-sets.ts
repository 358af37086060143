import type { RangeSpec } from './network.schema.ts';
import type { IpamKeys, IpamNetworkKeys, NamedRange } from './silk-ipam.schema.ts';

/**
 * The range sets of a network in the order in which addresses are given, as the reference host-local has it:
 * the runtime's, then the older form, then `ipam.ranges`.
 */
export function listRangeSets(network: IpamNetworkKeys): readonly (readonly NamedRange[])[] {
  const named: NamedRange[][] = [];
  addSets(named, 'runtimeConfig.ipRanges', network.runtimeConfig?.ipRanges);
  addOlderForm(named, network.ipam);
  addSets(named, 'ipam.ranges', network.ipam.ranges);
  return named;
}

function addSets(named: NamedRange[][], field: string, sets: readonly (readonly RangeSpec[])[] = []): void {
  for (let i = 0; i < sets.length; i++) {
    const set: NamedRange[] = [];
    for (const spec of sets[i] ?? []) set.push({ field: `${field}[${i}][${set.length}]`, spec });
    named.push(set);
  }
}

function addOlderForm(named: NamedRange[][], { subnet, rangeStart, rangeEnd, gateway }: IpamKeys): void {
  if (subnet === undefined) return;
  const spec: RangeSpec = {
    subnet,
    ...(rangeStart !== undefined && { rangeStart }),
    ...(rangeEnd !== undefined && { rangeEnd }),
    ...(gateway !== undefined && { gateway }),
  };
  named.push([{ field: 'ipam', spec }]);
}
