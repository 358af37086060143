import { isForHosts, wantedForHosts } from '../addr/for-hosts.ts';
import { formatIp, type Ip } from '../addr/ip.ts';
import { vtepMac } from '../addr/mac.ts';
import { contains, firstOf, formatPrefix, type Prefix } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import { vxlanOverheadBytes } from './mtu.ts';
import type { Underlay } from './underlay.ts';
import type { VxlanDevice } from './vxlan-device.ts';

/** What is asked of a host's VTEP; all else follows from it and from the underlay. All addresses are IPv4. */
export interface VtepWish {
  /** The device's name. */
  readonly name: string;
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  /** Whether packets carry a group policy id, which is the mark that they had on their host. */
  readonly gbp: boolean;
  /** The whole overlay network, without host bits. */
  readonly network: Prefix;
  /** This host's part of it, without host bits: its first address is the VTEP's. */
  readonly subnet: Prefix;
  /** Absent: the underlay's less the overhead. */
  readonly mtuBytes?: number | undefined;
}

/** A host's VTEP as it has to be: up, not learning, and with exactly one IPv4 address, `ip` with the network's length. */
export interface Vtep extends VxlanDevice {
  readonly ip: Ip;
  readonly network: Prefix;
  readonly subnet: Prefix;
}

/**
 * Describes the VTEP of one host.
 * @throws SilkError BAD_CONFIG when subnet and network do not fit, or the MTU does not fit the underlay's.
 */
export function describeVtep(wish: VtepWish, underlay: Underlay): Vtep {
  const { name, network, subnet } = wish;
  if (underlay.name === name) throw unfit(`underlay: found ${name}, which is the VTEP itself, wanted another link`);
  if (!isForHosts(network)) throw unfit(`overlay network: found ${formatPrefix(network)}, wanted ${wantedForHosts}`);
  if (subnet.length <= network.length || !contains(network, subnet.ip)) {
    throw unfit(`subnet: found ${formatPrefix(subnet)}, wanted a part of the overlay network ${formatPrefix(network)}`);
  }
  if (contains(network, underlay.ip)) {
    throw unfit(
      `overlay network: found ${formatPrefix(network)}, which holds the underlay address ${formatIp(underlay.ip)} of ${underlay.name}, wanted one apart from the underlay`,
    );
  }
  const ip = firstOf(subnet);
  return {
    name: wish.name,
    mac: vtepMac(ip),
    mtuBytes: chooseMtu(wish.mtuBytes, underlay),
    vni: wish.vni,
    port: wish.port,
    gbp: wish.gbp,
    underlay,
    ip,
    network,
    subnet,
  };
}

/** The VTEP's address: it has the whole network's length, so that its neighbours, the other VTEPs, are on the link. */
export function vtepAddress({ ip, network }: Vtep): Prefix {
  return { ip, length: network.length };
}

/** RFC 791. */
const leastMtuBytes = 68;

/**
 * The MTU of a VXLAN device: what is asked for, else all that the underlay has room for.
 * @throws SilkError BAD_CONFIG when there is not as much room.
 */
export function chooseMtu(mtuBytes: number | undefined, underlay: Underlay): number {
  const most = underlay.mtuBytes - vxlanOverheadBytes;
  if (most < leastMtuBytes) {
    const least = leastMtuBytes + vxlanOverheadBytes;
    throw noMtu(`underlay ${underlay.name}: found an MTU of ${underlay.mtuBytes}, wanted at least ${least}`);
  }
  if (mtuBytes === undefined) return most;
  if (mtuBytes <= most) return mtuBytes;
  throw noMtu(
    `mtu: found ${mtuBytes}, wanted at most ${most} (${underlay.mtuBytes} of ${underlay.name} less ${vxlanOverheadBytes} for VXLAN)`,
  );
}

/** Of a VTEP's device, or a segment's. */
function noMtu(text: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot choose the MTU of the VXLAN device: ${text}`);
}

function unfit(text: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot describe the VTEP: ${text}`);
}
