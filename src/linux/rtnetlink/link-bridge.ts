import type { Mac } from '../../addr/mac.ts';
import { NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL } from '../netlink/constants.ts';
import type { AttributeHandlers, WireReader } from '../netlink/reader.ts';
import type { NetlinkRequest } from '../netlink/request.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { WireWriter } from '../netlink/writer.ts';
import { requireIndex, writeMac, writeName } from './attributes.ts';
import {
  decodeLink,
  getLinkRequest,
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINKINFO,
  IFLA_MASTER,
  type Link,
  linkHeaderBytes,
  listLinksRequest,
  RTM_NEWLINK,
  writeLinkHeader,
} from './link.ts';

/*
 * linux/if_link.h. A bridge: IFLA_LINKINFO { KIND "bridge" }
 * A port of one: IFLA_LINKINFO { SLAVE_KIND "bridge", SLAVE_DATA { IFLA_BRPORT_... } }, each of a byte.
 */
const IFLA_BRPORT_MODE = 4;
const IFLA_BRPORT_LEARNING = 8;
const IFLA_BRPORT_UNICAST_FLOOD = 9;
const IFLA_BRPORT_MCAST_FLOOD = 27;
const IFLA_BRPORT_BCAST_FLOOD = 30;
const IFLA_BRPORT_NEIGH_SUPPRESS = 32;
const IFLA_BRPORT_ISOLATED = 33;
const IFLA_BRPORT_LOCKED = 39;

/** A bridge without ports, which is down. */
export interface Bridge {
  readonly name: string;
  /** Absent: the kernel chooses one, and changes it as ports come and go. */
  readonly mac?: Mac | undefined;
}

/** A request that makes a bridge; EEXIST when the name is taken. @throws RangeError for a name or MAC that has no place in a message. */
export function createBridgeRequest({ name, mac }: Bridge): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: 0 });
  writeName(writer, IFLA_IFNAME, name);
  if (mac !== undefined) writeMac(writer, IFLA_ADDRESS, mac);
  writer.nested(IFLA_LINKINFO, () => writer.attributeText(IFLA_INFO_KIND, 'bridge'));
  return {
    type: RTM_NEWLINK,
    flags: NLM_F_CREATE | NLM_F_EXCL,
    payload: writer.finish(),
    what: `create bridge ${name}`,
  };
}

/** What a bridge does with one of its ports. The comments say what `on` means; a new port learns and has all three floods. */
export interface PortSettings {
  /** The sources of what comes in are remembered as being there. */
  readonly learning: boolean;
  /** Frames to MACs that are not known go out here. */
  readonly flood: boolean;
  /** Frames to groups go out here. */
  readonly mcastFlood: boolean;
  /** Broadcasts go out here. */
  readonly bcastFlood: boolean;
  /** A frame may go out where it came in. */
  readonly hairpin: boolean;
  /** No frame goes from here to another isolated port. */
  readonly isolated: boolean;
  /** No frame comes in from a MAC that an entry does not say to be here (kernel 5.18). */
  readonly locked: boolean;
  /** ARP whose answer the bridge's neighbours know is answered by the bridge, and does not go out here. */
  readonly neighSuppress: boolean;
}

const settingTypes: Readonly<Record<keyof PortSettings, number>> = {
  learning: IFLA_BRPORT_LEARNING,
  flood: IFLA_BRPORT_UNICAST_FLOOD,
  mcastFlood: IFLA_BRPORT_MCAST_FLOOD,
  bcastFlood: IFLA_BRPORT_BCAST_FLOOD,
  hairpin: IFLA_BRPORT_MODE,
  isolated: IFLA_BRPORT_ISOLATED,
  locked: IFLA_BRPORT_LOCKED,
  neighSuppress: IFLA_BRPORT_NEIGH_SUPPRESS,
};

/** A setting's name, in the order in which `ip link` knows them. */
export const portSettings = Object.keys(settingTypes) as readonly (keyof PortSettings)[];

/**
 * A request that changes a port's settings; what is absent stays. EINVAL for a link that is no port of a bridge. A setting that the
 * kernel does not know is passed over without a word (rtnl_newlink(): nla_parse_nested_deprecated()). @throws RangeError for an index of 0.
 */
export function setBridgePort(index: number, settings: Partial<PortSettings>): NetlinkRequest {
  const writer = new WireWriter();
  writeLinkHeader(writer, { index: requireIndex(index) });
  writer.nested(IFLA_LINKINFO, () => {
    writer.attributeText(IFLA_INFO_SLAVE_KIND, 'bridge');
    writer.nested(IFLA_INFO_SLAVE_DATA, () => {
      for (const name of portSettings) {
        const value = settings[name];
        if (value !== undefined) writer.attribute(settingTypes[name], Uint8Array.of(Number(value)));
      }
    });
  });
  return { type: RTM_NEWLINK, flags: 0, payload: writer.finish(), what: `change bridge port ${index}` };
}

/** A port of a bridge as the kernel has it. A setting that the kernel does not know is off. */
export interface BridgePort extends Link {
  readonly port: PortSettings;
}

/** The port that a link is; undefined for one that is no port of a bridge. @throws NetlinkError ENODEV where there is no link. */
export function getBridgePort(socket: NetlinkSocket, index: number): BridgePort | undefined {
  return socket.exchange(getLinkRequest(index), decodeBridgePort).at(0);
}

/** The ports of one bridge. @throws NetlinkError; SilkError TRY_LATER when they kept changing while they were listed. */
export function listBridgePorts(socket: NetlinkSocket, bridgeIndex: number): BridgePort[] {
  const ports = socket.dump(listBridgePortsRequest(bridgeIndex), decodeBridgePort);
  // The kernel lists all links where there is no such bridge.
  return ports.filter(({ masterIndex }) => masterIndex === bridgeIndex);
}

/** The question that listBridgePorts() asks: the kernel filters. @throws RangeError for an index of 0. */
export function listBridgePortsRequest(bridgeIndex: number): NetlinkRequest {
  const all = listLinksRequest(undefined);
  const writer = new WireWriter().bytes(all.payload);
  writer.attributeU32Host(IFLA_MASTER, requireIndex(bridgeIndex));
  return { ...all, flags: NLM_F_DUMP, payload: writer.finish(), what: `list ports of bridge ${bridgeIndex}` };
}

/** Reads an RTM_NEWLINK message; undefined for a link that is no port of a bridge. @throws WireError when it is malformed. */
export function decodeBridgePort(type: number, payload: WireReader): BridgePort | undefined {
  // Read once as any link, and once more for the settings.
  const again = payload.fork();
  const link = decodeLink(type, payload);
  const found: FoundPort = { isPort: false, port: { ...allOff } };
  again.skip(linkHeaderBytes).attributes(linkAttributes, found);
  return found.isPort ? { ...link, port: found.port } : undefined;
}

interface FoundPort {
  isPort: boolean;
  readonly port: { -readonly [Name in keyof PortSettings]: boolean };
}

const allOff: PortSettings = {
  learning: false,
  flood: false,
  mcastFlood: false,
  bcastFlood: false,
  hairpin: false,
  isolated: false,
  locked: false,
  neighSuppress: false,
};

const portAttributes: AttributeHandlers<FoundPort> = Object.fromEntries(
  portSettings.map((name) => [
    settingTypes[name],
    (value: WireReader, found: FoundPort) => {
      found.port[name] = value.u8() !== 0;
    },
  ]),
);

const linkInfoAttributes: AttributeHandlers<FoundPort> = {
  [IFLA_INFO_SLAVE_KIND]: (value, found) => {
    found.isPort = value.text() === 'bridge';
  },
  [IFLA_INFO_SLAVE_DATA]: (value, found) => {
    // Of another kind of master the numbers mean something else; the kind comes first.
    if (found.isPort) value.attributes(portAttributes, found);
  },
};

const linkAttributes: AttributeHandlers<FoundPort> = {
  [IFLA_LINKINFO]: (value, found) => value.attributes(linkInfoAttributes, found),
};
