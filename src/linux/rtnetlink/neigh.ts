import { type Family, formatIp, type Ip } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_REPLACE } from '../netlink/constants.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import { addressFamily, familyOf, readIp, readMac, requireIndex, writeIp, writeMac } from './attributes.ts';
import { listUnlessAbsent } from './list.ts';

/*
 * linux/rtnetlink.h, linux/neighbour.h.
 * struct ndmsg: u8 family, u8 and u16 padding, i32 link index, u16 state, u8 flags, u8 type.
 */
export const RTM_NEWNEIGH = 28;
export const RTM_DELNEIGH = 29;
export const RTM_GETNEIGH = 30;

export const NDA_DST = 1;
export const NDA_LLADDR = 2;
const NDA_IFINDEX = 8;
const NDA_PROTOCOL = 12;

/** Of an entry whose MAC the kernel asks for, or has asked for in vain. */
export const NUD_INCOMPLETE = 0x01;
export const NUD_FAILED = 0x20;

/** The state of an entry that the kernel neither resolves nor forgets. */
export const NUD_PERMANENT = 0x80;

/** As lasting; the kernel does not ask about it either. */
export const NUD_NOARP = 0x40;

/** Somebody else than the kernel has learned it, and keeps it up to date. */
export const NTF_EXT_LEARNED = 0x10;

/** It forwards; of IPv4 the kernel makes nothing of it. */
const NTF_ROUTER = 0x80;

/** An IP neighbour (ARP or NDISC entry) of a link. */
export interface Neighbour {
  readonly linkIndex: number;
  readonly ip: Ip;
  readonly mac?: Mac | undefined;
  /** NUD_... */
  readonly state: number;
  /** Learned by a program, which the kernel therefore never drops for want of room. Absent: not. */
  readonly external?: boolean | undefined;
  /** Said to be a router. Absent: not. A request does not say it. */
  readonly router?: boolean | undefined;
  /** Who has made it: a number of RTPROT_... Absent: not said. */
  readonly protocol?: number | undefined;
}

/** A request that adds an entry or replaces the one of that address. @throws RangeError for a MAC without six bytes. */
export function addNeighbour(neighbour: Neighbour): NetlinkRequest {
  return {
    type: RTM_NEWNEIGH,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    payload: encodeNeighbour(neighbour),
    get what() {
      return `add neighbour ${formatIp(neighbour.ip)} to link ${neighbour.linkIndex}`;
    },
  };
}

/** A request that removes the entry of an address; ENOENT where there is none. @throws RangeError for a link index of 0. */
export function removeNeighbour({ linkIndex, ip }: Pick<Neighbour, 'linkIndex' | 'ip'>): NetlinkRequest {
  return {
    type: RTM_DELNEIGH,
    flags: 0,
    payload: encodeNeighbour({ linkIndex, ip, state: 0 }),
    get what() {
      return `remove neighbour ${formatIp(ip)} from link ${linkIndex}`;
    },
  };
}

function encodeNeighbour({ linkIndex, ip, mac, state, external, protocol }: Neighbour): Uint8Array {
  const writer = new WireWriter();
  const flags = external ? NTF_EXT_LEARNED : 0;
  writeNeighbourHeader(writer, { family: addressFamily(ip.family), linkIndex: requireIndex(linkIndex), state, flags });
  writeIp(writer, NDA_DST, { ip, family: ip.family });
  if (mac !== undefined) writeMac(writer, NDA_LLADDR, mac);
  if (protocol !== undefined) writer.attribute(NDA_PROTOCOL, Uint8Array.of(protocol));
  return writer.finish();
}

interface NeighbourHeader {
  /** AF_... */
  readonly family: number;
  readonly linkIndex: number;
  /** NUD_... */
  readonly state?: number;
  /** NTF_... */
  readonly flags?: number;
}

/** Appends a struct ndmsg. */
export function writeNeighbourHeader(
  writer: WireWriter,
  { family, linkIndex, state = 0, flags = 0 }: NeighbourHeader,
): void {
  writer.u8(family).u8(0).u16Host(0).i32Host(linkIndex).u16Host(state).u8(flags).u8(0);
}

/** Reads a struct ndmsg. @throws WireError when it is cut short. */
export function readNeighbourHeader(reader: WireReader): Required<NeighbourHeader> {
  const family = reader.u8();
  const linkIndex = reader.skip(3).i32Host();
  const state = reader.u16Host();
  const flags = reader.u8();
  reader.skip(1);
  return { family, linkIndex, state, flags };
}

export interface NeighbourFilter {
  readonly family: Family;
  readonly linkIndex: number;
}

/** The entries of one link; none where it is gone. @throws NetlinkError; SilkError TRY_LATER. */
export function listNeighbours(socket: NetlinkSocket, filter: NeighbourFilter): Neighbour[] {
  return listUnlessAbsent(socket, listNeighboursRequest(filter), decodeNeighbour);
}

/** The question that listNeighbours() asks: the kernel filters. */
export function listNeighboursRequest({ family, linkIndex }: NeighbourFilter): NetlinkRequest {
  const writer = new WireWriter();
  writeNeighbourHeader(writer, { family: addressFamily(family), linkIndex: 0 });
  writer.attributeU32Host(NDA_IFINDEX, requireIndex(linkIndex));
  return { type: RTM_GETNEIGH, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list neighbours' };
}

/** Reads an RTM_NEWNEIGH message; undefined for one that is no IP neighbour. @throws WireError when malformed. */
export function decodeNeighbour(_type: number, payload: WireReader): Neighbour | undefined {
  const { family: af, linkIndex, state, flags } = readNeighbourHeader(payload);
  const family = familyOf(af);
  if (family === undefined) return undefined;
  const found: NeighbourAttributes = {};
  payload.attributes(neighbourAttributes[family], found);
  const { ip, mac, protocol } = found;
  if (ip === undefined) return undefined;
  const external = (flags & NTF_EXT_LEARNED) !== 0;
  const router = (flags & NTF_ROUTER) !== 0;
  return {
    linkIndex,
    ip,
    mac,
    state,
    ...(external && { external }),
    ...(router && { router }),
    ...(protocol !== undefined && { protocol }),
  };
}

interface NeighbourAttributes {
  ip?: Ip;
  mac?: Mac | undefined;
  protocol?: number;
}

const neighbourAttributes = { 4: attributesOf(4), 6: attributesOf(6) };

function attributesOf(family: Family): AttributeHandlers<NeighbourAttributes> {
  return {
    [NDA_DST]: (value, found) => {
      found.ip = readIp(value, family);
    },
    [NDA_LLADDR]: (value, found) => {
      found.mac = readMac(value);
    },
    [NDA_PROTOCOL]: (value, found) => {
      found.protocol = value.u8();
    },
  };
}
