import { isUnicastMac, macKey } from '../addr/mac.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { type BridgeFdbEntry, type FdbEntry, listBridgeFdb, listFdb } from '../linux/rtnetlink/fdb.ts';
import { listNeighbours, type Neighbour } from '../linux/rtnetlink/neigh.ts';
import { ipKey } from './remote-host.ts';

/** What the kernel holds in a segment of, or in the way of, the entries for endpoints on other hosts. */
export interface HeldSegment {
  /** Of each device, by address. */
  readonly neighbours: { readonly bridge: NeighbourMap; readonly vxlan: NeighbourMap };
  /** The VXLAN device's own entries of unicast MACs. */
  readonly self: ReadonlyMap<number, FdbEntry>;
  /** The VXLAN device's own entries that say where broadcasts and unknown MACs go. */
  readonly floods: readonly FdbEntry[];
  /** What the bridge knows to be behind the VXLAN device. */
  readonly master: ReadonlyMap<number, BridgeFdbEntry>;
  /** What was set, and not learned, to be behind another port of the bridge. */
  readonly local: ReadonlyMap<number, BridgeFdbEntry>;
}

type NeighbourMap = ReadonlyMap<number, Neighbour>;

/** What a segment holds whose devices have only just been made, or are not there. */
export function holdNothingInSegment(): HeldSegment {
  return {
    neighbours: { bridge: new Map(), vxlan: new Map() },
    self: new Map(),
    floods: [],
    master: new Map(),
    local: new Map(),
  };
}

/** The indexes of a segment's two devices; 0: there is none, and it holds nothing. */
export interface SegmentLinks {
  readonly linkIndex: number;
  readonly bridgeIndex: number;
}

/** What the kernel holds now. @throws NetlinkError; SilkError TRY_LATER when it kept changing while it was read. */
export function readHeldSegment(socket: NetlinkSocket, { linkIndex, bridgeIndex }: SegmentLinks): HeldSegment {
  // The bridge's list has the device's own only while that is its port.
  const self = linkIndex === 0 ? [] : listFdb(socket, linkIndex);
  const bridges = bridgeIndex === 0 ? [] : listBridgeFdb(socket, bridgeIndex);
  const isBehind = (entry: BridgeFdbEntry) => entry.linkIndex === linkIndex;
  return {
    neighbours: { bridge: readNeighbours(socket, bridgeIndex), vxlan: readNeighbours(socket, linkIndex) },
    self: byMac(self.filter(({ mac }) => isUnicastMac(mac))),
    floods: self.filter(({ mac }) => !isUnicastMac(mac)),
    master: byMac(bridges.filter(isBehind)),
    local: byMac(bridges.filter((entry) => !isBehind(entry) && !isLearned(entry))),
  };
}

/** NUD_NOARP: set to be there; NUD_PERMANENT: the port's own MAC. */
const lastingStates = 0x40 | 0x80;

/** Whether the bridge has seen the MAC there, and will forget it; not: it was told. */
export function isLearned({ state }: BridgeFdbEntry): boolean {
  return (state & lastingStates) === 0;
}

function readNeighbours(socket: NetlinkSocket, linkIndex: number): NeighbourMap {
  const listed = linkIndex === 0 ? [] : listNeighbours(socket, { family: 4, linkIndex });
  return new Map(listed.map((neighbour) => [ipKey(neighbour.ip), neighbour]));
}

function byMac<Entry extends BridgeFdbEntry>(entries: readonly Entry[]): Map<number, Entry> {
  return new Map(entries.map((entry) => [macKey(entry.mac), entry]));
}
