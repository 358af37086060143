import { decodeMessages, type NetlinkMessage } from '../netlink/message.ts';
import { type Address, decodeAddress, RTM_DELADDR, RTM_NEWADDR } from './address.ts';
import { type BridgeFdbEntry, decodeBridgeFdbEntry, decodeFdbEntry, type FdbEntry } from './fdb.ts';
import { decodeLink, type Link, RTM_DELLINK, RTM_NEWLINK } from './link.ts';
import { decodeNeighbour, type Neighbour, RTM_DELNEIGH, RTM_NEWNEIGH } from './neigh.ts';
import { decodeRoute, type Route, RTM_DELROUTE, RTM_NEWROUTE } from './route.ts';

/** What the kernel tells of one object that came, changed (both: `gone` is false) or went. */
export type KernelEvent = {
  readonly gone: boolean;
  /** Of the socket that asked for it. 0: the kernel itself, or it does not say: of links and FDB entries it does not. */
  readonly port: number;
} & (
  | { readonly object: 'link'; readonly link: Link }
  | { readonly object: 'address'; readonly address: Address }
  | { readonly object: 'route'; readonly route: Route }
  | { readonly object: 'neighbour'; readonly neighbour: Neighbour }
  | { readonly object: 'fdb'; readonly entry: FdbEntry }
  | { readonly object: 'bridgeFdb'; readonly entry: BridgeFdbEntry }
);

/** Reads a datagram of a NetlinkMonitor; what is of no kind that we know is passed over. @throws WireError when malformed. */
export function decodeEvents(datagram: Uint8Array): KernelEvent[] {
  const events: KernelEvent[] = [];
  decodeMessages(datagram, (message) => {
    const event = decodeEvent(message);
    if (event !== undefined) events.push(event);
  });
  return events;
}

function decodeEvent({ type, port, payload }: NetlinkMessage): KernelEvent | undefined {
  const about = { gone: removals.has(type), port };
  if (type === RTM_NEWLINK || type === RTM_DELLINK) {
    return { ...about, object: 'link', link: decodeLink(type, payload) };
  }
  if (type === RTM_NEWADDR || type === RTM_DELADDR) {
    const address = decodeAddress(type, payload);
    return address && { ...about, object: 'address', address };
  }
  if (type === RTM_NEWROUTE || type === RTM_DELROUTE) {
    const route = decodeRoute(type, payload);
    return route && { ...about, object: 'route', route };
  }
  if (type !== RTM_NEWNEIGH && type !== RTM_DELNEIGH) return undefined;
  const entry = decodeFdbEntry(type, payload.fork());
  if (entry !== undefined) return { ...about, object: 'fdb', entry };
  const behind = decodeBridgeFdbEntry(type, payload.fork());
  if (behind !== undefined) return { ...about, object: 'bridgeFdb', entry: behind };
  const neighbour = decodeNeighbour(type, payload);
  return neighbour && { ...about, object: 'neighbour', neighbour };
}

const removals: ReadonlySet<number> = new Set([RTM_DELLINK, RTM_DELADDR, RTM_DELROUTE, RTM_DELNEIGH]);
