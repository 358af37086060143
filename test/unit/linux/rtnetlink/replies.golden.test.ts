import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import { decodeMessages } from '../../../../src/linux/netlink/message.ts';
import type { Decode } from '../../../../src/linux/netlink/socket.ts';
import { type Address, decodeAddress } from '../../../../src/linux/rtnetlink/address.ts';
import { decodeBridgeFdbEntry, decodeFdbEntry } from '../../../../src/linux/rtnetlink/fdb.ts';
import { decodeLink, type Link } from '../../../../src/linux/rtnetlink/link.ts';
import { decodeBridgePort } from '../../../../src/linux/rtnetlink/link-bridge.ts';
import { decodeVxlan, type VxlanLink } from '../../../../src/linux/rtnetlink/link-vxlan.ts';
import { decodeNeighbour, type Neighbour } from '../../../../src/linux/rtnetlink/neigh.ts';
import { decodeRoute, type Route } from '../../../../src/linux/rtnetlink/route.ts';
import { goldenReplies } from '../../../golden/vectors.ts';

const RTM_NEWLINK = 16;
const RTM_NEWADDR = 20;
const RTM_NEWROUTE = 24;
const RTM_NEWNEIGH = 28;

const hostMac = parseMac('aa:aa:0a:ff:6c:b8', 'MAC');
const containerMac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');

const [IFF_BROADCAST, IFF_RUNNING, IFF_MULTICAST, IFF_LOWER_UP] = [0x2, 0x40, 0x1000, 0x10000];

const hostLink: Link = {
  index: 2,
  name: 's-010255108184',
  kind: 'veth',
  mac: hostMac,
  mtuBytes: 1400,
  flags: 0x1 | 0x80 | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST | IFF_LOWER_UP,
  up: true,
  noArp: true,
  operState: 6,
  alias: 'silk:blue:c1:eth0',
  peerIndex: 2,
  peerNetnsId: 0,
  masterIndex: undefined,
};

const containerLink: Link = { ...hostLink, name: 'eth0', mac: containerMac, mtuBytes: 1410, alias: undefined };

const loopback: Link = {
  index: 1,
  name: 'lo',
  mac: parseMac('00:00:00:00:00:00', 'MAC'),
  mtuBytes: 65536,
  flags: 0x8,
  up: false,
  noArp: false,
  operState: 2,
};

const ipv6Address: Address = {
  linkIndex: 2,
  local: parseIp('fd00:1::1', 'address'),
  prefix: parsePrefix('fd00:1::1/64', 'prefix'),
  scope: 0,
};

const address: Address = {
  linkIndex: 2,
  local: parseIp('169.254.0.1', 'address'),
  prefix: parsePrefix('10.255.108.184/32', 'prefix'),
  scope: 253,
};

const neighbour: Neighbour = {
  linkIndex: 2,
  ip: parseIp('10.255.108.184', 'address'),
  mac: containerMac,
  state: 0x80,
};

const ipv6Neighbour: Neighbour = { ...neighbour, ip: parseIp('fd00:1::2', 'address') };

const defaultRoute: Route = {
  destination: parsePrefix('0.0.0.0/0', 'destination'),
  gateway: parseIp('169.254.0.1', 'gateway'),
  linkIndex: 2,
  source: parseIp('10.255.108.184', 'source'),
  scope: 0,
  protocol: 3,
  table: 254,
  type: 1,
};

const routeWithMetric: Route = {
  ...defaultRoute,
  destination: parsePrefix('10.255.48.0/24', 'destination'),
  source: undefined,
  metric: 7,
};

const peerRoute: Route = {
  ...defaultRoute,
  destination: parsePrefix('169.254.0.1/32', 'destination'),
  gateway: undefined,
  scope: 253,
  protocol: 2,
};

const ipv6Route: Route = {
  ...defaultRoute,
  destination: parsePrefix('fd00:2::/64', 'destination'),
  gateway: parseIp('fd00:1::2', 'gateway'),
  source: undefined,
  // What the kernel gives an IPv6 route that was added without a metric.
  metric: 1024,
};

const ipv6LinkRoute: Route = {
  ...ipv6Route,
  destination: parsePrefix('fd00:1::/64', 'destination'),
  gateway: undefined,
  protocol: 2,
  metric: 256,
};

const linkLocalRoute: Route = { ...ipv6LinkRoute, destination: parsePrefix('fe80::/64', 'destination') };

describe('decodeLink()', () => {
  test('reads a veth with its alias and peer', () => {
    expect(decodeAll('link reply', RTM_NEWLINK, decodeLink).at(-1)).toEqual(hostLink);
  });

  test('reads every link of a dump, loopback among them', () => {
    expect(decodeAll('links reply', RTM_NEWLINK, decodeLink)).toEqual([loopback, containerLink]);
  });
});

const vtep: VxlanLink = {
  index: 3,
  name: 'silk-vtep',
  kind: 'vxlan',
  mac: parseMac('ee:ee:0a:ff:20:00', 'MAC'),
  mtuBytes: 1450,
  flags: 0x1 | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST | IFF_LOWER_UP,
  up: true,
  noArp: false,
  vxlan: {
    vni: 42,
    port: 4789,
    gbp: true,
    learning: false,
    local: parseIp('10.244.0.145', 'local'),
    underlayIndex: 2,
    remote: undefined,
    external: false,
    gpe: false,
    others: [],
  },
};

describe('decodeVxlan()', () => {
  test('reads VXLAN devices of each make, and passes over links of another kind', () => {
    const [found, ...others] = decodeAll('VXLANs reply', RTM_NEWLINK, decodeVxlan).filter((link) => link !== undefined);
    expect(found).toEqual(vtep);
    expect(others.map(({ name, vxlan }) => ({ name, ...vxlan }))).toEqual([
      {
        name: 'v6',
        vni: 7,
        port: 4791,
        gbp: false,
        learning: true,
        local: parseIp('fd00::2', 'local'),
        underlayIndex: 2,
        remote: parseIp('fd00::1', 'remote'),
        external: false,
        gpe: false,
        others: [],
      },
      { name: 'open', vni: 0, port: 4790, gbp: false, learning: false, external: true, gpe: true, others: [] },
    ]);
  });
});

describe('decodeFdbEntry()', () => {
  test('reads entries with and without a port, VNI and link of their own', () => {
    const entry = { linkIndex: 3, state: 0xc0 };
    expect(decodeAll('FDB entries reply', RTM_NEWNEIGH, decodeFdbEntry)).toEqual([
      {
        ...entry,
        mac: parseMac('ee:ee:0a:ff:31:00', 'MAC'),
        destination: parseIp('10.244.0.49', 'destination'),
        port: 4790,
        vni: 43,
        viaIndex: 2,
      },
      { ...entry, mac: parseMac('ee:ee:0a:ff:30:00', 'MAC'), destination: parseIp('10.244.0.48', 'destination') },
    ]);
  });

  test('passes over IP neighbours', () => {
    const found = decodeAll('neighbours reply', RTM_NEWNEIGH, decodeFdbEntry);
    expect(found.filter((entry) => entry !== undefined)).toEqual([]);
  });
});

describe('decodeBridgePort()', () => {
  const asNew = { learning: true, flood: true, mcastFlood: true, bcastFlood: true };
  const allOff = {
    learning: false,
    flood: false,
    mcastFlood: false,
    hairpin: false,
    isolated: false,
    locked: false,
    neighSuppress: false,
  };

  test('reads the settings of ports of any kind, and passes over links that are none', () => {
    const ports = decodeAll('bridge ports reply', RTM_NEWLINK, decodeBridgePort).filter((link) => link !== undefined);
    expect(ports.map(({ name, masterIndex, port }) => ({ name, masterIndex, port }))).toEqual([
      { name: 'silk-vtep', masterIndex: 6, port: { ...allOff, bcastFlood: true, neighSuppress: true } },
      { name: 'b-1', masterIndex: 6, port: { ...allOff, ...asNew, hairpin: true, isolated: true, locked: true } },
    ]);
    expect(decodeAll('links reply', RTM_NEWLINK, decodeBridgePort).filter((link) => link !== undefined)).toEqual([]);
  });
});

describe('decodeBridgeFdbEntry()', () => {
  const remote = parseMac('ee:ee:0a:00:0a:0b', 'MAC');

  test("reads the bridge's entries of a VXLAN device, and decodeFdbEntry() the device's own", () => {
    const master = decodeAll('bridged FDB entries reply', RTM_NEWNEIGH, decodeBridgeFdbEntry);
    expect(master).toContainEqual({ linkIndex: 3, mac: remote, state: 0x02, external: true });
    const self = decodeAll('bridged FDB entries reply', RTM_NEWNEIGH, decodeFdbEntry);
    expect(self).toContainEqual({
      linkIndex: 3,
      mac: remote,
      state: 0xc0,
      external: true,
      destination: parseIp('10.244.0.48', 'destination'),
    });
  });

  test("tells an entry that was set from the port's own", () => {
    const found = decodeAll('port FDB entries reply', RTM_NEWNEIGH, decodeBridgeFdbEntry);
    expect(found.map(({ mac, state }) => [mac.bytes[0], state])).toEqual([
      [0xee, 0x40],
      [0xaa, 0x80],
    ]);
  });
});

describe('decodeAddress()', () => {
  test.each([
    { name: 'addresses reply', wanted: [address] },
    { name: 'IPv6 addresses reply', wanted: [ipv6Address] },
  ])('reads the $name', ({ name, wanted }) => {
    // Less the kernel's own fe80:: address.
    const found = decodeAll(name, RTM_NEWADDR, decodeAddress);
    expect(found.filter((entry) => entry?.local.family === 4 || entry?.scope === 0)).toEqual(wanted);
  });
});

describe('decodeNeighbour()', () => {
  test.each([
    { name: 'neighbours reply', wanted: neighbour },
    { name: 'IPv6 neighbours reply', wanted: ipv6Neighbour },
    {
      name: 'external neighbours reply',
      wanted: {
        linkIndex: 3,
        ip: parseIp('10.0.10.11', 'address'),
        mac: parseMac('ee:ee:0a:00:0a:0b', 'MAC'),
        state: 0x40,
        external: true,
        protocol: 200,
      },
    },
  ])('reads the $name', ({ name, wanted }) => {
    expect(decodeAll(name, RTM_NEWNEIGH, decodeNeighbour)).toContainEqual(wanted);
  });
});

describe('decodeRoute()', () => {
  test.each([
    { name: 'routes reply', wanted: [defaultRoute, routeWithMetric, peerRoute] },
    { name: 'IPv6 routes reply', wanted: [ipv6LinkRoute, ipv6Route, linkLocalRoute] },
    { name: 'route to an address reply', wanted: [defaultRoute] },
  ])('reads the $name', ({ name, wanted }) => {
    const found = decodeAll(name, RTM_NEWROUTE, decodeRoute).filter(({ table }) => table === 254);
    expect(found).toEqual(expect.arrayContaining(wanted));
    expect(found).toHaveLength(wanted.length);
  });
});

function decodeAll<T>(name: string, wanted: number, decode: Decode<T>): T[] {
  const found: T[] = [];
  for (const datagram of goldenReplies(name)) {
    decodeMessages(datagram, ({ type, payload }) => {
      const reply = type === wanted ? decode(type, payload) : undefined;
      if (reply !== undefined) found.push(reply);
    });
  }
  return found;
}
