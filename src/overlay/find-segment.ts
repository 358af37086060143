import { type Mac, sameMac } from '../addr/mac.ts';
import { SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type Address, listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink, type Link } from '../linux/rtnetlink/link.ts';
import { type BridgePort, listBridgePorts } from '../linux/rtnetlink/link-bridge.ts';
import { getVxlan, listVxlans, type VxlanLink } from '../linux/rtnetlink/link-vxlan.ts';
import { type Segment, segmentMark } from './segment.ts';

/** What there is of a segment. */
export interface FoundSegment {
  readonly bridge: Link | undefined;
  /** The bridge's, IPv4. */
  readonly addresses: readonly Address[];
  /** The bridge's. */
  readonly ports: readonly BridgePort[];
  readonly vxlan: VxlanLink | undefined;
  /** VXLAN devices of ours that are ports of the bridge under other names: the segment had another VNI before. */
  readonly strays: readonly VxlanLink[];
}

/** The part of every segment's mark that says that it is one. */
const anyMark = 'silk-segment:';

/** Whether a link bears the mark of some segment. */
export function isMarked({ alias }: Pick<Link, 'alias'>): boolean {
  return alias?.startsWith(anyMark) === true;
}

/**
 * The devices of a segment's names. Ours bear a mark, or none and the MAC that they are made with: then whoever made them was killed
 * before marking them.
 * @throws SilkError OVERLAY_CONFLICT when a name is that of something else, the VXLAN device that of another bridge of ours, or the
 *   bridge that of another VNI with something attached.
 */
export function findSegment(socket: NetlinkSocket, { bridge, vxlan }: Pick<Segment, 'bridge' | 'vxlan'>): FoundSegment {
  const found = getLink(socket, bridge.name);
  if (found !== undefined) refuseOther(found, { ...bridge, kind: 'bridge', what: 'bridge' });
  const device = getLink(socket, vxlan.name);
  if (device !== undefined) {
    refuseOther(device, { ...vxlan, kind: 'vxlan', what: 'VXLAN device' });
    refuseOtherSegment(device, bridge.name, device.masterIndex ? getLink(socket, device.masterIndex) : undefined);
  }
  const ports = found === undefined ? [] : listBridgePorts(socket, found.index);
  const strays = listVxlans(socket).filter(
    (link) => isMarked(link) && link.masterIndex === found?.index && found !== undefined && link.name !== vxlan.name,
  );
  if (found !== undefined) refuseOtherVni({ ...found, alias: found.alias ?? strays[0]?.alias }, ports, vxlan.vni);
  return {
    bridge: found,
    addresses: found === undefined ? [] : listAddresses(socket, { family: 4, linkIndex: found.index }),
    ports,
    vxlan: device === undefined ? undefined : getVxlan(socket, vxlan.name),
    strays,
  };
}

interface Wanted {
  readonly name: string;
  readonly mac: Mac;
  readonly mark: string;
  readonly kind: string;
  /** For the message. */
  readonly what: string;
}

function refuseOther(link: Link, { name, mac, mark, kind, what }: Wanted): void {
  const refuse = (found: string) => {
    throw new SilkError('OVERLAY_CONFLICT', `Cannot use ${name} as the ${what} of a segment: found ${found}`);
  };
  if (link.name !== name) refuse(`another name of ${link.name}, wanted a ${what} or none`);
  if (link.kind !== kind) refuse(`a link of kind ${link.kind ?? 'none'}, wanted a ${what} or none`);
  const isOurs = isMarked(link) || (link.alias === undefined && link.mac !== undefined && sameMac(link.mac, mac));
  if (!isOurs) refuse(`another's, wanted the alias ${mark} (\`ip link set ${name} alias ${mark}\` hands it over)`);
}

/** To take it would cut off what is attached there. */
function refuseOtherSegment({ name }: Link, bridge: string, master: Link | undefined): void {
  if (master === undefined || master.name === bridge || !isMarked(master)) return;
  const found = `found it a port of the segment ${master.name}, wanted it free or a port of ${bridge}`;
  throw new SilkError('OVERLAY_CONFLICT', `Cannot use ${name} as the VXLAN device of a segment: ${found}`);
}

/** What is attached would be cut off from its other hosts, and find itself among strangers. */
function refuseOtherVni({ name, alias = '' }: Link, ports: readonly BridgePort[], vni: number): void {
  const [first, ...more] = ports.filter((port) => !isMarked(port));
  if (first === undefined || !alias.startsWith(anyMark) || alias === segmentMark(vni)) return;
  const attached = `${first.name}${more.length === 0 ? '' : ` and ${more.length} more`} attached`;
  const found = `found VNI ${alias.slice(anyMark.length)} with ${attached}`;
  const wanted = `wanted VNI ${vni} or nothing attached; detach what is there, or use another bridge`;
  throw new SilkError('OVERLAY_CONFLICT', `Cannot use ${name} for VNI ${vni}: ${found}, ${wanted}`);
}
