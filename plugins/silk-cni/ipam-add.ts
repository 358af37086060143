import { formatIp, type Ip, parseIp, sameIp } from '../../src/addr/ip.ts';
import { addressIn, formatPrefix, hostPrefix, type Prefix } from '../../src/addr/prefix.ts';
import { delegate, delegateAdd } from '../../src/cni/delegate.ts';
import type { CniRequest } from '../../src/cni/request.ts';
import type { CniDns, CniResult, CniRoute } from '../../src/cni/result.ts';
import type { SalvagedSilkCni } from '../../src/config/salvage.ts';
import type { IpamNetwork, SilkCniConfig } from '../../src/config/validate.ts';
import { SilkError } from '../../src/errors.ts';
import type { NetlinkSocket } from '../../src/linux/netlink/socket.ts';
import { gatewayIp } from '../../src/overlay/container-link.ts';
import type { UndoList } from '../../src/undo.ts';
import { addAddresses } from '../silk-ipam/add.ts';
import { type Claim, isClaimOfAnother } from './claim.ts';
import { ipamState } from './state.ts';

/** What the link takes from the IPAM plugin's result. */
export interface IpamAnswer {
  readonly ip: Ip;
  readonly routes: readonly CniRoute[];
  readonly dns: CniDns | undefined;
}

export interface IpamAddOptions {
  readonly request: CniRequest<SalvagedSilkCni>;
  readonly config: SilkCniConfig;
  /** The host's subnet, for a silk-ipam that has no ranges of its own. */
  readonly subnet: Prefix | undefined;
  readonly socket: NetlinkSocket;
  readonly claim: Claim;
  readonly undo: UndoList;
}

/**
 * Asks the IPAM plugin for the container's address: silk-ipam in this process, any other by delegation.
 * Its release is on the undo list before anything else can fail.
 * @throws SilkError IPAM_UNUSABLE when it is not exactly one IPv4 address; what the plugin throws.
 */
export function ipamAdd(options: IpamAddOptions): IpamAnswer {
  const result = options.config.ipamNetwork === undefined ? addByDelegate(options) : addHere(options);
  const ips = (result.ips ?? []).map(({ address }) => parseIp(addressIn(address), 'the address from IPAM'));
  const [ip, ...more] = ips;
  if (ip?.family !== 4 || more.length > 0 || sameIp(ip, gatewayIp)) throw unusable(options.config.ipam.type, result);
  return { ip, routes: result.routes ?? [], dns: result.dns };
}

function unusable(type: string, result: CniResult): SilkError {
  const found = (result.ips ?? []).map(({ address }) => address).join(', ') || 'none';
  return new SilkError(
    'IPAM_UNUSABLE',
    `Cannot use the addresses from ${type}: found ${found}, wanted exactly one IPv4 address, and not ${formatIp(gatewayIp)}, the host's own on every link`,
  );
}

function addHere({ request, config, subnet, socket, undo }: IpamAddOptions): CniResult {
  return addAddresses({ request, network: silkIpamNetwork({ request, config, subnet }), undo, socket });
}

/**
 * The configuration of the silk-ipam in this process: with the host's subnet where it has no ranges of its own.
 * @throws SilkError BAD_CONFIG when nothing says which addresses there are.
 */
export function silkIpamNetwork({
  request,
  config,
  subnet,
}: Pick<IpamAddOptions, 'request' | 'config' | 'subnet'>): IpamNetwork {
  const { ipamNetwork } = config;
  if (ipamNetwork === undefined) throw new TypeError(`ipam.type ${config.ipam.type} is another plugin's`);
  const exclude = [...(ipamNetwork.ipam.exclude ?? []), formatPrefix(hostPrefix(gatewayIp))];
  const network = { ...ipamNetwork, ipam: { ...ipamNetwork.ipam, ...ipamState(request.config), exclude } };
  if (network.rangeSets.length > 0) return network;
  if (subnet !== undefined)
    return { ...network, rangeSets: [[{ field: 'subnet', spec: { subnet: formatPrefix(subnet) } }]] };
  throw new SilkError(
    'BAD_CONFIG',
    'Cannot use the configuration: found no addresses to give, wanted one of ipam.ranges, subnet, subnetFile or daemonPort',
  );
}

/**
 * Has another program give the address; its release is on the undo list before anything else can fail.
 * @throws what the plugin throws.
 */
export function addByDelegate({
  request,
  config,
  claim,
  undo,
}: Pick<IpamAddOptions, 'request' | 'claim' | 'undo'> & { readonly config: Pick<SilkCniConfig, 'ipam'> }): CniResult {
  const { type } = config.ipam;
  // Before the call: a plugin whose ADD failed, or was unreadable, is owed a DEL too.
  // Not after a DEL and another ADD of this attachment: the address would be the other's.
  undo.push(`the address from ${type}`, () => isClaimOfAnother(claim) || delegate(request, type, 'DEL'));
  return delegateAdd(request, type);
}
