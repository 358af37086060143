import type { Mac } from '../../addr/mac.ts';
import { NLM_F_DUMP } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import type { Netns } from '../netns.ts';
import { AF_UNSPEC, readMac, requireIndex, writeMac, writeName } from './attributes.ts';

/*
 * linux/rtnetlink.h, linux/if_link.h, linux/if.h.
 * struct ifinfomsg: u8 family, u8 padding, u16 type (ARPHRD_), i32 index, u32 flags, u32 change (which flags are meant).
 */
export const linkHeaderBytes = 16;

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
const RTM_GETLINK = 18;

export const IFLA_ADDRESS = 1;
export const IFLA_IFNAME = 3;
export const IFLA_MTU = 4;
const IFLA_LINK = 5;
export const IFLA_MASTER = 10;
const IFLA_OPERSTATE = 16;
export const IFLA_LINKINFO = 18;
const IFLA_IFALIAS = 20;
export const IFLA_GROUP = 27;
export const IFLA_NET_NS_FD = 28;
const IFLA_EXT_MASK = 29;
export const IFLA_LINK_NETNSID = 37;

export const IFLA_INFO_KIND = 1;
export const IFLA_INFO_DATA = 2;
export const IFLA_INFO_SLAVE_KIND = 4;
export const IFLA_INFO_SLAVE_DATA = 5;

const RTEXT_FILTER_SKIP_STATS = 1 << 3;

export const IFF_UP = 0x1;
export const IFF_LOOPBACK = 0x8;
export const IFF_NOARP = 0x80;

/** linux/if.h: it carries frames. */
export const IF_OPER_UP = 6;

/** IFALIASZ less the NUL. */
export const maxAliasBytes = 255;

/** A network interface as the kernel has it. */
export interface Link {
  readonly index: number;
  readonly name: string;
  /** The driver: `veth`, `vxlan`, `bridge`; undefined for hardware and loopback. */
  readonly kind?: string | undefined;
  readonly mac?: Mac | undefined;
  readonly mtuBytes: number;
  /** IFF_... */
  readonly flags: number;
  /** Administratively; whether the other end is up too is not said. */
  readonly up: boolean;
  readonly noArp: boolean;
  /** IF_OPER_...; behind what is so, until the kernel takes notice. Absent: IF_OPER_UNKNOWN. */
  readonly operState?: number | undefined;
  readonly alias?: string | undefined;
  /** Of a veth: its other end's index, in that end's namespace. */
  readonly peerIndex?: number | undefined;
  /** Of a veth whose other end is in another namespace: this namespace's number for that one. */
  readonly peerNetnsId?: number | undefined;
  /** The bridge that it is a port of. */
  readonly masterIndex?: number | undefined;
  /** Of `ip link show group`; absent: the default one, 0. */
  readonly group?: number | undefined;
}

/** The link of a name (or alternative name) or index; undefined where there is none. @throws NetlinkError otherwise. */
export function getLink(socket: NetlinkSocket, which: string | number): Link | undefined {
  try {
    return socket.exchange(getLinkRequest(which), decodeLink).at(0);
  } catch (error) {
    // ENODEV is the answer "there is none".
    if (error instanceof NetlinkError && error.errno === 'ENODEV') return undefined;
    throw error;
  }
}

/** The question that getLink() asks. @throws RangeError for a name that no link can have. */
export function getLinkRequest(which: string | number): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: typeof which === 'number' ? requireIndex(which) : 0 });
  if (typeof which === 'string') writeName(writer, IFLA_IFNAME, which);
  writer.attributeU32Host(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return { type: RTM_GETLINK, flags: 0, payload: writer.finish(), what: `get link ${which}` };
}

/** Every link of the socket's namespace, or every one of a kind. @throws NetlinkError; SilkError TRY_LATER. */
export function listLinks(socket: NetlinkSocket, filter: { readonly kind?: string } = {}): Link[] {
  const links = socket.dump(listLinksRequest(filter.kind), decodeLink);
  // The kernel does not filter by a kind that it does not know.
  return filter.kind === undefined ? links : links.filter((link) => link.kind === filter.kind);
}

/** The question that listLinks() asks. */
export function listLinksRequest(kind: string | undefined): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: 0 });
  writer.attributeU32Host(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  if (kind !== undefined) writer.nested(IFLA_LINKINFO, () => writer.attributeText(IFLA_INFO_KIND, kind));
  return { type: RTM_GETLINK, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list links' };
}

/** What setLink() can change; what is absent stays. */
export interface LinkChange {
  readonly name?: string | undefined;
  /** At most 255 bytes; empty removes it. */
  readonly alias?: string | undefined;
  /** The kernel forgets the link's permanent neighbours with it. */
  readonly mac?: Mac | undefined;
  readonly mtuBytes?: number | undefined;
  readonly up?: boolean | undefined;
  /** The bridge that it is to be a port of; 0: of none. */
  readonly masterIndex?: number | undefined;
  /** Of `ip link show group`; 0: the default one. */
  readonly group?: number | undefined;
  /** Where it goes; it is down there, a port of nothing, and its index may be another. */
  readonly netns?: Netns | undefined;
}

/** A request that changes a link. @throws RangeError for an index of 0, a name or an alias too long or a MAC without six bytes. */
export function setLink(index: number, change: LinkChange): NetlinkRequest {
  const writer = new WireWriter();
  const up = change.up === undefined ? {} : { flags: change.up ? IFF_UP : 0, change: IFF_UP };
  writeLinkHeader(writer, { index: requireIndex(index), ...up });
  if (change.name !== undefined) writeName(writer, IFLA_IFNAME, change.name);
  if (change.mac !== undefined) writeMac(writer, IFLA_ADDRESS, change.mac);
  if (change.mtuBytes !== undefined) writer.attributeU32Host(IFLA_MTU, change.mtuBytes);
  if (change.masterIndex !== undefined) writer.attributeU32Host(IFLA_MASTER, change.masterIndex);
  if (change.alias !== undefined) writer.attribute(IFLA_IFALIAS, aliasBytes(change.alias));
  if (change.group !== undefined) writer.attributeU32Host(IFLA_GROUP, change.group);
  if (change.netns !== undefined) writer.attributeU32Host(IFLA_NET_NS_FD, change.netns.fd);
  return { type: RTM_NEWLINK, flags: 0, payload: writer.finish(), what: `change link ${index}` };
}

function aliasBytes(alias: string): Uint8Array {
  const bytes = new TextEncoder().encode(alias);
  if (bytes.length <= maxAliasBytes) return bytes;
  throw new RangeError(`link alias: found ${bytes.length} bytes, wanted at most ${maxAliasBytes}`);
}

/** Removes a link and, of a veth, its other end. False: it was gone already. @throws NetlinkError otherwise. */
export function removeLink(socket: NetlinkSocket, index: number): boolean {
  const [failure] = socket.execute([removeLinkRequest(index)]);
  if (failure === undefined) return true;
  // ENODEV is what was wanted.
  if (failure.errno === 'ENODEV') return false;
  throw failure;
}

/** The request that removeLink() makes. @throws RangeError for an index of 0. */
export function removeLinkRequest(index: number): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: requireIndex(index) });
  return { type: RTM_DELLINK, flags: 0, payload: writer.finish(), what: `remove link ${index}` };
}

interface LinkHeader {
  readonly index: number;
  readonly flags?: number;
  readonly change?: number;
}

/** Appends a struct ifinfomsg. */
export function writeLinkHeader(writer: WireWriter, { index, flags = 0, change = 0 }: LinkHeader): void {
  writer.u8(AF_UNSPEC).u8(0).u16Host(0).i32Host(index).u32Host(flags).u32Host(change);
}

/** Reads an RTM_NEWLINK message. @throws WireError when it is malformed. */
export function decodeLink(_type: number, payload: WireReader): Link {
  payload.skip(4);
  const index = payload.i32Host();
  const flags = payload.u32Host();
  payload.skip(4);
  const attributes: FoundLink = { name: '', mtuBytes: 0 };
  payload.attributes(linkAttributes, attributes);
  const { link, netnsId, ...found } = attributes;
  return {
    index,
    flags,
    up: (flags & IFF_UP) !== 0,
    noArp: (flags & IFF_NOARP) !== 0,
    // For other kinds IFLA_LINK is what the link stands on, not its peer.
    ...(found.kind === 'veth' ? { peerIndex: link, peerNetnsId: netnsId } : {}),
    ...found,
  };
}

interface FoundLink {
  name: string;
  mtuBytes: number;
  kind?: string;
  mac?: Mac | undefined;
  operState?: number;
  alias?: string;
  link?: number;
  netnsId?: number;
  masterIndex?: number;
  group?: number;
}

const linkAttributes: AttributeHandlers<FoundLink> = {
  [IFLA_IFNAME]: (value, found) => {
    found.name = value.text();
  },
  [IFLA_ADDRESS]: (value, found) => {
    found.mac = readMac(value);
  },
  [IFLA_MTU]: (value, found) => {
    found.mtuBytes = value.u32Host();
  },
  [IFLA_LINK]: (value, found) => {
    found.link = value.u32Host();
  },
  [IFLA_MASTER]: (value, found) => {
    found.masterIndex = value.u32Host();
  },
  [IFLA_OPERSTATE]: (value, found) => {
    const state = value.u8();
    if (state !== 0) found.operState = state;
  },
  [IFLA_GROUP]: (value, found) => {
    const group = value.u32Host();
    if (group !== 0) found.group = group;
  },
  [IFLA_IFALIAS]: (value, found) => {
    found.alias = value.text();
  },
  [IFLA_LINK_NETNSID]: (value, found) => {
    found.netnsId = value.i32Host();
  },
  [IFLA_LINKINFO]: (value, found) => {
    value.attributes(linkInfoAttributes, found);
  },
};

const linkInfoAttributes: AttributeHandlers<FoundLink> = {
  [IFLA_INFO_KIND]: (value, found) => {
    found.kind = value.text();
  },
};
