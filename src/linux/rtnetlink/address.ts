import { type Family, formatIp, type Ip } from '../../addr/ip.ts';
import type { Prefix } from '../../addr/prefix.ts';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE } from '../netlink/constants.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import { addressFamily, familyOf, readIp, requireIndex, requirePrefixLength, writeIp } from './attributes.ts';
import { listUnlessAbsent } from './list.ts';

/*
 * linux/rtnetlink.h, linux/if_addr.h.
 * struct ifaddrmsg: u8 family, u8 prefix length, u8 flags, u8 scope, u32 link index.
 */
export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
const RTM_GETADDR = 22;

const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;

/** Its preferred lifetime is over. */
const IFA_F_DEPRECATED = 0x20;
/** It has no lifetime that ends. */
const IFA_F_PERMANENT = 0x80;

/** An address on a link: `inet LOCAL/LENGTH`, or `inet LOCAL peer PREFIX` where the prefix holds another address. */
export interface Address {
  readonly linkIndex: number;
  readonly local: Ip;
  /** IFA_ADDRESS: the local address itself, or the peer's on a point-to-point link, with the prefix length. */
  readonly prefix: Prefix;
  /** RT_SCOPE_... */
  readonly scope: number;
  /** It is not there for good, or is no longer preferred. Absent: it is. A request does not say it. */
  readonly temporary?: boolean | undefined;
}

/** A request that makes an address one for good, and adds it where it is not there. @throws RangeError for mixed families. */
export function replaceAddress(address: Address): NetlinkRequest {
  return {
    type: RTM_NEWADDR,
    flags: NLM_F_CREATE | NLM_F_REPLACE,
    payload: encodeAddress(address),
    get what() {
      return `replace address ${formatIp(address.local)} of link ${address.linkIndex}`;
    },
  };
}

/** A request that adds an address, and fails with EEXIST where it is there. @throws RangeError for mixed families. */
export function addAddress(address: Address): NetlinkRequest {
  return {
    type: RTM_NEWADDR,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    payload: encodeAddress(address),
    get what() {
      return `add address ${formatIp(address.local)} to link ${address.linkIndex}`;
    },
  };
}

/** A request that removes an address; EADDRNOTAVAIL where it is not there. @throws RangeError for mixed families. */
export function removeAddress(address: Address): NetlinkRequest {
  return {
    type: RTM_DELADDR,
    flags: 0,
    payload: encodeAddress(address),
    get what() {
      return `remove address ${formatIp(address.local)} from link ${address.linkIndex}`;
    },
  };
}

function encodeAddress({ linkIndex, local, prefix, scope }: Address): Uint8Array {
  const { family } = local;
  const writer = new WireWriter()
    .u8(addressFamily(family))
    .u8(requirePrefixLength(prefix.length, family))
    .u8(0)
    .u8(scope)
    .u32Host(requireIndex(linkIndex));
  writeIp(writer, IFA_LOCAL, { ip: local, family });
  writeIp(writer, IFA_ADDRESS, { ip: prefix.ip, family });
  return writer.finish();
}

export interface AddressFilter {
  readonly family: Family;
  readonly linkIndex?: number | undefined;
}

/** The addresses of a family, on one link or all; none where the link is gone. @throws NetlinkError; SilkError TRY_LATER. */
export function listAddresses(socket: NetlinkSocket, filter: AddressFilter): Address[] {
  return listUnlessAbsent(socket, listAddressesRequest(filter), decodeAddress);
}

/** The question that listAddresses() asks: the kernel filters. */
export function listAddressesRequest({ family, linkIndex = 0 }: AddressFilter): NetlinkRequest {
  const writer = new WireWriter().u8(addressFamily(family)).u8(0).u8(0).u8(0).u32Host(linkIndex);
  return { type: RTM_GETADDR, flags: NLM_F_DUMP, payload: writer.finish(), what: 'list addresses' };
}

/** Reads an RTM_NEWADDR message; undefined for a family that is neither IPv4 nor IPv6. @throws WireError when malformed. */
export function decodeAddress(_type: number, payload: WireReader): Address | undefined {
  const family = familyOf(payload.u8());
  const length = payload.u8();
  const flags = payload.u8();
  const scope = payload.u8();
  const linkIndex = payload.u32Host();
  if (family === undefined) return undefined;
  const found: AddressAttributes = {};
  payload.attributes(addressAttributes[family], found);
  const ip = found.address ?? found.local;
  if (ip === undefined) throw payload.fault('no address');
  // IPv6 names the local address only where there is a peer.
  const temporary = (flags & (IFA_F_PERMANENT | IFA_F_DEPRECATED)) !== IFA_F_PERMANENT;
  return { linkIndex, local: found.local ?? ip, prefix: { ip, length }, scope, ...(temporary && { temporary }) };
}

interface AddressAttributes {
  local?: Ip;
  address?: Ip;
}

const addressAttributes = { 4: attributesOf(4), 6: attributesOf(6) };

function attributesOf(family: Family): AttributeHandlers<AddressAttributes> {
  return {
    [IFA_LOCAL]: (value, found) => {
      found.local = readIp(value, family);
    },
    [IFA_ADDRESS]: (value, found) => {
      found.address = readIp(value, family);
    },
  };
}
