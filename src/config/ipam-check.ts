import { AddressCheck } from './address-check.ts';
import { badValue, type Fault } from './fault.ts';
import type { RangeSpec } from './network.schema.ts';
import type { IpamKeys, IpamNetworkKeys, RouteSpec } from './silk-ipam.schema.ts';

/** What a schema cannot see in a network of the right shape: texts that are no addresses, keys that need another. */
export function findIpamFaults(network: IpamNetworkKeys): Fault[] {
  const { ipam, args, runtimeConfig } = network;
  const check = new AddressCheck();
  checkOlderForm(check, ipam);
  checkRangeSets(check, 'ipam.ranges', ipam.ranges);
  checkRoutes(check, ipam.routes);
  check.each('ipam.exclude', ipam.exclude, 'prefix');
  check.each('args.cni.ips', args?.cni?.ips, 'ipOrPrefix');
  check.each('runtimeConfig.ips', runtimeConfig?.ips, 'ipOrPrefix');
  checkRangeSets(check, 'runtimeConfig.ipRanges', runtimeConfig?.ipRanges);
  return check.faults;
}

function checkOlderForm(check: AddressCheck, ipam: IpamKeys): void {
  const { subnet, rangeStart, rangeEnd, gateway } = ipam;
  if (subnet === undefined && (rangeStart ?? rangeEnd ?? gateway) !== undefined) {
    check.faults.push(badValue('ipam.subnet', undefined, 'the prefix that rangeStart, rangeEnd and gateway are in'));
  }
  checkRange(check, 'ipam', ipam);
}

function checkRangeSets(check: AddressCheck, path: string, sets: readonly (readonly RangeSpec[])[] = []): void {
  for (let i = 0; i < sets.length; i++) {
    const set = sets[i] ?? [];
    for (let j = 0; j < set.length; j++) checkRange(check, `${path}[${i}][${j}]`, set[j] ?? {});
  }
}

function checkRange(check: AddressCheck, path: string, range: Partial<RangeSpec>): void {
  check.one(`${path}.subnet`, range.subnet, 'prefix');
  check.one(`${path}.rangeStart`, range.rangeStart, 'ip');
  check.one(`${path}.rangeEnd`, range.rangeEnd, 'ip');
  check.one(`${path}.gateway`, range.gateway, 'ip');
}

function checkRoutes(check: AddressCheck, routes: readonly RouteSpec[] = []): void {
  for (let i = 0; i < routes.length; i++) {
    check.one(`ipam.routes[${i}].dst`, routes[i]?.dst, 'prefix');
    check.one(`ipam.routes[${i}].gw`, routes[i]?.gw, 'ip');
  }
}
