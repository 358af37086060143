import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { hostPrefix, parsePrefix } from '../../../src/addr/prefix.ts';
import * as libc from '../../../src/linux/libc.ts';
import { AF_NETLINK, NETLINK_ROUTE, SOCK_RAW } from '../../../src/linux/netlink/constants.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { WireWriter } from '../../../src/linux/netlink/writer.ts';
import { inNetns, openNetns } from '../../../src/linux/netns.ts';
import { addAddress, listAddresses, removeAddress } from '../../../src/linux/rtnetlink/address.ts';
import { getLink, listLinks, removeLink, setLink } from '../../../src/linux/rtnetlink/link.ts';
import { createVeth } from '../../../src/linux/rtnetlink/link-veth.ts';
import { addNeighbour, listNeighbours, NUD_PERMANENT } from '../../../src/linux/rtnetlink/neigh.ts';
import { addRoute, getRoute, listRoutes, type Route } from '../../../src/linux/rtnetlink/route.ts';
import { TestNamespaces } from './namespaces.ts';

const ECONNREFUSED = 111;

const namespaces = new TestNamespaces('netlink');
let ns: { name: string; path: string };
let socket: NetlinkSocket;
let linkIndex = 0;

beforeAll(() => {
  ns = namespaces.add();
  using netns = openNetns(ns.path);
  using peerNetns = openNetns(namespaces.add().path);
  socket = NetlinkSocket.open(netns);
  const mac = parseMac('aa:aa:0a:ff:6c:b8', 'MAC');
  const peerMac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');
  const pair = createVeth(socket, {
    name: 's-1',
    mac,
    mtuBytes: 1410,
    peer: { name: 'eth0', mac: peerMac, netns: peerNetns },
  });
  linkIndex = pair.index;
});

afterAll(() => {
  socket[Symbol.dispose]();
  namespaces.removeAll();
});

function numbered(i: number) {
  const local = { family: 4, value: parseIp('10.0.0.1', 'address').value + BigInt(i) } as const;
  return { linkIndex, local, prefix: hostPrefix(local), scope: 0 };
}

describe('refusals', () => {
  test("carry the kernel's own text", () => {
    const route: Route = {
      destination: parsePrefix('10.9.0.0/16', 'destination'),
      gateway: parseIp('203.0.113.1', 'gateway'),
      linkIndex,
      scope: 0,
      protocol: 3,
      table: 254,
      type: 1,
    };
    expect(() => socket.apply([addRoute(route)])).toThrow(
      expect.objectContaining({
        code: 'KERNEL_REFUSED',
        errno: 'ENETUNREACH',
        message:
          `Cannot add route 10.9.0.0/16 via 203.0.113.1 by link ${linkIndex}: ENETUNREACH Network is unreachable ` +
          '(kernel: Nexthop has invalid gateway)',
      }),
    );
  });

  test('concern their own request alone: those before and after are carried out', () => {
    const outcomes = socket.execute([
      addAddress(numbered(0)),
      addAddress(numbered(0)),
      setLink(999_999, { up: true }),
      addAddress(numbered(1)),
    ]);
    expect(outcomes.map((outcome) => outcome?.errno)).toEqual([undefined, 'EEXIST', 'ENODEV', undefined]);
    expect(listAddresses(socket, { family: 4, linkIndex })).toEqual([numbered(0), numbered(1)]);
    socket.apply([removeAddress(numbered(0)), removeAddress(numbered(1))]);
  });
});

describe('what is not there', () => {
  test('getLink() and removeLink() say so without an error', () => {
    expect(getLink(socket, 'silk-none')).toBeUndefined();
    expect(getLink(socket, 999_999)).toBeUndefined();
    expect(removeLink(socket, 999_999)).toBe(false);
  });

  test('getRoute() says so for an address that no route leads to, of either family', () => {
    expect(getRoute(socket, parseIp('198.51.100.1', 'address'))).toBeUndefined();
    expect(getRoute(socket, parseIp('2001:db8::1', 'address'))).toBeUndefined();
  });
});

describe('listRoutes()', () => {
  test('lists nothing in a namespace so new that it has no routing table yet', () => {
    using netns = openNetns(namespaces.add().path);
    using fresh = NetlinkSocket.open(netns);
    expect([listRoutes(fresh, { family: 4 }), listRoutes(fresh, { family: 6 })]).toEqual([[], []]);
  });
});

describe('many at once', () => {
  const count = 5000;

  test(`${count} requests get ${count} outcomes, and a dump lists every entry once`, () => {
    const mac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');
    const wanted = Array.from({ length: count }, (_, i) => numbered(i).local);
    const outcomes = socket.execute(wanted.map((ip) => addNeighbour({ linkIndex, ip, mac, state: NUD_PERMANENT })));
    expect(outcomes.filter((outcome) => outcome !== undefined)).toEqual([]);
    const listed = listNeighbours(socket, { family: 4, linkIndex }).map(({ ip }) => Number(ip.value));
    expect(listed.sort((a, b) => a - b)).toEqual(wanted.map(({ value }) => Number(value)));
  });
});

describe('dumps while links come and go', () => {
  let churn: ChildProcess;
  beforeAll(async () => {
    // Bridges, whose creation is fast: a veth would mostly wait for its removal.
    const loop =
      'while :; do for i in 1 2 3 4 5 6 7 8; do echo "link add c-$i type bridge"; done; ' +
      'for i in 1 2 3 4 5 6 7 8; do echo "link del c-$i"; done; done | ip -n "$0" -force -batch -';
    churn = spawn('sh', ['-c', loop, ns.name], { stdio: 'ignore', detached: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => churn.once('exit', resolve));
    if (churn.pid !== undefined) process.kill(-churn.pid, 'SIGKILL');
    await ended;
  });

  test('always list what was there all the time, once, and never fail', () => {
    const seen = new Set<number>();
    for (let round = 0; round < 300; round++) {
      const links = listLinks(socket);
      seen.add(links.length);
      expect(links.filter(({ name }) => name === 's-1' || name === 'lo')).toHaveLength(2);
      expect(new Set(links.map(({ index }) => index)).size).toBe(links.length);
    }
    // Otherwise nothing came and went, and the test would prove nothing.
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe('a socket', () => {
  test('takes no message from another process, even a privileged one in its namespace', () => {
    using netns = openNetns(ns.path);
    const outcome = inNetns(netns, () => {
      // The kernel calls the first socket of a process by the process's number.
      expect(routePorts()).toContain(process.pid);
      return sendTo(process.pid);
    });
    expect(outcome).toBe(-ECONNREFUSED);
  });
});

/** The ports of the NETLINK_ROUTE sockets in the thread's namespace, less the kernel's own. */
function routePorts(): number[] {
  const rows = readFileSync('/proc/thread-self/net/netlink', 'utf8').split('\n').slice(1);
  const columns = rows.map((row) => row.trim().split(/ +/));
  return columns.filter((row) => row[1] === '0' && row[2] !== '0').map((row) => Number(row[2]));
}

/** Sends 16 bytes to a netlink port, as somebody would who forges an answer of the kernel. */
function sendTo(port: number): number {
  const fd = libc.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  try {
    const address = new WireWriter().u16Host(AF_NETLINK).u16Host(0).u32Host(port).u32Host(0).finish();
    expect(libc.connect(fd, address)).toBe(0);
    return libc.send(fd, new Uint8Array(16));
  } finally {
    closeSync(fd);
  }
}
