import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink, type Link, removeLink } from '../linux/rtnetlink/link.ts';
import { listBridgePorts } from '../linux/rtnetlink/link-bridge.ts';
import { listVxlans, type VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import type { ConvergeSegmentWish } from './converge-segment.ts';
import { type FoundSegment, isMarked } from './find-segment.ts';
import { type HeldSegment, readHeldSegment } from './held-segment.ts';
import type { SegmentSockets } from './take-segment-steps.ts';

/** A segment as the kernel has it, known by its bridge. */
export interface SegmentSight extends Omit<FoundSegment, 'strays'> {
  readonly bridge: Link;
  /** The link that packets leave by; undefined where there is no such link. */
  readonly underlayName: string | undefined;
  readonly held: HeldSegment;
}

/**
 * The segment of a bridge; undefined where no link has the name.
 * @throws SilkError OVERLAY_CONFLICT when the name is that of something else.
 */
export function lookAtSegment(sockets: SegmentSockets, name: string): SegmentSight | undefined {
  const { segment, underlay } = sockets;
  const bridge = getLink(segment, name);
  if (bridge === undefined) return undefined;
  if (bridge.kind !== 'bridge' || !isMarked(bridge)) throw noSegment(bridge, name);
  const vxlan = listVxlans(segment).find((link) => isMarked(link) && isOf(link, bridge));
  const underlayIndex = vxlan?.vxlan.underlayIndex;
  return {
    bridge,
    vxlan,
    addresses: listAddresses(segment, { family: 4, linkIndex: bridge.index }),
    ports: listBridgePorts(segment, bridge.index),
    underlayName: underlayIndex === undefined ? undefined : getLink(underlay, underlayIndex)?.name,
    held: readHeldSegment(segment, { bridgeIndex: bridge.index, linkIndex: vxlan?.index ?? 0 }),
  };
}

/** A port of the bridge, or what was one: it bears the same mark. */
function isOf({ masterIndex, alias }: VxlanLink, bridge: Link): boolean {
  return masterIndex === bridge.index || (masterIndex === undefined && alias === bridge.alias);
}

function noSegment({ kind }: Link, name: string): SilkError {
  const found = kind === 'bridge' ? "another's bridge" : `a link of kind ${kind ?? 'none'}`;
  return new SilkError(
    'OVERLAY_CONFLICT',
    `Cannot use ${name} as a segment: found ${found}, wanted a segment's bridge`,
  );
}

/**
 * The segment's own wish, without endpoints: what its devices are the fulfilment of. For who changes endpoints without knowing what
 * the segment was made with.
 * @throws SilkError IMPAIRED when the devices do not say what has to be known.
 */
export function wishOfSegment(sight: SegmentSight): Omit<ConvergeSegmentWish, 'endpoints'> {
  const { bridge, vxlan: link, addresses, ports, underlayName } = sight;
  if (link === undefined) throw impaired(bridge.name, 'its VXLAN device: found none, wanted one');
  const { vni, port, gbp, local, others } = link.vxlan;
  if (underlayName === undefined || local === undefined) {
    throw impaired(bridge.name, 'its underlay: found none, wanted a link and an address');
  }
  const [address] = addresses;
  const settings = ports.find(({ index }) => index === link.index)?.port;
  return {
    segment: {
      bridge: bridge.name,
      vxlan: link.name,
      vni,
      port,
      gbp,
      arpSuppression: others.includes('proxy') ? 'proxy' : 'neigh_suppress',
      replicate: settings?.flood === true && settings.mcastFlood,
      gateway: address && { ip: address.local, length: address.prefix.length },
      mtuBytes: link.mtuBytes,
    },
    underlay: { interface: underlayName, address: local },
  };
}

function impaired(name: string, text: string): SilkError {
  return new SilkError(
    'IMPAIRED',
    `Cannot tell what segment ${name} is to be: ${text}; \`silk segment create\` with its options repairs it`,
  );
}

/** Removes the devices of a segment, the VXLAN device first; what was attached is let go. */
export function removeSegment(socket: NetlinkSocket, { bridge, vxlan }: Pick<SegmentSight, 'bridge' | 'vxlan'>): void {
  if (vxlan !== undefined) removeLink(socket, vxlan.index);
  removeLink(socket, bridge.index);
}
