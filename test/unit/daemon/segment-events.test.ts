import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { macKey, parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { isSegmentNews, type WatchedPlace } from '../../../src/daemon/segment-events.ts';
import type { KernelEvent } from '../../../src/linux/rtnetlink/event.ts';
import type { BridgeFdbEntry, FdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import type { Link } from '../../../src/linux/rtnetlink/link.ts';
import { type Neighbour, NUD_NOARP, NUD_PERMANENT } from '../../../src/linux/rtnetlink/neigh.ts';
import { holdNothingInSegment } from '../../../src/overlay/held-segment.ts';
import { ipKey } from '../../../src/overlay/remote-host.ts';
import { endpointProtocol } from '../../../src/overlay/step.ts';

const [bridgeIndex, linkIndex, portIndex, underlayIndex, otherIndex, ownPort] = [7, 8, 9, 2, 20, 4711];
const reachable = 0x02;
const ip = parseIp('10.0.10.11', 'x');
const [far, away] = [parseIp('10.244.0.48', 'x'), parseIp('10.244.0.49', 'x')];
const mac = parseMac('ee:ee:0a:00:0a:0b', 'x');
const container = parseMac('ee:ee:0a:00:0a:0a', 'x');
const zeros = parseMac('00:00:00:00:00:00', 'x');

const ours: Neighbour = { linkIndex, ip, mac, state: NUD_NOARP, protocol: endpointProtocol, external: true };
const self: FdbEntry = { linkIndex, mac, destination: far, state: NUD_PERMANENT, external: true };
const flood: FdbEntry = { ...self, mac: zeros };
const master: BridgeFdbEntry = { linkIndex, mac, state: reachable, external: true };
const attached: BridgeFdbEntry = { linkIndex: portIndex, mac: container, state: NUD_NOARP };

const sight = {
  bridgeIndex,
  linkIndex,
  ports: new Set([linkIndex, portIndex]),
  held: {
    ...holdNothingInSegment(),
    neighbours: { bridge: new Map(), vxlan: new Map([[ipKey(ip), ours]]) },
    self: new Map([[macKey(mac), self]]),
    floods: [flood],
    master: new Map([[macKey(mac), master]]),
    local: new Map([[macKey(container), attached]]),
  },
};
const place: WatchedPlace = {
  ownPorts: new Set([ownPort]),
  segments: [{ bridge: 'br0', vxlan: 'vxlan42', sight }],
  underlay: { index: underlayIndex },
};
const unmade: WatchedPlace = { ...place, segments: [{ bridge: 'br0', vxlan: 'vxlan42', sight: undefined }] };

const about = { gone: false, port: 0 };
const gone = { gone: true, port: 0 };
const link = (over: Partial<Link>): KernelEvent => ({
  ...about,
  object: 'link',
  link: { index: otherIndex, name: 'other', mtuBytes: 1500, flags: 0, up: true, noArp: false, ...over },
});
const address = (index: number): KernelEvent => ({
  ...about,
  object: 'address',
  address: { linkIndex: index, local: far, prefix: parsePrefix('10.244.0.0/16', 'x'), scope: 0 },
});
const route = (text: string): KernelEvent => {
  const destination = parsePrefix(text, 'x');
  return {
    ...about,
    object: 'route',
    route: { destination, linkIndex: otherIndex, scope: 0, protocol: 3, table: 254, type: 1 },
  };
};
const neighbour = (over: Partial<Neighbour>, more = about): KernelEvent => ({
  ...more,
  object: 'neighbour',
  neighbour: { ...ours, ...over },
});
const fdb = (entry: FdbEntry, more = about): KernelEvent => ({ ...more, object: 'fdb', entry });
const bridgeFdb = (entry: BridgeFdbEntry, more = about): KernelEvent => ({ ...more, object: 'bridgeFdb', entry });

describe('isSegmentNews()', () => {
  test.each([
    { name: 'the bridge', event: link({ index: bridgeIndex }), says: true },
    { name: 'a device of its name', event: link({ name: 'vxlan42' }), says: true },
    { name: 'a port', event: link({ index: portIndex }), says: true },
    { name: 'a new port', event: link({ masterIndex: bridgeIndex }), says: true },
    { name: 'the underlay', event: link({ index: underlayIndex }), says: true },
    { name: 'another device', event: link({}), says: false },
    { name: 'an address of the bridge', event: address(bridgeIndex), says: true },
    { name: 'an address of the underlay', event: address(underlayIndex), says: true },
    { name: 'an address of another device', event: address(otherIndex), says: false },
    { name: 'a default route', event: route('0.0.0.0/0'), says: true },
    { name: 'another route', event: route('10.0.0.0/24'), says: false },
    { name: 'a neighbour that is as we hold it', event: neighbour({}), says: false },
    { name: 'one that is not', event: neighbour({ mac: container }), says: true },
    { name: 'one that no program has learned', event: neighbour({ external: undefined }), says: true },
    { name: 'one that is said to be a router', event: neighbour({ router: true }), says: true },
    { name: 'one that went', event: neighbour({}, gone), says: true },
    { name: 'one that we asked for', event: neighbour({}, { gone: true, port: ownPort }), says: false },
    { name: 'one more of ours', event: neighbour({ ip: far }), says: true },
    {
      name: 'who talks to the gateway',
      event: neighbour({ linkIndex: bridgeIndex, ip: far, state: reachable, protocol: undefined }),
      says: false,
    },
    { name: 'a neighbour of another device', event: neighbour({ linkIndex: otherIndex }, gone), says: false },
    { name: 'an FDB entry as we hold it', event: fdb(self), says: false },
    { name: 'one to elsewhere', event: fdb({ ...self, destination: away }), says: true },
    { name: 'one with a port', event: fdb({ ...self, port: 1 }), says: true },
    { name: 'one that went', event: fdb(self, gone), says: true },
    { name: 'one that we held no more', event: fdb({ ...self, mac: container }, gone), says: false },
    { name: 'a destination of broadcasts as we hold it', event: fdb(flood), says: false },
    { name: 'one more', event: fdb({ ...flood, destination: away }), says: true },
    { name: 'the own entry of another device', event: fdb({ ...self, linkIndex: otherIndex }, gone), says: false },
    { name: "the bridge's entry as we hold it", event: bridgeFdb(master), says: false },
    { name: 'one that went', event: bridgeFdb(master, gone), says: true },
    { name: 'what is attached', event: bridgeFdb(attached), says: false },
    { name: 'what was attached', event: bridgeFdb(attached, gone), says: true },
    {
      name: 'a MAC attached to a port of nobody yet',
      event: bridgeFdb({ ...attached, linkIndex: 30, mac }),
      says: true,
    },
    { name: 'a MAC seen at a port', event: bridgeFdb({ ...attached, state: reachable }), says: false },
    {
      name: "the own MAC of another bridge's port",
      event: bridgeFdb({ linkIndex: 30, mac, state: NUD_PERMANENT | NUD_NOARP }),
      says: false,
    },
  ])('of $name: $says', ({ event, says }) => {
    expect(isSegmentNews(event, place)).toBe(says);
  });

  test('goes by names while nothing has been seen, and by any link while the underlay is not known', () => {
    expect(isSegmentNews(link({ name: 'br0' }), unmade)).toBe(true);
    expect(isSegmentNews(link({}), unmade)).toBe(false);
    expect(isSegmentNews(link({}), { ...unmade, underlay: { index: undefined } })).toBe(true);
    expect(isSegmentNews(address(underlayIndex), { ...place, underlay: undefined })).toBe(false);
  });
});
