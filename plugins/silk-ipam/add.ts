import { formatIp, type Ip, parseIp } from '../../src/addr/ip.ts';
import { addressIn, formatPrefix, parsePrefix } from '../../src/addr/prefix.ts';
import { parseCniArgs } from '../../src/cni/args.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniIp, CniResult } from '../../src/cni/result.ts';
import { atLeast } from '../../src/cni/version.ts';
import type { IpamNetwork } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import { checkRangeSets, makeRange, type RangeSet } from '../../src/ipam/range.ts';
import { unreserve } from '../../src/ipam/release.ts';
import { type Reservation, reserve } from '../../src/ipam/reserve.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import type { UndoList } from '../../src/undo.ts';
import { readResolvConf } from './resolv-conf.ts';
import { openStore } from './store.ts';

export interface AddOptions {
  readonly request: Pick<CniRequest<unknown>, 'network' | 'containerId' | 'ifname' | 'cniArgs' | 'version'>;
  readonly network: IpamNetwork;
  readonly undo: UndoList;
  /** A netlink socket in the host's namespace, where the caller has one. */
  readonly socket?: NetlinkSocket;
}

/**
 * ADD: reserves one address of each range set and returns the abbreviated result (CNI specification, "Success").
 * @throws SilkError EXHAUSTED, ADDRESS_UNAVAILABLE, ALREADY_ATTACHED, TRY_LATER; BAD_CONFIG for ranges that cannot be.
 */
export function addAddresses({ request, network, undo, socket }: AddOptions): CniResult {
  const rangeSets = rangeSetsOf(network);
  refuseTooMany(rangeSets, request.version);
  const store = openStore(request.network, network.ipam, socket);
  const dns = network.ipam.resolvConf === undefined ? undefined : readResolvConf(network.ipam.resolvConf);
  const reservations = reserve(store, {
    owner: { containerId: request.containerId, ifname: request.ifname },
    rangeSets,
    excluded: excludedOf(network),
    requested: requestedIps(request.cniArgs, network),
  });
  undo.push('the reservation', () => unreserve(store, reservations));
  return {
    ips: reservations.map(resultIp),
    ...(network.ipam.routes !== undefined && { routes: network.ipam.routes.map((route) => ({ ...route })) }),
    ...(dns !== undefined && { dns }),
  };
}

/** The range sets of the configuration, as values. @throws SilkError BAD_CONFIG for a range that cannot be, or overlaps another. */
export function rangeSetsOf(network: IpamNetwork): RangeSet[] {
  const sets = network.rangeSets.map((set) => set.map(({ spec, field }) => makeRange(spec, field)));
  checkRangeSets(sets);
  return sets;
}

/** The prefixes out of which nothing is given. */
export function excludedOf(network: IpamNetwork) {
  return (network.ipam.exclude ?? []).map((text, i) => parsePrefix(text, `ipam.exclude[${i}]`));
}

/** Results before 0.3.0 have room for one address a family. */
function refuseTooMany(rangeSets: readonly RangeSet[], version: CniRequest<unknown>['version']): void {
  if (atLeast(version, '0.3.0')) return;
  const families = rangeSets.map((set) => set[0]?.subnet.ip.family);
  if (new Set(families).size === families.length) return;
  throw new SilkError(
    'BAD_CONFIG',
    `Cannot use the configuration: ipam.ranges: found more than one range set of a family, wanted one for cniVersion ${version}`,
  );
}

/** What is in `args.cni` replaces CNI_ARGS (CNI conventions); what the runtime asks for by capability comes on top. */
function requestedIps(cniArgs: string, network: IpamNetwork): Ip[] {
  const fromEnv = parseCniArgs(cniArgs, ['IP']).get('IP');
  const fromArgs = network.args?.cni?.ips ?? (fromEnv === undefined ? [] : fromEnv.split(','));
  const texts = [...(network.runtimeConfig?.ips ?? []), ...fromArgs];
  const ips = texts.map((text) => parseIp(addressIn(text), 'the requested address'));
  return [...new Map(ips.map((ip) => [formatIp(ip), ip])).values()];
}

function resultIp({ ip, range }: Reservation): CniIp {
  const gateway = range.gateway && { gateway: formatIp(range.gateway) };
  return { address: formatPrefix({ ip, length: range.subnet.length }), ...gateway };
}
