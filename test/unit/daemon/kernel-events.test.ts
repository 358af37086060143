import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { macKey, parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { matters, type Watched } from '../../../src/daemon/kernel-events.ts';
import type { KernelEvent } from '../../../src/linux/rtnetlink/event.ts';
import type { FdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import type { Link } from '../../../src/linux/rtnetlink/link.ts';
import { NUD_FAILED, NUD_INCOMPLETE, NUD_PERMANENT } from '../../../src/linux/rtnetlink/neigh.ts';
import { holdNothing } from '../../../src/overlay/held.ts';
import { describeVtep } from '../../../src/overlay/vtep.ts';

const [vtepIndex, underlayIndex, otherIndex, ownPort] = [7, 2, 9, 4711];
const ip = parseIp('10.244.0.48', 'x');
const mac = parseMac('ee:ee:0a:ff:30:00', 'x');
const entry: FdbEntry = { linkIndex: vtepIndex, mac, destination: ip, state: NUD_PERMANENT };

const vtep = describeVtep(
  {
    name: 'silk-vtep',
    vni: 1,
    port: 4789,
    gbp: true,
    network: prefix('10.255.0.0/16'),
    subnet: prefix('10.255.30.0/24'),
  },
  { index: underlayIndex, name: 'eth0', ip: parseIp('10.244.0.30', 'x'), mtuBytes: 1500 },
);
const held = { ...holdNothing(), fdb: new Map([[macKey(mac), entry]]) };
const watched: Watched = {
  vtepName: 'silk-vtep',
  ownPort,
  sight: { vtep, linkIndex: vtepIndex, desired: undefined, held },
};

function prefix(text: string) {
  return parsePrefix(text, 'x');
}

const about = { gone: false, port: 0 };
const link = (over: Partial<Link>): KernelEvent => ({
  ...about,
  object: 'link',
  link: { index: otherIndex, name: 'other', mtuBytes: 1500, flags: 0, up: true, noArp: false, ...over },
});
const address = (linkIndex: number): KernelEvent => ({
  ...about,
  object: 'address',
  address: { linkIndex, local: ip, prefix: prefix('10.244.0.0/16'), scope: 0 },
});
const route = (linkIndex: number, destination = '10.255.48.0/24'): KernelEvent => ({
  ...about,
  object: 'route',
  route: { destination: prefix(destination), linkIndex, scope: 0, protocol: 3, table: 254, type: 1 },
});
const neighbour = (linkIndex: number, state: number, gone = false): KernelEvent => ({
  ...about,
  gone,
  object: 'neighbour',
  neighbour: { linkIndex, ip, state },
});
const fdb = (over: Partial<FdbEntry>, gone = false): KernelEvent => ({
  ...about,
  gone,
  object: 'fdb',
  entry: { ...entry, ...over },
});

describe('matters()', () => {
  test.each([
    { name: 'the VTEP', event: link({ index: vtepIndex }), says: true },
    { name: 'a device of its name', event: link({ name: 'silk-vtep' }), says: true },
    { name: 'the underlay', event: link({ index: underlayIndex }), says: true },
    { name: 'another device', event: link({}), says: false },
    { name: 'an address of the VTEP', event: address(vtepIndex), says: true },
    { name: 'an address of the underlay', event: address(underlayIndex), says: true },
    { name: 'an address of another device', event: address(otherIndex), says: false },
    { name: 'a route by the VTEP', event: route(vtepIndex), says: true },
    { name: 'a default route', event: route(otherIndex, '0.0.0.0/0'), says: true },
    { name: 'a route of a container', event: route(otherIndex, '10.255.30.2/32'), says: false },
    { name: "a route to a part of a peer's subnet", event: route(otherIndex, '10.255.48.128/25'), says: true },
    { name: 'a route beside the network', event: route(otherIndex, '10.254.48.0/24'), says: false },
    { name: 'a neighbour on the VTEP', event: neighbour(vtepIndex, NUD_PERMANENT), says: true },
    { name: 'one that went', event: neighbour(vtepIndex, NUD_FAILED, true), says: true },
    { name: 'one that the kernel looks for', event: neighbour(vtepIndex, NUD_INCOMPLETE), says: false },
    { name: 'one that it has not found', event: neighbour(vtepIndex, NUD_FAILED), says: false },
    { name: 'a neighbour on the underlay', event: neighbour(underlayIndex, NUD_PERMANENT), says: false },
    { name: 'an FDB entry as it is held', event: fdb({}), says: false },
    { name: 'one to another host', event: fdb({ destination: parseIp('10.244.0.9', 'x') }), says: true },
    { name: 'one that ages', event: fdb({ state: 2 }), says: true },
    { name: 'one that a program has learned', event: fdb({ external: true }), says: true },
    { name: 'one with a port', event: fdb({ port: 8472 }), says: true },
    { name: 'one that went and is held', event: fdb({}, true), says: true },
    {
      name: 'one that went and is not held',
      event: fdb({ mac: parseMac('ee:ee:00:00:00:01', 'x') }, true),
      says: false,
    },
    { name: 'one of an unknown MAC', event: fdb({ mac: parseMac('ee:ee:00:00:00:01', 'x') }), says: true },
    { name: 'one of another device', event: fdb({ linkIndex: otherIndex }), says: false },
  ])('$name: $says', ({ event, says }) => {
    expect(matters(event, watched)).toBe(says);
    expect(matters({ ...event, port: ownPort }, watched)).toBe(false);
  });

  test('before there is a VTEP, any link and address may be the underlay', () => {
    const nothing = { ...watched, sight: undefined };
    expect([link({}), address(otherIndex), route(otherIndex)].map((event) => matters(event, nothing))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
