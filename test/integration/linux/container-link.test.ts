import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { hostPrefix, parsePrefix } from '../../../src/addr/prefix.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { type Netns, openNetns } from '../../../src/linux/netns.ts';
import { addAddress, listAddresses, removeAddress } from '../../../src/linux/rtnetlink/address.ts';
import { decodeLink, getLink, listLinks, removeLink, setLink } from '../../../src/linux/rtnetlink/link.ts';
import { createVeth, createVethRequest } from '../../../src/linux/rtnetlink/link-veth.ts';
import { addNeighbour, listNeighbours, NUD_PERMANENT, removeNeighbour } from '../../../src/linux/rtnetlink/neigh.ts';
import {
  addRoute,
  getRoute,
  listRoutes,
  type Route,
  RT_SCOPE_LINK,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTN_UNICAST,
  RTPROT_BOOT,
  RTPROT_KERNEL,
  removeRoute,
} from '../../../src/linux/rtnetlink/route.ts';
import { ip, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('link');
const containerIp = parseIp('10.255.108.184', 'address');
const hostIp = parseIp('169.254.0.1', 'address');
const hostMac = parseMac('aa:aa:0a:ff:6c:b8', 'MAC');
const containerMac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');
const hostName = 's-010255108184';

let hostNs: { name: string; path: string };
let containerNs: { name: string; path: string };
let netns: Netns;
let host: NetlinkSocket;
let container: NetlinkSocket;
let ends: { index: number; peerIndex: number };

beforeAll(() => {
  hostNs = namespaces.add();
  containerNs = namespaces.add();
  using hostNetns = openNetns(hostNs.path);
  netns = openNetns(containerNs.path);
  host = NetlinkSocket.open(hostNetns);
  container = NetlinkSocket.open(netns);
});

afterAll(() => {
  container[Symbol.dispose]();
  host[Symbol.dispose]();
  netns[Symbol.dispose]();
  namespaces.removeAll();
});

beforeEach(() => {
  ends = createVeth(host, vethTo('eth0'));
});

afterEach(() => {
  removeLink(host, ends.index);
});

function vethTo(peerName: string, name = hostName) {
  return { name, mac: hostMac, mtuBytes: 1410, peer: { name: peerName, mac: containerMac, netns } };
}

function address() {
  return { linkIndex: ends.peerIndex, local: containerIp, prefix: hostPrefix(hostIp), scope: RT_SCOPE_LINK };
}

function neighbour() {
  return { linkIndex: ends.peerIndex, ip: hostIp, mac: hostMac, state: NUD_PERMANENT };
}

function defaultRoute(): Route {
  return {
    destination: parsePrefix('0.0.0.0/0', 'destination'),
    gateway: hostIp,
    linkIndex: ends.peerIndex,
    source: containerIp,
    scope: RT_SCOPE_UNIVERSE,
    protocol: RTPROT_BOOT,
    table: RT_TABLE_MAIN,
    type: RTN_UNICAST,
  };
}

/** All of the link in the order in which an ADD makes it. */
function complete(): void {
  host.apply([
    setLink(ends.index, { alias: 'silk:blue:c1:eth0' }),
    addAddress({ linkIndex: ends.index, local: hostIp, prefix: hostPrefix(containerIp), scope: RT_SCOPE_LINK }),
    addNeighbour({ linkIndex: ends.index, ip: containerIp, mac: containerMac, state: NUD_PERMANENT }),
  ]);
  container.apply([
    setLink(ends.peerIndex, { up: true }),
    addAddress(address()),
    addNeighbour(neighbour()),
    addRoute(defaultRoute()),
  ]);
}

describe('createVeth()', () => {
  test('makes both ends where they belong, with names, MACs, MTUs and NOARP; only the near one is up', () => {
    const near = getLink(host, ends.index);
    const far = getLink(container, ends.peerIndex);
    const both = { kind: 'veth', mtuBytes: 1410, noArp: true };
    expect(near).toMatchObject({ ...both, name: hostName, mac: hostMac, up: true, peerIndex: ends.peerIndex });
    expect(far).toMatchObject({ ...both, name: 'eth0', mac: containerMac, up: false, peerIndex: ends.index });
    expect(getLink(host, 'eth0')).toBeUndefined();
  });

  test('is answered by the kernel with both indexes: no second question is needed', () => {
    const echoed = host.exchange(createVethRequest(vethTo('eth1', 's-echo')), decodeLink);
    const found = getLink(host, 's-echo');
    removeLink(host, found?.index ?? 0);
    expect(echoed.map(({ index, peerIndex }) => ({ index, peerIndex }))).toEqual([
      { index: found?.index, peerIndex: found?.peerIndex },
    ]);
    expect(found?.peerIndex).toBeGreaterThan(0);
  });

  test.each([
    { name: 'its own name', veth: () => vethTo('eth1') },
    { name: "the peer's name", veth: () => vethTo('eth0', 's-other') },
  ])('fails with EEXIST when $name is taken, and leaves nothing new', ({ veth }) => {
    const before = [listLinks(host).length, listLinks(container).length];
    expect(() => createVeth(host, veth())).toThrow(expect.objectContaining({ errno: 'EEXIST' }));
    expect([listLinks(host).length, listLinks(container).length]).toEqual(before);
  });
});

describe('a whole container link', () => {
  test('reads in iproute2 character for character as the design says', () => {
    complete();
    expect(ip(containerNs, 'route')).toBe(
      'default via 169.254.0.1 dev eth0 src 10.255.108.184 \n' +
        '169.254.0.1 dev eth0 proto kernel scope link src 10.255.108.184 \n',
    );
    expect(ip(containerNs, 'neigh')).toBe('169.254.0.1 dev eth0 lladdr aa:aa:0a:ff:6c:b8 PERMANENT \n');
    expect(ip(hostNs, 'neigh')).toBe(`10.255.108.184 dev ${hostName} lladdr ee:ee:0a:ff:6c:b8 PERMANENT \n`);
    expect(ip(containerNs, '-4 addr show dev eth0')).toContain(
      'inet 10.255.108.184 peer 169.254.0.1/32 scope link eth0\n',
    );
    expect(ip(hostNs, '-4 addr show')).toContain(`inet 169.254.0.1 peer 10.255.108.184/32 scope link ${hostName}\n`);
    const [first, second] = ip(containerNs, 'link show dev eth0').split('\n');
    expect(first).toMatch(/^\d+: eth0@if\d+: <BROADCAST,MULTICAST,NOARP,UP,LOWER_UP> mtu 1410 /);
    expect(second).toMatch(/^ {4}link\/ether ee:ee:0a:ff:6c:b8 /);
    expect(ip(hostNs, 'link')).toContain('alias silk:blue:c1:eth0');
  });

  test('is listed by us as it was made', () => {
    complete();
    const filter = { family: 4, linkIndex: ends.peerIndex } as const;
    expect(listAddresses(container, filter)).toEqual([address()]);
    expect(listNeighbours(container, filter)).toEqual([neighbour()]);
    const kernelRoute: Route = {
      ...defaultRoute(),
      destination: hostPrefix(hostIp),
      gateway: undefined,
      scope: RT_SCOPE_LINK,
      protocol: RTPROT_KERNEL,
    };
    expect(listRoutes(container, filter)).toEqual([defaultRoute(), kernelRoute]);
    expect(getRoute(container, parseIp('192.0.2.1', 'address'))).toEqual(defaultRoute());
    expect(getLink(host, ends.index)?.alias).toBe('silk:blue:c1:eth0');
  });

  test('goes with its host end', () => {
    complete();
    expect(removeLink(host, ends.index)).toBe(true);
    expect(getLink(container, 'eth0')).toBeUndefined();
    expect(listRoutes(container, { family: 4 })).toEqual([]);
  });
});

describe('removing', () => {
  test('removeLink() of one that is gone says so', () => {
    removeLink(host, ends.index);
    expect(removeLink(host, ends.index)).toBe(false);
  });

  test('what was added can be removed, one by one', () => {
    complete();
    container.apply([removeRoute(defaultRoute()), removeNeighbour(neighbour()), removeAddress(address())]);
    const filter = { family: 4, linkIndex: ends.peerIndex } as const;
    expect(listRoutes(container, filter)).toEqual([]);
    expect(listAddresses(container, filter)).toEqual([]);
    // The kernel may keep the entry for a moment, without its MAC.
    expect(listNeighbours(container, filter).filter(({ state }) => state === NUD_PERMANENT)).toEqual([]);
  });

  test('removeRoute() leaves a route of another protocol alone', () => {
    complete();
    const [outcome] = container.execute([removeRoute({ ...defaultRoute(), protocol: 4 })]);
    expect(outcome?.errno).toBe('ESRCH');
    expect(getRoute(container, parseIp('192.0.2.1', 'address'))).toBeDefined();
  });
});

describe('setLink()', () => {
  test('changes MTU, alias and up, and what is not named stays', () => {
    host.apply([setLink(ends.index, { mtuBytes: 1300 })]);
    expect(getLink(host, ends.index)).toMatchObject({ mtuBytes: 1300, up: true, noArp: true });
    host.apply([setLink(ends.index, { up: false, alias: 'x'.repeat(255) })]);
    expect(getLink(host, ends.index)).toMatchObject({ mtuBytes: 1300, up: false, noArp: true, alias: 'x'.repeat(255) });
    host.apply([setLink(ends.index, { alias: '' })]);
    expect(getLink(host, ends.index)?.alias).toBeUndefined();
  });
});

describe('listLinks()', () => {
  test('filters by kind, and finds nothing of a kind that the kernel does not know', () => {
    expect(listLinks(host).map(({ name }) => name)).toEqual(['lo', hostName]);
    expect(listLinks(host, { kind: 'veth' }).map(({ name }) => name)).toEqual([hostName]);
    expect(listLinks(host, { kind: 'no-such-kind' })).toEqual([]);
  });
});

describe('filters', () => {
  test('leave other links out', () => {
    complete();
    const other = createVeth(host, vethTo('eth1', 's-other'));
    const local = parseIp('10.9.9.9', 'address');
    container.apply([
      setLink(other.peerIndex, { up: true }),
      addAddress({ linkIndex: other.peerIndex, local, prefix: { ip: local, length: 24 }, scope: 0 }),
    ]);
    const found = {
      all: listAddresses(container, { family: 4 }).map(({ linkIndex }) => linkIndex),
      one: listAddresses(container, { family: 4, linkIndex: other.peerIndex }).map((entry) => entry.linkIndex),
      routes: listRoutes(container, { family: 4, linkIndex: other.peerIndex }).map((entry) => entry.linkIndex),
      neighbours: listNeighbours(container, { family: 4, linkIndex: other.peerIndex }),
    };
    removeLink(host, other.index);
    expect(found).toEqual({
      all: [ends.peerIndex, other.peerIndex],
      one: [other.peerIndex],
      routes: [other.peerIndex],
      neighbours: [],
    });
  });

  test('list nothing for a link that is gone', () => {
    const filter = { family: 4, linkIndex: 999_999 } as const;
    expect(listAddresses(container, filter)).toEqual([]);
    expect(listNeighbours(container, filter)).toEqual([]);
    expect(listRoutes(container, filter)).toEqual([]);
  });
});

describe('IPv6', () => {
  test('addresses, neighbours and routes go in and come out', () => {
    const linkIndex = ends.index;
    const prefix = parsePrefix('fd00:1::1/64', 'prefix');
    const peer = parseIp('fd00:1::2', 'address');
    const added: Route = { ...defaultRoute(), destination: parsePrefix('fd00:2::/64', 'destination'), gateway: peer };
    const route: Route = { ...added, linkIndex, source: undefined, metric: 9 };
    container.apply([setLink(ends.peerIndex, { up: true })]);
    host.apply([
      addAddress({ linkIndex, local: prefix.ip, prefix, scope: 0 }),
      addNeighbour({ linkIndex, ip: peer, mac: containerMac, state: NUD_PERMANENT }),
      addRoute(route),
    ]);
    expect(listAddresses(host, { family: 6, linkIndex })).toContainEqual({
      linkIndex,
      local: prefix.ip,
      prefix,
      scope: 0,
    });
    expect(listNeighbours(host, { family: 6, linkIndex })).toContainEqual({
      linkIndex,
      ip: peer,
      mac: containerMac,
      state: NUD_PERMANENT,
    });
    expect(listRoutes(host, { family: 6, linkIndex })).toContainEqual(route);
    expect(getRoute(host, parseIp('fd00:2::5', 'address'))).toEqual(route);
  });
});
