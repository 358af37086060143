import { formatIp } from '../addr/ip.ts';
import { type ErrorCode, SilkError } from '../errors.ts';
import type { NetlinkSocket } from '../linux/netlink/socket.ts';
import { listAddresses } from '../linux/rtnetlink/address.ts';
import { getLink, type Link } from '../linux/rtnetlink/link.ts';
import { getBridgePort, type PortSettings, portSettings } from '../linux/rtnetlink/link-bridge.ts';
import { attachLink, type BridgePlace } from './attach-link.ts';
import type { SegmentSockets } from './take-segment-steps.ts';

/** What a LAN may not be reached by. */
export interface LanPlace {
  readonly bridge: BridgePlace;
  /** The name of the segment's VXLAN device. */
  readonly vxlan: string;
  /** The underlay's index. */
  readonly underlayIndex: number;
}

/** Who is there is not known ahead of time: it is learned, and what is for nobody known goes there too. */
const lanSettings: PortSettings = {
  learning: true,
  flood: true,
  mcastFlood: true,
  bcastFlood: true,
  hairpin: false,
  isolated: false,
  locked: false,
  neighSuppress: false,
};

/** What a link to a LAN lacks of being a port of the segment: `learning: found off, wanted on`. Empty: nothing. */
export type LanPortDifferences = readonly string[];

/**
 * What ensureLanPort() would change. Changes nothing.
 * @throws SilkError NOT_READY when there is no such link; BAD_CONFIG or OVERLAY_CONFLICT when it is for something else.
 */
export function planLanPort(sockets: SegmentSockets, name: string, place: LanPlace): LanPortDifferences {
  const { socket, link } = findLink(sockets, name, place);
  const isElsewhere = socket !== sockets.segment;
  refuseDevice(link, { ...place, isWithUnderlay: isElsewhere || place.bridge.netns === undefined });
  refuseUsed(socket, link, isElsewhere ? undefined : place.bridge);
  if (isElsewhere) return ["namespace: found the underlay's, wanted the segment's"];
  if (link.masterIndex === undefined) return [`bridge: found none, wanted ${place.bridge.name}`];
  const port = getBridgePort(socket, link.index)?.port;
  const differing = portSettings.filter((setting) => port?.[setting] !== lanSettings[setting]);
  return [
    ...(link.up ? [] : ['state: found down, wanted up']),
    ...differing.map(
      (setting) => `${setting}: found ${onOff(!lanSettings[setting])}, wanted ${onOff(lanSettings[setting])}`,
    ),
  ];
}

/**
 * Makes a link to a LAN a port of the segment's bridge that learns who is there. Safe to repeat: it repairs what was changed.
 * @returns its index in the segment's namespace, and what was changed.
 * @throws SilkError as planLanPort(), before anything is changed; KERNEL_REFUSED.
 */
export function ensureLanPort(
  sockets: SegmentSockets,
  name: string,
  place: LanPlace,
): { readonly index: number; readonly repaired: LanPortDifferences } {
  const repaired = planLanPort(sockets, name, place);
  if (repaired.length > 0) attachLink(sockets, { name, choice: lanSettings }, place.bridge);
  const index = getLink(sockets.segment, name)?.index;
  if (index === undefined) throw cannot('NOT_READY', name, 'found it gone again, wanted it');
  return { index, repaired };
}

function findLink({ segment, underlay }: SegmentSockets, name: string, { bridge }: LanPlace) {
  const sockets: readonly NetlinkSocket[] = bridge.netns === undefined ? [segment] : [segment, underlay];
  for (const socket of sockets) {
    const link = getLink(socket, name);
    if (link !== undefined) return { socket, link };
  }
  throw cannot('NOT_READY', name, 'found no such link, wanted one');
}

function refuseDevice(
  { name, index, alias }: Link,
  { bridge, vxlan, underlayIndex, isWithUnderlay }: LanPlace & { readonly isWithUnderlay: boolean },
): void {
  const refuse = (found: string) => {
    throw cannot('BAD_CONFIG', name, `found ${found}, wanted a link to a LAN`);
  };
  if (name === bridge.name || name === vxlan) refuse("the segment's own device");
  if (isWithUnderlay && index === underlayIndex) refuse('the underlay');
  if (alias !== undefined && /^silk[:-]/.test(alias)) refuse(`what is of silk already (alias ${alias})`);
}

/** @param bridge may have it already; undefined: none may. */
function refuseUsed(socket: NetlinkSocket, { name, index, masterIndex }: Link, bridge: BridgePlace | undefined): void {
  if (masterIndex !== undefined && masterIndex !== bridge?.index) {
    const master = getLink(socket, masterIndex)?.name ?? `link ${masterIndex}`;
    throw cannot('OVERLAY_CONFLICT', name, `found it a port of ${master}, wanted it free or a port of the segment`);
  }
  const [address] = listAddresses(socket, { family: 4, linkIndex: index });
  if (address === undefined) return;
  throw cannot('OVERLAY_CONFLICT', name, `found the address ${formatIp(address.local)}, wanted no IPv4 address`);
}

function cannot(code: ErrorCode, name: string, text: string): SilkError {
  return new SilkError(code, `Cannot use ${name} as a port to a LAN: lanPorts: ${text}`);
}

function onOff(is: boolean): string {
  return is ? 'on' : 'off';
}
