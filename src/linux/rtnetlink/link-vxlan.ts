import { formatIp, type Ip } from '../../addr/ip.ts';
import type { Mac } from '../../addr/mac.ts';
import { NLM_F_CREATE, NLM_F_EXCL } from '../netlink/constants.ts';
import { NetlinkError } from '../netlink/error.ts';
import type { AttributeHandlers, Draft, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import type { Netns } from '../netns.ts';
import { readIp, requireIndex, writeIp, writeMac, writeName } from './attributes.ts';
import {
  decodeLink,
  getLinkRequest,
  IFF_UP,
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  type Link,
  linkHeaderBytes,
  listLinksRequest,
  RTM_NEWLINK,
  writeLinkHeader,
} from './link.ts';

/*
 * linux/if_link.h. IFLA_LINKINFO { KIND "vxlan", DATA { IFLA_VXLAN_... } }
 * Numbers are in host order, ports in network order. A flag is there or not, without a value; the others are a byte.
 */
const IFLA_VXLAN_ID = 1;
const IFLA_VXLAN_GROUP = 2;
const IFLA_VXLAN_LINK = 3;
const IFLA_VXLAN_LOCAL = 4;
const IFLA_VXLAN_TTL = 5;
const IFLA_VXLAN_TOS = 6;
const IFLA_VXLAN_LEARNING = 7;
const IFLA_VXLAN_PROXY = 11;
const IFLA_VXLAN_RSC = 12;
const IFLA_VXLAN_L2MISS = 13;
const IFLA_VXLAN_L3MISS = 14;
const IFLA_VXLAN_PORT = 15;
const IFLA_VXLAN_GROUP6 = 16;
const IFLA_VXLAN_LOCAL6 = 17;
const IFLA_VXLAN_REMCSUM_TX = 21;
const IFLA_VXLAN_REMCSUM_RX = 22;
/** A flag. */
const IFLA_VXLAN_GBP = 23;
const IFLA_VXLAN_COLLECT_METADATA = 25;
/** A flag. */
const IFLA_VXLAN_GPE = 27;
const IFLA_VXLAN_TTL_INHERIT = 28;
const IFLA_VXLAN_DF = 29;
const IFLA_VXLAN_VNIFILTER = 30;

/** 24 bits. */
const maxVni = 0xffffff;

const maxPort = 0xffff;

/** A VXLAN device that learns nothing: it knows the FDB entries that it is given. */
export interface Vxlan {
  readonly name: string;
  readonly mac: Mac;
  readonly mtuBytes: number;
  readonly vni: number;
  /** The source of its packets, on the underlay. IPv4. */
  readonly local: Ip;
  /** The link that its packets leave by, and that it goes away with. */
  readonly underlayIndex: number;
  /** UDP, of both ends. */
  readonly port: number;
  /** Whether an skb's mark travels in the header, as the group policy id. */
  readonly gbp: boolean;
  /** Whether it answers ARP by its neighbours, and swallows what it cannot answer. Absent: not. */
  readonly proxy?: boolean | undefined;
  /** Where the device comes into being; its packets leave by the socket's namespace all the same. Absent: there too. */
  readonly netns?: Netns | undefined;
}

/**
 * A request that makes the device and brings it up. The MAC is part of it, so that udev leaves it alone.
 * An MTU that the underlay has no room for is lowered without a word. Where it is refused, no device is left behind:
 * - EEXIST: the name is taken; or, with a text, a device of that VNI, port and gbp is there, up or down, on whatever underlay.
 * - EADDRINUSE: the port belongs to a socket of a program, on any address, or to a VXLAN device that is up and differs in
 *   gbp, gpe or external. One that is down takes no port: it is then refused itself when it is brought up.
 * - ENODEV: there is no such underlay link.
 * @throws RangeError when a name, MAC, VNI, port or link index has no place in a message, or the local address is not IPv4.
 */
export function createVxlanRequest(vxlan: Vxlan): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: 0, flags: IFF_UP, change: IFF_UP });
  writeName(writer, IFLA_IFNAME, vxlan.name);
  writeMac(writer, IFLA_ADDRESS, vxlan.mac);
  writer.attributeU32Host(IFLA_MTU, vxlan.mtuBytes);
  if (vxlan.netns !== undefined) writer.attributeU32Host(IFLA_NET_NS_FD, vxlan.netns.fd);
  writeVxlanData(writer, () => {
    const { vni, port } = vxlan;
    writer.attributeU32Host(IFLA_VXLAN_ID, requireWithin(vni, maxVni, 'VNI'));
    writeIp(writer, IFLA_VXLAN_LOCAL, { ip: vxlan.local, family: 4 });
    writer.attributeU32Host(IFLA_VXLAN_LINK, requireIndex(vxlan.underlayIndex));
    writer.attribute(IFLA_VXLAN_LEARNING, Uint8Array.of(0));
    writer.attribute(IFLA_VXLAN_PORT, Uint8Array.of(requireWithin(port, maxPort, 'UDP port') >> 8, port));
    if (vxlan.gbp) writer.attribute(IFLA_VXLAN_GBP, new Uint8Array());
    if (vxlan.proxy) writer.attribute(IFLA_VXLAN_PROXY, Uint8Array.of(1));
  });
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    payload: writer.finish(),
    get what() {
      return `create VXLAN device ${vxlan.name} (VNI ${vxlan.vni}, port ${vxlan.port}, local ${formatIp(vxlan.local)})`;
    },
  };
}

/** What the kernel changes in place, on a device that is up too; what is absent stays. */
export interface VxlanChange {
  /** IPv4. */
  readonly local?: Ip | undefined;
  readonly underlayIndex?: number | undefined;
  readonly learning?: boolean | undefined;
}

/**
 * A request that changes the device of an index in place: addresses, routes, neighbours and FDB entries stay.
 * A new underlay lowers the MTU to what it has room for, and never raises it; the device no longer goes away with the old one.
 * ENODEV where there is no such underlay link, EBUSY where it is the device itself. With anything else the kernel answers
 * EOPNOTSUPP ("Cannot change VNI", "Cannot change port", "cannot change GBP flag"): another device has to be made.
 * @throws RangeError for an index of 0 or an IPv6 address.
 */
export function changeVxlanRequest(index: number, change: VxlanChange): NetlinkRequest {
  const { local, underlayIndex, learning } = change;
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: requireIndex(index) });
  writeVxlanData(writer, () => {
    if (local !== undefined) writeIp(writer, IFLA_VXLAN_LOCAL, { ip: local, family: 4 });
    if (underlayIndex !== undefined) writer.attributeU32Host(IFLA_VXLAN_LINK, requireIndex(underlayIndex));
    if (learning !== undefined) writer.attribute(IFLA_VXLAN_LEARNING, Uint8Array.of(Number(learning)));
  });
  return { type: RTM_NEWLINK, flags: 0, payload: writer.finish(), what: `change VXLAN device ${index}` };
}

function writeVxlanData(writer: WireWriter, fill: () => void): void {
  writer.nested(IFLA_LINKINFO, () => {
    writer.attributeText(IFLA_INFO_KIND, 'vxlan');
    writer.nested(IFLA_INFO_DATA, fill);
  });
}

function requireWithin(value: number, most: number, what: string): number {
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  throw new RangeError(`${what}: found ${value}, wanted 1 to ${most}`);
}

/** What a VXLAN device was made with, as far as it makes a difference to us. */
export interface VxlanParameters {
  readonly vni: number;
  readonly port: number;
  readonly gbp: boolean;
  readonly learning: boolean;
  readonly local?: Ip | undefined;
  readonly underlayIndex?: number | undefined;
  /** Where packets to unknown MACs go: a multicast group or one host. */
  readonly remote?: Ip | undefined;
  /** The packet's metadata says VNI and destination (`external`); the device itself has neither. */
  readonly external: boolean;
  /** The generic protocol extension: another header, which others do not understand. */
  readonly gpe: boolean;
  /** What else it was made with beside the kernel's defaults, as `ip link` calls it: `ttl`, `proxy`. */
  readonly others: readonly string[];
}

/** A VXLAN device as the kernel has it. */
export interface VxlanLink extends Link {
  readonly vxlan: VxlanParameters;
}

/** The VXLAN device of a name; undefined where no link has it, or one of another kind. @throws NetlinkError otherwise. */
export function getVxlan(socket: NetlinkSocket, name: string): VxlanLink | undefined {
  try {
    return socket.exchange(getLinkRequest(name), decodeVxlan).at(0);
  } catch (error) {
    // ENODEV is the answer "there is none".
    if (error instanceof NetlinkError && error.errno === 'ENODEV') return undefined;
    throw error;
  }
}

/** Every VXLAN device of the socket's namespace. @throws NetlinkError; SilkError TRY_LATER. */
export function listVxlans(socket: NetlinkSocket): VxlanLink[] {
  return socket.dump(listLinksRequest('vxlan'), decodeVxlan);
}

/** Reads an RTM_NEWLINK message; undefined for a link of another kind. @throws WireError when it is malformed. */
export function decodeVxlan(type: number, payload: WireReader): VxlanLink | undefined {
  // Read once as any link, and once more for the parameters.
  const again = payload.fork();
  const link = decodeLink(type, payload);
  if (link.kind !== 'vxlan') return undefined;
  const vxlan: Draft<VxlanParameters> = {
    vni: 0,
    port: 0,
    gbp: false,
    learning: false,
    external: false,
    gpe: false,
    others: [],
  };
  again.skip(linkHeaderBytes).attributes(linkAttributes, vxlan);
  return { ...link, vxlan };
}

/** Of these, 0 is the default. */
const otherAttributes: Readonly<Record<number, string>> = {
  [IFLA_VXLAN_TTL]: 'ttl',
  [IFLA_VXLAN_TOS]: 'tos',
  [IFLA_VXLAN_PROXY]: 'proxy',
  [IFLA_VXLAN_RSC]: 'rsc',
  [IFLA_VXLAN_L2MISS]: 'l2miss',
  [IFLA_VXLAN_L3MISS]: 'l3miss',
  [IFLA_VXLAN_REMCSUM_TX]: 'remcsumtx',
  [IFLA_VXLAN_REMCSUM_RX]: 'remcsumrx',
  [IFLA_VXLAN_TTL_INHERIT]: 'ttl inherit',
  [IFLA_VXLAN_DF]: 'df',
  [IFLA_VXLAN_VNIFILTER]: 'vnifilter',
};

function handlersOfOthers(): AttributeHandlers<Draft<VxlanParameters>> {
  const handlers = Object.entries(otherAttributes).map(([type, name]) => [
    type,
    (value: WireReader, found: Draft<VxlanParameters>) => {
      if (value.u8() !== 0) found.others = [...found.others, name];
    },
  ]);
  return Object.fromEntries(handlers);
}

const vxlanAttributes: AttributeHandlers<Draft<VxlanParameters>> = {
  ...handlersOfOthers(),
  [IFLA_VXLAN_ID]: (value, found) => {
    found.vni = value.u32Host();
  },
  [IFLA_VXLAN_PORT]: (value, found) => {
    found.port = (value.u8() << 8) | value.u8();
  },
  [IFLA_VXLAN_LINK]: (value, found) => {
    found.underlayIndex = value.u32Host();
  },
  [IFLA_VXLAN_LOCAL]: (value, found) => {
    found.local = readIp(value, 4);
  },
  [IFLA_VXLAN_LOCAL6]: (value, found) => {
    found.local = readIp(value, 6);
  },
  [IFLA_VXLAN_GROUP]: (value, found) => {
    found.remote = readIp(value, 4);
  },
  [IFLA_VXLAN_GROUP6]: (value, found) => {
    found.remote = readIp(value, 6);
  },
  [IFLA_VXLAN_LEARNING]: (value, found) => {
    found.learning = value.u8() !== 0;
  },
  [IFLA_VXLAN_GBP]: (_value, found) => {
    found.gbp = true;
  },
  [IFLA_VXLAN_COLLECT_METADATA]: (value, found) => {
    found.external = value.u8() !== 0;
  },
  [IFLA_VXLAN_GPE]: (_value, found) => {
    found.gpe = true;
  },
};

const linkInfoAttributes: AttributeHandlers<Draft<VxlanParameters>> = {
  [IFLA_INFO_DATA]: (value, found) => value.attributes(vxlanAttributes, found),
};

const linkAttributes: AttributeHandlers<Draft<VxlanParameters>> = {
  // Its packets leave by a link of another namespace: this one's links say nothing of it.
  [IFLA_LINK_NETNSID]: (_value, found) => {
    found.others = [...found.others, 'link-netns'];
  },
  [IFLA_LINKINFO]: (value, found) => value.attributes(linkInfoAttributes, found),
};
