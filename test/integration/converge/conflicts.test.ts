import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { type PeerText, plainWish, type WishText } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

const peer: PeerText = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };
const wish: WishText = { ...plainWish, peers: [peer] };
const other = ['ip link add other type veth peer name other-peer', 'ip link set other up'];

function worldWith(lines: readonly string[]): OverlayWorld {
  const world = new OverlayWorld();
  for (const line of lines) world.exec(line);
  return world;
}

/** What the kernel has, but for carriers, which come and go by themselves. */
function everything(world: OverlayWorld): unknown[] {
  const links = world.exec('ip -d link').replaceAll(/<[^>]*>|state \w+/g, '');
  return [world.state(), links, world.exec('ip -o -4 addr'), world.exec('ip route')];
}

describe('converge() changes nothing and names the culprit:', () => {
  test.each([
    {
      name: 'a link of another kind has the name',
      lines: ['ip link add silk-vtep type veth peer name other-peer'],
      code: 'OVERLAY_CONFLICT',
      says: 'found a link of kind veth, wanted a VXLAN device or none',
    },
    {
      name: 'another VXLAN device has the VNI and the port',
      lines: ['ip link add culprit type vxlan id 1 dev uplink dstport 4789 gbp'],
      code: 'OVERLAY_CONFLICT',
      says: 'found VNI 1 on port 4789 used by the VXLAN device culprit',
    },
    {
      name: 'another VXLAN device has the port without gbp',
      lines: ['ip link add culprit type vxlan id 9 dev uplink dstport 4789', 'ip link set culprit up'],
      code: 'OVERLAY_CONFLICT',
      says: 'found port 4789 used by the VXLAN device culprit (VNI 9) without gbp',
    },
    {
      name: 'another VXLAN device has the port, and packets say their VNI',
      lines: ['ip link add culprit type vxlan external gbp dstport 4789', 'ip link set culprit up'],
      code: 'OVERLAY_CONFLICT',
      says: 'found port 4789 used by the VXLAN device culprit, which is external',
    },
    {
      name: 'another route has a part of the overlay network',
      lines: [...other, 'ip route add 10.255.0.0/17 dev other'],
      code: 'OVERLAY_CONFLICT',
      says: 'overlapping the route 10.255.0.0/17 dev other',
    },
    {
      name: 'a blackhole has a part of the overlay network',
      lines: ['ip route add blackhole 10.255.7.0/25'],
      code: 'OVERLAY_CONFLICT',
      says: 'overlapping the route blackhole 10.255.7.0/25,',
    },
    {
      name: 'the underlay is in the overlay network',
      lines: ['ip addr flush dev uplink', 'ip addr add 10.255.7.7/24 dev uplink'],
      code: 'BAD_CONFIG',
      says: 'which holds the underlay address 10.255.7.7 of uplink',
    },
    {
      name: 'the underlay has no address',
      lines: ['ip addr flush dev uplink'],
      code: 'UNDERLAY_UNKNOWN',
      says: 'found no global IPv4 address on uplink',
    },
  ])('$name', async ({ lines, code, says }) => {
    const world = worldWith(lines);
    const before = everything(world);
    await expect(world.converge(wish)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(says) }),
    );
    expect(everything(world)).toEqual(before);
  });
});

test('a VTEP in use does not become that of a peer, and a new one is made beside the peer that says so', async () => {
  const typingError: WishText = { ...wish, subnet: peer.subnet };
  const world = new OverlayWorld();
  await world.converge(wish);
  const before = everything(world);
  await expect(world.converge(typingError)).rejects.toThrow(
    "found this host's own subnet 10.255.48.0/24 overlapping 10.255.48.0/24 of the peer at 10.244.0.48",
  );
  expect(everything(world)).toEqual(before);
  const report = await new OverlayWorld().converge(typingError);
  expect([report.made.length, report.failed.length]).toEqual([2, 1]);
});

test('another name of another device is not the VTEP', async () => {
  const world = worldWith([
    'ip link add other type vxlan id 9 dev uplink dstport 8472',
    'ip link property add dev other altname silk-vtep',
  ]);
  await expect(world.converge(wish)).rejects.toThrow('found another name of other, wanted a VXLAN device or none');
});

test('a blackhole over the whole network, and more, is no conflict', async () => {
  const world = worldWith(['ip route add unreachable 10.0.0.0/8']);
  expect((await world.converge(wish)).failed).toEqual([]);
});

test.each([
  { name: 'another VNI, and gbp too', as: 'id 9 dev uplink dstport 4789 gbp' },
  { name: 'the same VNI over IPv6', as: 'id 1 dev uplink local fd00::1 dstport 4789 gbp' },
  { name: 'no gbp over IPv6', as: 'id 9 dev uplink remote fd00::2 dstport 4789' },
])('a VXLAN device on the port with $name is no conflict', async ({ as }) => {
  const world = worldWith([
    'ip addr add fd00::1/64 dev uplink nodad',
    `ip link add neighbour type vxlan ${as}`,
    'ip link set neighbour up',
  ]);
  expect((await world.converge(wish)).failed).toEqual([]);
  expect(world.state().device).toMatchObject({ up: true, vni: 1 });
});

describe("somebody else's object in the place of ours stays, is reported each time, and the rest is done:", () => {
  test.each([
    { name: 'a blackhole route', add: ['ip route add blackhole 10.255.48.0/24'], what: 'route 10.255.48.0/24' },
    {
      name: 'a route of several next hops',
      add: ['ip route add 10.255.48.0/24 nexthop via 10.255.48.0 dev silk-vtep nexthop via 10.255.99.0 dev silk-vtep'],
      what: 'route 10.255.48.0/24',
    },
    {
      name: 'a route for a type of service alone',
      add: ['ip route add 10.255.48.0/24 tos 0x10 via 10.255.48.0 dev silk-vtep src 10.255.32.0'],
      what: 'route 10.255.48.0/24',
    },
    {
      name: 'a route of another protocol',
      add: ['ip route add 10.255.48.0/24 via 10.255.48.0 dev silk-vtep proto static'],
      what: 'route 10.255.48.0/24',
    },
    {
      name: 'a route by a next hop object',
      add: [
        'ip nexthop add id 4 via 10.255.48.0 dev silk-vtep',
        'ip route add 10.255.48.0/24 nhid 4 src 10.255.32.0 proto boot',
      ],
      what: 'route 10.255.48.0/24',
    },
    {
      name: 'an FDB entry of a group of next hops',
      add: [
        'ip nexthop add id 5 via 10.244.9.9 fdb',
        'ip nexthop add id 10 group 5 fdb',
        'bridge fdb add ee:ee:0a:ff:30:00 nhid 10 dev silk-vtep',
      ],
      what: 'FDB entry ee:ee:0a:ff:30:00',
    },
  ])('$name', async ({ add, what }) => {
    const world = new OverlayWorld();
    await world.converge({ ...wish, peers: [] });
    for (const line of add) world.exec(line);
    const shown = () => [world.exec('ip route show 10.255.48.0/24'), world.exec('bridge fdb show dev silk-vtep')];
    const before = shown().join('').trim();
    const report = await world.converge(wish);
    expect(report.failed).toEqual([
      { what: expect.stringContaining(what), reason: expect.stringContaining("another's") },
    ]);
    expect(report.made).toHaveLength(2);
    expect(await world.converge(wish)).toEqual({ made: [], changed: [], removed: [], failed: report.failed });
    expect((await world.converge({ ...wish, peers: [] })).removed).toHaveLength(2);
    expect(shown().join('').trim()).toBe(before);
  });
});
