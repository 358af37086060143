import { formatIp, type Ip, sameIp } from '../../addr/ip.ts';
import type { Peer } from '../../addr/peer.ts';
import { hostPrefix, networkOf, type Prefix } from '../../addr/prefix.ts';
import { SilkError } from '../../errors.ts';
import type { ConvergeWish } from '../../overlay/converge.ts';
import { vxlanOverheadBytes } from '../../overlay/mtu.ts';
import type { FoundVtep } from '../../overlay/plan-vtep.ts';
import type { Underlay } from '../../overlay/underlay.ts';

/**
 * The wish that the device itself is the fulfilment of, with other peers: for who changes peers without knowing what
 * `silk vtep up` was told.
 * @param underlay by the device's own link and address.
 * @throws SilkError IMPAIRED when the device does not say what has to be known.
 */
export function deviceWish({ link, addresses }: FoundVtep, underlay: Underlay, peers: readonly Peer[]): ConvergeWish {
  const { vni, port, gbp } = link.vxlan;
  const [address, ...more] = addresses;
  if (address === undefined || more.length > 0 || !sameIp(address.local, address.prefix.ip)) {
    const found = addresses.map(({ local }) => formatIp(local)).join(', ') || 'none';
    throw impaired(link.name, `address: found ${found}, wanted exactly one`);
  }
  const vtep = {
    name: link.name,
    vni,
    port,
    gbp,
    network: networkOf(address.prefix),
    subnet: ownSubnet(address.local, underlay.ip, peers),
    mtuBytes: fittingMtu(link.mtuBytes, underlay),
  };
  return { vtep, underlay: { interface: underlay.name, address: underlay.ip }, peers };
}

/**
 * This host's part of the overlay network. The kernel has its first address, which is the VTEP's, and not its length.
 * - Where the list has this host itself (our VTEP's address at our underlay address), that entry says it.
 * - Else it is taken to be that address alone. That is always a part of it, so that no peer is refused for overlapping it
 *   that `silk vtep up` would take; one that lies in the rest of it is refused when `silk vtep up` or a container's ADD,
 *   which know the length, come next.
 */
export function ownSubnet(vtepIp: Ip, underlayIp: Ip, peers: readonly Peer[]): Prefix {
  const self = peers.find(({ subnet, underlay }) => sameIp(subnet.ip, vtepIp) && sameIp(underlay, underlayIp));
  return self?.subnet ?? hostPrefix(vtepIp);
}

/** The device's own, which somebody may have chosen; absent where the underlay has no room for it any more. */
function fittingMtu(mtuBytes: number, underlay: Underlay): number | undefined {
  return mtuBytes <= underlay.mtuBytes - vxlanOverheadBytes ? mtuBytes : undefined;
}

/** What cannot be told of a device. */
export function impaired(name: string, text: string): SilkError {
  return new SilkError(
    'IMPAIRED',
    `Cannot tell what ${name} is to be: ${text}; \`silk vtep up\` with its options repairs it`,
  );
}
