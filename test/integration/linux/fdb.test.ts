import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { NetlinkSocket } from '../../../src/linux/netlink/socket.ts';
import { openNetns } from '../../../src/linux/netns.ts';
import { listFdb, removeFdbEntry, replaceFdbEntry } from '../../../src/linux/rtnetlink/fdb.ts';
import { getLink } from '../../../src/linux/rtnetlink/link.ts';
import { ip, run, TestNamespaces } from './namespaces.ts';

const namespaces = new TestNamespaces('fdb');
const mac = parseMac('ee:ee:0a:ff:30:00', 'MAC');
const here = parseIp('10.244.0.48', 'address');
const there = parseIp('10.244.0.49', 'address');
/** NUD_NOARP | NUD_PERMANENT */
const state = 0xc0;

let host: { name: string; path: string };
let socket: NetlinkSocket;
let linkIndex = 0;
let otherIndex = 0;

beforeAll(() => {
  host = namespaces.add();
  using netns = openNetns(host.path);
  socket = NetlinkSocket.open(netns);
  ip(host, 'link add silk-vtep type vxlan id 42 dstport 4789 nolearning');
  ip(host, 'link add other type vxlan id 43 dstport 4789 nolearning');
  linkIndex = getLink(socket, 'silk-vtep')?.index ?? 0;
  otherIndex = getLink(socket, 'other')?.index ?? 0;
  // On another device, so that a list that is not of one device alone is seen.
  socket.apply([replaceFdbEntry({ linkIndex: otherIndex, mac, destination: there })]);
});

beforeEach(() => {
  bridge('fdb flush dev silk-vtep');
});

afterAll(() => {
  socket[Symbol.dispose]();
  namespaces.removeAll();
});

function bridge(args: string): string {
  return run('bridge', ['-n', host.name, ...args.split(' ')]);
}

describe('replaceFdbEntry()', () => {
  test.each([
    { name: 'where there is none', before: undefined },
    { name: 'over the same one', before: 'dst 10.244.0.48' },
    { name: 'over another destination', before: 'dst 10.244.0.49' },
    { name: 'over one that ages', before: 'dst 10.244.0.48 dynamic' },
    { name: 'over one with a port, VNI and link of its own', before: 'dst 10.244.0.48 port 99 vni 5 via lo' },
    { name: 'over one that another program says it has learned', before: 'dst 10.244.0.48 extern_learn' },
  ])('makes the one entry wanted $name', ({ before }) => {
    if (before !== undefined) bridge(`fdb add ee:ee:0a:ff:30:00 dev silk-vtep ${before}`);
    socket.apply([replaceFdbEntry({ linkIndex, mac, destination: here })]);
    expect(bridge('fdb show dev silk-vtep').trim()).toBe('ee:ee:0a:ff:30:00 dst 10.244.0.48 self permanent');
    expect(listFdb(socket, linkIndex)).toEqual([{ linkIndex, mac, destination: here, state }]);
  });

  test('is answered "done" and does nothing where the MAC leads to a group of next hops', () => {
    ip(host, 'nexthop add id 1 via 10.244.0.9 fdb');
    ip(host, 'nexthop add id 2 group 1 fdb');
    bridge('fdb add ee:ee:0a:ff:30:00 dev silk-vtep nhid 2');
    socket.apply([replaceFdbEntry({ linkIndex, mac, destination: here })]);
    expect(listFdb(socket, linkIndex)).toEqual([{ linkIndex, mac, state }]);
    bridge('fdb del ee:ee:0a:ff:30:00 dev silk-vtep');
    socket.apply([replaceFdbEntry({ linkIndex, mac, destination: here })]);
    expect(listFdb(socket, linkIndex)).toEqual([{ linkIndex, mac, destination: here, state }]);
  });

  test('is refused for a MAC that is not unicast', () => {
    const [failure] = socket.execute([
      replaceFdbEntry({ linkIndex, mac: parseMac('01:00:5e:00:00:01', 'MAC'), destination: here }),
    ]);
    expect(failure?.errno).toBe('EOPNOTSUPP');
  });
});

describe('removeFdbEntry()', () => {
  test('removes the entry of the destination', () => {
    socket.apply([replaceFdbEntry({ linkIndex, mac, destination: here })]);
    socket.apply([removeFdbEntry({ linkIndex, mac, destination: here })]);
    expect(listFdb(socket, linkIndex)).toEqual([]);
  });

  test.each(['dst 10.244.0.49', 'dst 10.244.0.48 port 99', 'dst 10.244.0.48 vni 5', 'dst 10.244.0.48 via lo'])(
    'leaves the entry %s without a word',
    (entry) => {
      bridge(`fdb add ee:ee:0a:ff:30:00 dev silk-vtep ${entry}`);
      socket.apply([removeFdbEntry({ linkIndex, mac, destination: here })]);
      expect(listFdb(socket, linkIndex)).toHaveLength(1);
    },
  );

  test('is refused with ENOENT where there is none', () => {
    const [failure] = socket.execute([removeFdbEntry({ linkIndex, mac, destination: here })]);
    expect(failure?.errno).toBe('ENOENT');
  });
});

test('listFdb() lists every destination of the MAC that stands for all others', () => {
  for (const to of ['10.244.0.48', '10.244.0.49']) bridge(`fdb append 00:00:00:00:00:00 dev silk-vtep dst ${to}`);
  const all = parseMac('00:00:00:00:00:00', 'MAC');
  expect(listFdb(socket, linkIndex).map((found) => found.mac)).toEqual([all, all]);
});

describe('listFdb()', () => {
  test('lists the entries of the one device', () => {
    expect(listFdb(socket, linkIndex)).toEqual([]);
    expect(listFdb(socket, otherIndex)).toEqual([{ linkIndex: otherIndex, mac, destination: there, state }]);
  });

  test('leaves out what the bridge has, whose port the device is', () => {
    ip(host, 'link add br0 type bridge');
    ip(host, 'link set silk-vtep master br0');
    expect(bridge('fdb show dev silk-vtep')).toContain('master br0');
    expect(listFdb(socket, linkIndex)).toEqual([]);
    ip(host, 'link del br0');
  });

  test('lists nothing where the device is gone', () => {
    expect(listFdb(socket, 999_999)).toEqual([]);
  });
});
