import { formatIp, type Ip } from '../../addr/ip.ts';
import { formatMac, type Mac } from '../../addr/mac.ts';
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE } from '../netlink/constants.ts';
import type { AttributeHandlers, Draft, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import { AF_BRIDGE, readIp, readMac, requireIndex, writeIp, writeMac } from './attributes.ts';
import { listUnlessAbsent } from './list.ts';
import {
  NDA_DST,
  NDA_LLADDR,
  NTF_EXT_LEARNED,
  NUD_NOARP,
  NUD_PERMANENT,
  RTM_DELNEIGH,
  RTM_GETNEIGH,
  RTM_NEWNEIGH,
  readNeighbourHeader,
  writeNeighbourHeader,
} from './neigh.ts';

/* linux/neighbour.h: the forwarding entries of a device are its neighbours of the family AF_BRIDGE. */
const NDA_PORT = 6;
const NDA_VNI = 7;
const NDA_IFINDEX = 8;
const NDA_MASTER = 9;

/** The device's own entry, not one of the bridge that the device is a port of. */
const NTF_SELF = 0x02;

/** The entry of the bridge that the device is a port of. */
const NTF_MASTER = 0x04;

/** The bridge's entry stays with its port, wherever the MAC turns up (kernel 4.20). */
const NTF_STICKY = 0x40;

/** What `bridge fdb` gives an entry of which only the destination is said: the kernel does not let it age. */
const NUD_REACHABLE = 0x02;
const stateOfOurs = NUD_NOARP | NUD_PERMANENT;

/**
 * A destination of a MAC behind a VXLAN device. A unicast MAC has one; 00:00:00:00:00:00, which stands for every unknown MAC,
 * and multicast MACs may have several, and are listed once for each.
 */
export interface FdbEntry {
  readonly linkIndex: number;
  readonly mac: Mac;
  /** Where frames to the MAC are sent, on the underlay. Absent where it is a group of next hops. */
  readonly destination?: Ip | undefined;
  /** NUD_...: NUD_PERMANENT does not age. */
  readonly state: number;
  /** UDP; absent: the device's. */
  readonly port?: number | undefined;
  /** Absent: the device's. */
  readonly vni?: number | undefined;
  /** The link that the packets leave by; absent: as the routes say. */
  readonly viaIndex?: number | undefined;
  /** Learned by a program. Absent: not. */
  readonly external?: boolean | undefined;
}

/** Where an entry is: at the device itself, or at the bridge that the device is a port of. */
export type FdbSide = 'self' | 'master';

/** Which entry is meant, and where it leads. */
export interface FdbTarget {
  readonly linkIndex: number;
  readonly mac: Mac;
  /** IPv4. */
  readonly destination: Ip;
  /** Absent: at the device alone. */
  readonly sides?: readonly FdbSide[] | undefined;
  /** Learned by a program: where the MAC turns up behind another port of the bridge, the bridge's entry follows it there. */
  readonly external?: boolean | undefined;
}

/**
 * A request that adds an entry, or makes the MAC's entry what is said: destination, and no port, VNI, link or age of its own.
 * For an entry that leads to a group of next hops the kernel answers "done" and does nothing: remove that one first.
 * EOPNOTSUPP for a MAC that is not unicast.
 * @throws RangeError for a MAC without six bytes, or an IPv6 destination.
 */
export function replaceFdbEntry(target: FdbTarget): NetlinkRequest {
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    payload: encodeTarget(target),
    get what() {
      return `replace FDB entry ${formatMac(target.mac)} to ${formatIp(target.destination)} on link ${target.linkIndex}`;
    },
  };
}

/**
 * A request that adds a destination to those of the MAC of zeros, or of a group; EEXIST where it is among them.
 * @throws RangeError as replaceFdbEntry().
 */
export function appendFdbEntry(target: FdbTarget): NetlinkRequest {
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_APPEND,
    payload: encodeTarget(target),
    get what() {
      return `append FDB entry ${formatMac(target.mac)} to ${formatIp(target.destination)} on link ${target.linkIndex}`;
    },
  };
}

/**
 * A request that removes an entry; ENOENT where the MAC has none. Without a destination it goes whole; where it has another than the
 * one said, or a port, VNI or link of its own, the kernel answers "done" and leaves it. Of both sides the bridge's is first: where
 * it has none, the device's stays. @throws RangeError as replaceFdbEntry().
 */
export function removeFdbEntry(target: Omit<FdbTarget, 'destination'> & Partial<FdbTarget>): NetlinkRequest {
  return {
    type: RTM_DELNEIGH,
    flags: 0,
    payload: encodeTarget(target),
    get what() {
      return `remove FDB entry ${formatMac(target.mac)} from link ${target.linkIndex}`;
    },
  };
}

function encodeTarget(target: Parameters<typeof removeFdbEntry>[0]): Uint8Array {
  const { linkIndex, mac, destination, sides = ['self'], external } = target;
  const where = (sides.includes('self') ? NTF_SELF : 0) | (sides.includes('master') ? NTF_MASTER : 0);
  const writer = new WireWriter();
  writeNeighbourHeader(writer, {
    family: AF_BRIDGE,
    linkIndex: requireIndex(linkIndex),
    state: stateOfOurs,
    flags: where | (external ? NTF_EXT_LEARNED : 0),
  });
  writeMac(writer, NDA_LLADDR, mac);
  if (destination !== undefined) writeIp(writer, NDA_DST, { ip: destination, family: 4 });
  return writer.finish();
}

/**
 * A request that says for good which port of its bridge a MAC is behind, so that nobody behind another port takes it by sending from it.
 * @throws RangeError for a MAC without six bytes or an index of 0.
 */
export function replacePortFdbEntry({ linkIndex, mac }: Pick<FdbTarget, 'linkIndex' | 'mac'>): NetlinkRequest {
  const writer = new WireWriter();
  const state = NUD_NOARP | NUD_REACHABLE;
  const flags = NTF_MASTER | NTF_STICKY;
  writeNeighbourHeader(writer, { family: AF_BRIDGE, linkIndex: requireIndex(linkIndex), state, flags });
  writeMac(writer, NDA_LLADDR, mac);
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    payload: writer.finish(),
    what: `replace FDB entry ${formatMac(mac)} on bridge port ${linkIndex}`,
  };
}

/**
 * The entries of one VXLAN device; none where it is gone. The kernel does not say so (NLM_F_DUMP_INTR) when entries came and
 * went while it listed them: some may then be missing, or there twice. Only who changes them alone can rest on the list.
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function listFdb(socket: NetlinkSocket, linkIndex: number): FdbEntry[] {
  return listUnlessAbsent(socket, listFdbRequest(linkIndex), decodeFdbEntry);
}

/** The question that listFdb() asks: the kernel filters. */
export function listFdbRequest(linkIndex: number): NetlinkRequest {
  const writer = new WireWriter();
  writeNeighbourHeader(writer, { family: AF_BRIDGE, linkIndex: requireIndex(linkIndex) });
  return { type: RTM_GETNEIGH, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list FDB entries' };
}

/** Reads an RTM_NEWNEIGH message; undefined for one that is no device's own FDB entry. @throws WireError when malformed. */
export function decodeFdbEntry(_type: number, payload: WireReader): FdbEntry | undefined {
  const { family, linkIndex, state, flags } = readNeighbourHeader(payload);
  if (family !== AF_BRIDGE || (flags & NTF_SELF) === 0) return undefined;
  const found: FoundEntry = { linkIndex, mac: undefined, state, ...externalOf(flags) };
  payload.attributes(fdbAttributes, found);
  return hasMac(found) ? found : undefined;
}

function externalOf(flags: number): { external?: true } {
  return flags & NTF_EXT_LEARNED ? { external: true } : {};
}

/** A MAC that a bridge knows to be behind one of its ports. */
export interface BridgeFdbEntry {
  /** The port's. */
  readonly linkIndex: number;
  readonly mac: Mac;
  /** NUD_...: that of a MAC that was learned is NUD_REACHABLE or older; NUD_NOARP does not age; NUD_PERMANENT is the port's own. */
  readonly state: number;
  /** Learned by a program. Absent: not. */
  readonly external?: boolean | undefined;
}

/**
 * What a bridge knows of its ports; nothing where it is gone. Of the kernel's silence on changes, see listFdb().
 * @throws NetlinkError; SilkError TRY_LATER.
 */
export function listBridgeFdb(socket: NetlinkSocket, bridgeIndex: number): BridgeFdbEntry[] {
  return listUnlessAbsent(socket, listBridgeFdbRequest(bridgeIndex), decodeBridgeFdbEntry);
}

/** The question that listBridgeFdb() asks: the kernel filters. @throws RangeError for an index of 0. */
export function listBridgeFdbRequest(bridgeIndex: number): NetlinkRequest {
  const writer = new WireWriter();
  writeNeighbourHeader(writer, { family: AF_BRIDGE, linkIndex: 0 });
  writer.attributeU32Host(NDA_MASTER, requireIndex(bridgeIndex));
  return { type: RTM_GETNEIGH, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list FDB entries of a bridge' };
}

/** Reads an RTM_NEWNEIGH message; undefined for one that is no bridge's FDB entry. @throws WireError when malformed. */
export function decodeBridgeFdbEntry(_type: number, payload: WireReader): BridgeFdbEntry | undefined {
  const { family, linkIndex, state, flags } = readNeighbourHeader(payload);
  if (family !== AF_BRIDGE || (flags & NTF_SELF) !== 0) return undefined;
  const found: FoundEntry = { linkIndex, mac: undefined, state, ...externalOf(flags) };
  payload.attributes(fdbAttributes, found);
  return hasMac(found) ? found : undefined;
}

type FoundEntry = Draft<Omit<FdbEntry, 'mac'>> & { mac: Mac | undefined };

function hasMac(found: FoundEntry): found is FoundEntry & FdbEntry {
  return found.mac !== undefined;
}

const fdbAttributes: AttributeHandlers<FoundEntry> = {
  [NDA_LLADDR]: (value, found) => {
    found.mac = readMac(value);
  },
  [NDA_DST]: (value, found) => {
    found.destination = readIp(value, value.left === 4 ? 4 : 6);
  },
  [NDA_PORT]: (value, found) => {
    found.port = (value.u8() << 8) | value.u8();
  },
  [NDA_VNI]: (value, found) => {
    found.vni = value.u32Host();
  },
  [NDA_IFINDEX]: (value, found) => {
    found.viaIndex = value.u32Host();
  },
};
