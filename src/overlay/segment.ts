import { formatIp } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import { contains, formatPrefix, type Prefix } from '../addr/prefix.ts';
import { SilkError } from '../errors.ts';
import type { Netns } from '../linux/netns.ts';
import type { PortSettings } from '../linux/rtnetlink/link-bridge.ts';
import { containerMac, hostLinkMac } from './derive.ts';
import type { Underlay } from './underlay.ts';
import { chooseMtu } from './vtep.ts';
import type { VxlanDevice } from './vxlan-device.ts';

/** Who answers a question for the MAC of an endpoint on another host: the VXLAN device (`proxy`), or the bridge. */
export type ArpSuppression = 'proxy' | 'neigh_suppress';

/** What is asked of a host's part of a segment; all else follows from it and from the underlay. */
export interface SegmentWish {
  /** The bridge's name, by which the segment is known on this host. */
  readonly bridge: string;
  /** The VXLAN device's. */
  readonly vxlan: string;
  /** The segment's own, by which it is known on all hosts. */
  readonly vni: number;
  /** UDP. */
  readonly port: number;
  readonly gbp: boolean;
  readonly arpSuppression: ArpSuppression;
  /** Whether broadcasts are sent to every host that has a part of the segment: head-end replication. */
  readonly replicate: boolean;
  /** The bridge's address, IPv4, with the length of the segment's network: the same on every host. Absent: it has none. */
  readonly gateway?: Prefix | undefined;
  /** Absent: the underlay's less the overhead. */
  readonly mtuBytes?: number | undefined;
  /** The network namespace that bridge and VXLAN device are in. Absent: the underlay's. */
  readonly netns?: Netns | undefined;
}

/** A segment's bridge as it has to be: up, and with exactly the gateway's address, or none. */
export interface SegmentBridge {
  readonly name: string;
  /** With a gateway it follows from the address alone, and so is the same on every host. */
  readonly mac: Mac;
  readonly gateway: Prefix | undefined;
  /** Its alias. */
  readonly mark: string;
}

/** A segment's VXLAN device: a port of the bridge. */
export interface SegmentVxlan extends VxlanDevice {
  /** Its alias. */
  readonly mark: string;
  /** What the bridge is to do with it. */
  readonly settings: Partial<PortSettings>;
  /** The bridge's name. */
  readonly bridge: string;
}

/** A host's part of a segment as it has to be, apart from the endpoints. */
export interface Segment {
  readonly bridge: SegmentBridge;
  readonly vxlan: SegmentVxlan;
  readonly arpSuppression: ArpSuppression;
  readonly replicate: boolean;
}

/** The alias of the devices of a segment. */
export function segmentMark(vni: number): string {
  return `silk-segment:${vni}`;
}

/** A name for the VXLAN device of a segment, which no other has. */
export function vxlanName(vni: number): string {
  return `vxlan${vni}`;
}

/**
 * Describes one host's part of a segment.
 * @throws SilkError BAD_CONFIG when the names are one, the gateway's network holds the underlay, or the MTU does not fit the underlay's.
 */
export function describeSegment(wish: SegmentWish, underlay: Underlay): Segment {
  const { gateway, vni, port, gbp, netns, arpSuppression, replicate } = wish;
  if (wish.bridge === wish.vxlan || [wish.bridge, wish.vxlan].includes(underlay.name)) {
    const found = [wish.bridge, wish.vxlan, underlay.name].join(', ');
    throw unfit(wish, `names of bridge, VXLAN device and underlay: found ${found}, wanted three different ones`);
  }
  if (gateway !== undefined && netns === undefined && contains(gateway, underlay.ip)) {
    const found = `${formatPrefix(gateway)}, whose network holds the underlay address ${formatIp(underlay.ip)}`;
    throw unfit(wish, `gateway: found ${found}, wanted one apart from the underlay`);
  }
  const mark = segmentMark(vni);
  const mac = hostLinkMac(underlay.ip);
  return {
    bridge: { name: wish.bridge, mac: gateway === undefined ? mac : containerMac(gateway.ip), gateway, mark },
    vxlan: {
      name: wish.vxlan,
      mac,
      mtuBytes: chooseMtu(wish.mtuBytes, underlay),
      vni,
      port,
      gbp,
      underlay,
      proxy: arpSuppression === 'proxy',
      netns,
      mark,
      bridge: wish.bridge,
      settings: {
        // Who is behind it is said, and not guessed from what comes in.
        learning: false,
        // There is an entry for whom it leads to: nothing else need go there. ARP is asked of it, which is a broadcast.
        flood: replicate,
        mcastFlood: replicate,
        bcastFlood: true,
        neighSuppress: arpSuppression === 'neigh_suppress',
      },
    },
    arpSuppression,
    replicate,
  };
}

function unfit({ bridge }: SegmentWish, text: string): SilkError {
  return new SilkError('BAD_CONFIG', `Cannot describe the segment ${bridge}: ${text}`);
}
