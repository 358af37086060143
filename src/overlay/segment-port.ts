import { createHash } from 'node:crypto';
import type { Ip } from '../addr/ip.ts';
import type { Mac } from '../addr/mac.ts';
import type { Prefix } from '../addr/prefix.ts';
import type { PortSettings } from '../linux/rtnetlink/link-bridge.ts';
import { hostLinkMac } from './derive.ts';

/** How a segment treats one of its ports. */
export type PortChoice = Pick<PortSettings, 'hairpin' | 'isolated' | 'locked'>;

/** What is asked of a container's link to a segment. */
export interface PortWish {
  /** The host end's alias: whose the link is. Its name follows from it. */
  readonly mark: string;
  readonly mtuBytes: number;
  readonly choice: PortChoice;
  /** The interface's name in the container. */
  readonly ifname: string;
  readonly mac: Mac;
  /** With the length of the segment's network. IPv4. */
  readonly address: Prefix;
  readonly routes: readonly PortRoute[];
}

/** A route of a container by way of a machine on its segment. */
export interface PortRoute {
  readonly destination: Prefix;
  readonly gateway: Ip;
  readonly metric: number;
}

/** A container's link to a segment as it has to be: the host end is a port of the bridge. */
export interface SegmentPort extends PortWish {
  /** The host end's name. */
  readonly name: string;
  readonly hostMac: Mac;
}

/** Describes the link of one container. */
export function describeSegmentPort(wish: PortWish): SegmentPort {
  return { ...wish, name: portName(wish.mark), hostMac: hostLinkMac(wish.address.ip) };
}

/**
 * The name of the host end of a link: `b-` and 12 digits that follow from whose it is. Not from the address, which two segments of a
 * host may both have.
 */
export function portName(mark: string): string {
  return `b-${createHash('sha256').update(mark).digest('hex').slice(0, 12)}`;
}

/** Whether a link's name is of the form that portName() gives. */
export function isPortName(name: string): boolean {
  return /^b-[0-9a-f]{12}$/.test(name);
}

/** What a link that was attached by hand leads to. */
interface HandPort {
  readonly bridge: string;
  /** A path. */
  readonly netns: string;
  readonly ifname: string;
}

/** The alias of a link that was attached by hand: `silk-port:<bridge>:<netns>:<ifname>`. */
export function handPortMark({ bridge, netns, ifname }: HandPort): string {
  const path = netns.length <= maxNetnsBytes ? netns : `#${createHash('sha256').update(netns).digest('hex')}`;
  return `silk-port:${bridge}:${path}:${ifname}`;
}

/** A longer path is replaced by its digest: the kernel takes aliases of at most 255 bytes. */
const maxNetnsBytes = 150;

/** Undefined: the alias is of something else, or has a digest in the place of the path. */
export function parseHandPortMark(alias: string | undefined): HandPort | undefined {
  const [, bridge, netns, ifname] = alias?.match(/^silk-port:([^:]+):(\/.*):([^:]+)$/) ?? [];
  return bridge && netns && ifname ? { bridge, netns, ifname } : undefined;
}
