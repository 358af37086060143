import type { Mac } from '../../addr/mac.ts';
import { SilkError } from '../../errors.ts';
import { NLM_F_CREATE, NLM_F_ECHO, NLM_F_EXCL } from '../netlink/constants.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import type { Netns } from '../netns.ts';
import { requireIndex, writeMac, writeName } from './attributes.ts';
import {
  decodeLink,
  getLink,
  IFF_NOARP,
  IFF_UP,
  IFLA_ADDRESS,
  IFLA_GROUP,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_MASTER,
  IFLA_MTU,
  IFLA_NET_NS_FD,
  RTM_NEWLINK,
  writeLinkHeader,
} from './link.ts';

/*
 * linux/if_link.h, linux/veth.h.
 * IFLA_LINKINFO { KIND "veth", DATA { VETH_INFO_PEER { struct ifinfomsg, then the peer's own attributes } } }
 */
const VETH_INFO_PEER = 1;

/** A pair of which one end stays in the socket's namespace. Both ends are without ARP, unless it is asked for. */
export interface Veth {
  readonly name: string;
  readonly mac: Mac;
  /** Of both ends. */
  readonly mtuBytes: number;
  /** Whether both ends ask for MACs, as those of a bridge do. Absent: they do not. */
  readonly arp?: boolean | undefined;
  /** The bridge that the near end is born a port of. */
  readonly masterIndex?: number | undefined;
  /** Of the near end, as of `ip link`. Absent: the default one. */
  readonly group?: number | undefined;
  /** Of the near end. Absent: it is. */
  readonly up?: boolean | undefined;
  readonly peer: {
    readonly name: string;
    readonly mac: Mac;
    /** Where this end comes into being: it is never moved or renamed. */
    readonly netns: Netns;
  };
}

/**
 * Makes the pair in one request and returns the indexes, each in its own namespace.
 * The near end is up, where it is not to wait. The peer is not: veth_open() refuses (ENOTCONN) an end that is brought up while the pair is being
 * made. Its owner sends `setLink(peerIndex, { up: true })` first in the batch that gives it its address, and after its
 * sysctls, so that it never had IPv6.
 * Both MACs are part of the request, so that udev leaves them alone.
 * @throws NetlinkError EEXIST when either name is taken; RangeError when a name, MAC or MTU has no place in a message.
 */
export function createVeth(socket: NetlinkSocket, veth: Veth): { index: number; peerIndex: number } {
  const echoed = socket.exchange(createVethRequest(veth), decodeLink).find((link) => link.name === veth.name);
  const link = echoed?.peerIndex === undefined ? getLink(socket, veth.name) : echoed;
  if (link?.peerIndex === undefined) {
    throw new SilkError('UNEXPECTED', `Cannot learn the index of the peer of ${veth.name}: the link has gone again`);
  }
  return { index: link.index, peerIndex: link.peerIndex };
}

/** The request that createVeth() makes; the kernel answers it with the new link. @throws RangeError as createVeth(). */
export function createVethRequest(veth: Veth): NetlinkRequest {
  const { name, mac, mtuBytes, arp, masterIndex, group, up = true, peer } = veth;
  const noArp = arp ? 0 : IFF_NOARP;
  const writer = new WireWriter();
  writeEnd(writer, { name, mac, mtuBytes, flags: (up ? IFF_UP : 0) | noArp });
  if (masterIndex !== undefined) writer.attributeU32Host(IFLA_MASTER, requireIndex(masterIndex));
  if (group !== undefined) writer.attributeU32Host(IFLA_GROUP, group);
  writer.nested(IFLA_LINKINFO, () => {
    writer.attributeText(IFLA_INFO_KIND, 'veth');
    writer.nested(IFLA_INFO_DATA, () => {
      writer.nested(VETH_INFO_PEER, () => {
        writeEnd(writer, { name: peer.name, mac: peer.mac, mtuBytes, flags: noArp });
        writer.attributeU32Host(IFLA_NET_NS_FD, peer.netns.fd);
      });
    });
  });
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL | NLM_F_ECHO,
    payload: writer.finish(),
    what: `create link ${name} with peer ${peer.name} in ${peer.netns.path}`,
  };
}

interface End {
  readonly name: string;
  readonly mac: Mac;
  readonly mtuBytes: number;
  readonly flags: number;
}

function writeEnd(writer: WireWriter, { name, mac, mtuBytes, flags }: End): void {
  writeLinkHeader(writer, { index: 0, flags, change: flags });
  writeName(writer, IFLA_IFNAME, name);
  writeMac(writer, IFLA_ADDRESS, mac);
  writer.attributeU32Host(IFLA_MTU, mtuBytes);
}
