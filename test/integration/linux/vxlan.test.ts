import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import type { NetlinkRequest } from '../../../src/linux/netlink/request.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { addAddress } from '../../../src/linux/rtnetlink/address.ts';
import { replaceFdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import { getLink, removeLink, setLink } from '../../../src/linux/rtnetlink/link.ts';
import {
  changeVxlanRequest,
  createVxlanRequest,
  getVxlan,
  listVxlans,
  type Vxlan,
} from '../../../src/linux/rtnetlink/link-vxlan.ts';
import { addNeighbour, NUD_PERMANENT } from '../../../src/linux/rtnetlink/neigh.ts';
import { listRoutes, type Route, replaceRoute } from '../../../src/linux/rtnetlink/route.ts';
import { ip, run, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('vxlan');

/** A namespace with two underlay links, of MTU 1500 and 1400, and the remote host's and the VTEP's addresses. */
function addHost() {
  const host = namespaces.add();
  ip(host, 'link add under type veth peer name under-peer');
  ip(host, 'link add narrow mtu 1400 type veth peer name narrow-peer');
  for (const link of ['lo', 'under-peer', 'under', 'narrow-peer', 'narrow']) ip(host, `link set ${link} up`);
  ip(host, 'addr add 10.244.0.145/16 dev under');
  return host;
}

function open(host: { path: string }): NetlinkSocket {
  using netns = openNetns(host.path);
  return NetlinkSocket.open(netns);
}

const remote = {
  ip: parseIp('10.255.48.0', 'address'),
  mac: parseMac('ee:ee:0a:ff:30:00', 'MAC'),
  underlay: parseIp('10.244.0.48', 'address'),
};

let host: { name: string; path: string };
let socket: NetlinkSocket;
let vtep: Vxlan;
let index = 0;

beforeAll(() => {
  host = addHost();
  socket = open(host);
  vtep = {
    name: 'silk-vtep',
    mac: parseMac('ee:ee:0a:ff:20:00', 'MAC'),
    mtuBytes: 1450,
    vni: 42,
    local: parseIp('10.244.0.145', 'address'),
    underlayIndex: indexOf('under'),
    port: 4789,
    gbp: true,
  };
  socket.apply([createVxlanRequest(vtep)]);
  index = indexOf('silk-vtep');
  socket.apply(remoteHostRequests());
});

afterAll(() => {
  socket[Symbol.dispose]();
  namespaces.removeAll();
});

function indexOf(name: string): number {
  return getLink(socket, name)?.index ?? 0;
}

const source = parseIp('10.255.32.0', 'address');

function route(more: Partial<Route> = {}): Route {
  return {
    destination: parsePrefix('10.255.48.0/24', 'destination'),
    gateway: remote.ip,
    linkIndex: index,
    source,
    scope: 0,
    protocol: 3,
    table: 254,
    type: 1,
    ...more,
  };
}

function remoteHostRequests(): NetlinkRequest[] {
  const { ip, mac, underlay } = remote;
  return [
    addAddress({ linkIndex: index, local: source, prefix: parsePrefix('10.255.32.0/16', 'prefix'), scope: 0 }),
    replaceRoute(route()),
    addNeighbour({ linkIndex: index, ip, mac, state: NUD_PERMANENT }),
    replaceFdbEntry({ linkIndex: index, mac, destination: underlay }),
  ];
}

const questions = [
  { command: 'ip', args: '-d -j link show silk-vtep' },
  { command: 'ip', args: '-4 -j addr show silk-vtep' },
  { command: 'ip', args: '-j route show' },
  { command: 'ip', args: '-j neigh show nud permanent' },
  { command: 'bridge', args: '-j fdb show dev silk-vtep' },
];

describe('a VTEP with a remote host', () => {
  let byHand: { name: string };
  beforeAll(() => {
    byHand = addHost();
    ip(
      byHand,
      'link add silk-vtep address ee:ee:0a:ff:20:00 mtu 1450 up ' +
        'type vxlan id 42 local 10.244.0.145 dev under dstport 4789 nolearning gbp',
    );
    ip(byHand, 'addr add 10.255.32.0/16 dev silk-vtep');
    ip(byHand, 'route add 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0');
    ip(byHand, 'neigh add 10.255.48.0 lladdr ee:ee:0a:ff:30:00 dev silk-vtep nud permanent');
    bridge(byHand, 'fdb add ee:ee:0a:ff:30:00 dev silk-vtep dst 10.244.0.48');
  });

  test.each(questions)('is what ip and bridge make, for `$command $args`', ({ command, args }) => {
    const [ours, theirs] = [host, byHand].map(({ name }) => JSON.parse(run(command, ['-n', name, ...args.split(' ')])));
    expect(ours).toEqual(theirs.map(asAt(ours)));
    expect(ours).not.toEqual([]);
  });

  test('reads as the seeds show it', () => {
    expect(ip(host, '-d link show silk-vtep')).toMatch(
      /link\/ether ee:ee:0a:ff:20:00 .*vxlan id 42 local 10\.244\.0\.145 dev under .*dstport 4789 nolearning .*\bgbp\b/s,
    );
    expect(ip(host, 'route show 10.255.48.0/24').trim()).toBe(
      '10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0',
    );
    expect(ip(host, 'neigh show dev silk-vtep').trim()).toBe('10.255.48.0 lladdr ee:ee:0a:ff:30:00 PERMANENT');
    expect(bridge(host, 'fdb show dev silk-vtep').trim()).toBe('ee:ee:0a:ff:30:00 dst 10.244.0.48 self permanent');
  });
});

/** The entry with what no two namespaces have in common, the operational state of fresh links, taken from ours. */
function asAt(ours: readonly Record<string, unknown>[]) {
  return (theirs: Record<string, unknown>, i: number) => ({
    ...theirs,
    ...('operstate' in theirs ? { operstate: ours[i]?.['operstate'] } : {}),
  });
}

describe('getVxlan() and listVxlans()', () => {
  test('read what was asked for', () => {
    const found = getVxlan(socket, 'silk-vtep');
    const { name, mac, mtuBytes, vni, port, gbp, local, underlayIndex } = vtep;
    expect(found).toMatchObject({ index, name, mac, mtuBytes, up: true, kind: 'vxlan' });
    expect(found?.vxlan).toEqual({
      vni,
      port,
      gbp,
      local,
      underlayIndex,
      learning: false,
      external: false,
      gpe: false,
      others: [],
    });
    expect(listVxlans(socket)).toEqual([found]);
  });

  test.each(['under', 'silk-none'])('know no VXLAN device %s', (name) => {
    expect(getVxlan(socket, name)).toBeUndefined();
  });

  test('list nothing where there is none', () => {
    using elsewhere = open(namespaces.add());
    expect(listVxlans(elsewhere)).toEqual([]);
  });
});

describe('changeVxlanRequest()', () => {
  const entries = () =>
    questions.slice(1).map(({ command, args }) => run(command, ['-n', host.name, ...args.split(' ')]));

  test('changes local address, underlay and learning in place, and keeps every entry', () => {
    const before = entries();
    const change = { local: parseIp('10.244.0.200', 'address'), underlayIndex: indexOf('narrow'), learning: true };
    socket.apply([changeVxlanRequest(index, change)]);
    const found = getVxlan(socket, 'silk-vtep');
    expect(found?.vxlan).toMatchObject({ vni: 42, port: 4789, gbp: true, ...change });
    // What the narrow underlay has room for; it is not raised again by going back.
    expect(found).toMatchObject({ index, up: true, mtuBytes: 1350 });
    const { local, underlayIndex } = vtep;
    socket.apply([changeVxlanRequest(index, { local, underlayIndex, learning: false })]);
    expect(getVxlan(socket, 'silk-vtep')).toMatchObject({ mtuBytes: 1350, vxlan: { local, underlayIndex } });
    socket.apply([setLink(index, { mtuBytes: 1450 })]);
    expect(entries()).toEqual(before);
  });

  test.each([
    { name: 'a link that is not there', underlay: () => 999_999, errno: 'ENODEV' },
    { name: 'the device itself', underlay: () => index, errno: 'EBUSY' },
  ])('to $name is refused', ({ underlay, errno }) => {
    const [failure] = socket.execute([changeVxlanRequest(index, { underlayIndex: underlay() })]);
    expect(failure?.errno).toBe(errno);
  });

  test.each(['id 43', 'dstport 8472', 'external', 'l2miss'])('has no place for what the kernel keeps: %s', (words) => {
    expect(() => ip(host, `link set silk-vtep type vxlan ${words}`)).toThrow(/annot change/);
  });
});

describe('createVxlanRequest()', () => {
  test.each([
    { name: 'its name', more: {}, errno: 'EEXIST' },
    { name: 'its VNI and port', more: { name: 'other' }, errno: 'EEXIST' },
    { name: 'its port with another gbp', more: { name: 'other', vni: 7, gbp: false }, errno: 'EADDRINUSE' },
    { name: 'its VNI and port with another gbp', more: { name: 'other', gbp: false }, errno: 'EADDRINUSE' },
  ])('is refused where another device has $name, and leaves none behind', ({ more, errno }) => {
    const [failure] = socket.execute([createVxlanRequest({ ...vtep, ...more })]);
    expect(failure?.errno).toBe(errno);
    expect(listVxlans(socket).map(({ name }) => name)).toEqual(['silk-vtep']);
  });

  test('makes a second device of another VNI on the same port, with the same gbp', () => {
    socket.apply([createVxlanRequest({ ...vtep, name: 'second', vni: 43 })]);
    expect(getVxlan(socket, 'second')?.up).toBe(true);
    removeLink(socket, indexOf('second'));
  });

  describe('where a program has the port', () => {
    let holder: ChildProcess;
    beforeAll(async () => {
      const bind =
        'import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 4790)); print(flush=True); input()';
      holder = spawn('ip', ['netns', 'exec', host.name, 'python3', '-c', bind], { stdio: ['pipe', 'pipe', 'ignore'] });
      await new Promise((resolve) => holder.stdout?.once('data', resolve));
    });
    afterAll(() => {
      holder.kill('SIGKILL');
    });

    test('is refused, even when the program listens to one other address, and leaves no device behind', () => {
      const [failure] = socket.execute([createVxlanRequest({ ...vtep, name: 'other', port: 4790 })]);
      expect(failure?.errno).toBe('EADDRINUSE');
      expect(getVxlan(socket, 'other')).toBeUndefined();
    });
  });

  test('lowers an MTU that the underlay has no room for', () => {
    socket.apply([createVxlanRequest({ ...vtep, name: 'wide', vni: 44, mtuBytes: 1500 })]);
    expect(getVxlan(socket, 'wide')?.mtuBytes).toBe(1450);
    removeLink(socket, indexOf('wide'));
  });
});

describe('replaceRoute()', () => {
  test('takes the place of the route of the same prefix and metric, whoever made it', () => {
    const prefix = parsePrefix('10.255.49.0/24', 'destination');
    ip(host, 'route add 10.255.49.0/24 dev silk-vtep proto static');
    socket.apply([replaceRoute(route({ destination: prefix }))]);
    const held = listRoutes(socket, { family: 4, linkIndex: index }).filter(
      ({ destination }) => destination.ip.value === prefix.ip.value,
    );
    expect(held).toEqual([route({ destination: prefix })]);
    ip(host, 'route del 10.255.49.0/24 dev silk-vtep');
  });
});

describe('setLink()', () => {
  test('changes the MAC, and the kernel forgets the permanent neighbours with it', () => {
    const mac = parseMac('ee:ee:0a:ff:20:01', 'MAC');
    socket.apply([setLink(index, { mac })]);
    expect(getLink(socket, index)?.mac).toEqual(mac);
    expect(ip(host, 'neigh show dev silk-vtep')).toBe('');
    socket.apply([setLink(index, { mac: vtep.mac })]);
  });
});

function bridge({ name }: { name: string }, args: string): string {
  return run('bridge', ['-n', name, ...args.split(' ')]);
}
