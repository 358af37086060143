import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import { NLM_F_ECHO } from '../../../../src/linux/netlink/constants.ts';
import type { NetlinkRequest } from '../../../../src/linux/netlink/request.ts';
import type { Netns } from '../../../../src/linux/netns.ts';
import { addAddress, removeAddress } from '../../../../src/linux/rtnetlink/address.ts';
import {
  appendFdbEntry,
  listFdbRequest,
  removeFdbEntry,
  replaceFdbEntry,
  replacePortFdbEntry,
} from '../../../../src/linux/rtnetlink/fdb.ts';
import { getLinkRequest, listLinksRequest, removeLinkRequest, setLink } from '../../../../src/linux/rtnetlink/link.ts';
import {
  createBridgeRequest,
  listBridgePortsRequest,
  setBridgePort,
} from '../../../../src/linux/rtnetlink/link-bridge.ts';
import { createVethRequest } from '../../../../src/linux/rtnetlink/link-veth.ts';
import { changeVxlanRequest, createVxlanRequest } from '../../../../src/linux/rtnetlink/link-vxlan.ts';
import {
  addNeighbour,
  listNeighboursRequest,
  NUD_NOARP,
  NUD_PERMANENT,
  removeNeighbour,
} from '../../../../src/linux/rtnetlink/neigh.ts';
import {
  addRoute,
  getRouteRequest,
  listRoutesRequest,
  type Route,
  RT_SCOPE_LINK,
  removeRoute,
  replaceRoute,
} from '../../../../src/linux/rtnetlink/route.ts';
import {
  type AttributeTree,
  attributeTree,
  goldenRequest,
  linkNesting,
  type Nesting,
  portNesting,
  vxlanNesting,
} from '../../../golden/vectors.ts';

const hostMac = parseMac('aa:aa:0a:ff:6c:b8', 'MAC');
const containerMac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');
const hostIp = parseIp('169.254.0.1', 'address');
const containerIp = parseIp('10.255.108.184', 'address');
/** As iproute2 had it open. */
const netns: Netns = { path: '/run/netns/b', fd: 4, identity: '', [Symbol.dispose]: () => {} };
/** Of the host's end and of the container's, when the bytes were captured. */
const index = 2;

const address = {
  linkIndex: index,
  local: hostIp,
  prefix: parsePrefix('10.255.108.184/32', 'prefix'),
  scope: RT_SCOPE_LINK,
};
const neighbour = { linkIndex: index, ip: containerIp, mac: containerMac, state: NUD_PERMANENT };
const ipv6Prefix = parsePrefix('fd00:1::1/64', 'prefix');

function route(destination: string, more: Partial<Route> = {}): Route {
  return {
    destination: parsePrefix(destination, 'destination'),
    gateway: hostIp,
    linkIndex: index,
    scope: 0,
    protocol: 3,
    table: 254,
    type: 1,
    ...more,
  };
}

const vtepIndex = 3;
const vtepIp = parseIp('10.255.32.0', 'address');
const vtepMac = parseMac('ee:ee:0a:ff:20:00', 'MAC');
const fdbEntry = {
  linkIndex: vtepIndex,
  mac: parseMac('ee:ee:0a:ff:30:00', 'MAC'),
  destination: parseIp('10.244.0.48', 'address'),
};

/** The bridge, its port that leads to a container, and an endpoint on another host, when the bytes were captured. */
const bridgeIndex = 6;
const portIndex = 7;
const endpointMac = parseMac('ee:ee:0a:00:0a:0b', 'MAC');
const bridgedEntry = {
  linkIndex: vtepIndex,
  mac: endpointMac,
  destination: parseIp('10.244.0.48', 'address'),
  sides: ['self', 'master'],
} as const;

interface Row {
  /** Of the golden vector. */
  readonly name: string;
  readonly ours: NetlinkRequest;
  readonly structBytes: number;
  /** Absent: that of a veth. */
  readonly nesting?: Nesting;
  /** Where we differ on purpose: what turns iproute2's tree into ours, and why. */
  readonly change?: (theirs: AttributeTree) => void;
  /** Flags that we add, and why. */
  readonly moreFlags?: number;
}

/**
 * iproute2 asks for virtual functions (RTEXT_FILTER_VF, 1), we ask that statistics be left out (8).
 * It puts AF_PACKET into the family, which the kernel does not look at for links.
 */
function asWeAskForLinks(tree: AttributeTree): void {
  replace(tree, '29', ['01000000', '08000000']);
  replace(tree, 'struct', [`11${'00'.repeat(15)}`, '00'.repeat(16)]);
}

/** iproute2 names a kind `bridge_slave`, for which the kernel looks for a module in vain; we name the master's. */
function asWeNamePorts({ 18: linkInfo }: AttributeTree): void {
  if (typeof linkInfo !== 'object') throw new Error('found no link info');
  expect(linkInfo['1']).toBe(Buffer.from('bridge_slave').toString('hex'));
  delete linkInfo['1'];
  linkInfo['4'] = Buffer.from('bridge').toString('hex');
}

function replace(tree: AttributeTree, key: string, [theirs, ours]: readonly [string, string]): void {
  expect(tree[key]).toBe(theirs);
  tree[key] = ours;
}

const rows: readonly Row[] = [
  {
    name: 'create veth',
    ours: createVethRequest({
      name: 's-010255108184',
      mac: hostMac,
      mtuBytes: 1410,
      peer: { name: 'eth0', mac: containerMac, netns },
    }),
    structBytes: 16,
    // The new link comes back with its index.
    moreFlags: NLM_F_ECHO,
  },
  { name: 'set alias', ours: setLink(index, { alias: 'silk:blue:c1:eth0' }), structBytes: 16 },
  { name: 'set MTU', ours: setLink(index, { mtuBytes: 1400 }), structBytes: 16 },
  { name: 'set down', ours: setLink(index, { up: false }), structBytes: 16 },
  { name: 'set up', ours: setLink(index, { up: true }), structBytes: 16 },
  { name: 'remove link', ours: removeLinkRequest(index), structBytes: 16 },
  {
    name: 'get link',
    ours: getLinkRequest('s-010255108184'),
    structBytes: 16,
    change: asWeAskForLinks,
  },
  { name: 'list veths', ours: listLinksRequest('veth'), structBytes: 16, change: asWeAskForLinks },
  { name: 'add address', ours: addAddress(address), structBytes: 8 },
  {
    name: 'remove address',
    ours: removeAddress(address),
    structBytes: 8,
    // The scope, which the kernel does not look at for a removal.
    change: (tree) => replace(tree, 'struct', ['0220000002000000', '022000fd02000000']),
  },
  {
    name: 'add IPv6 address',
    ours: addAddress({ linkIndex: index, local: ipv6Prefix.ip, prefix: ipv6Prefix, scope: 0 }),
    structBytes: 8,
  },
  { name: 'replace neighbour', ours: addNeighbour(neighbour), structBytes: 12 },
  {
    name: 'remove neighbour',
    ours: removeNeighbour(neighbour),
    structBytes: 12,
    // The state, which the kernel does not look at for a removal.
    change: (tree) => replace(tree, 'struct', ['020000000200000080000000', '020000000200000000000000']),
  },
  {
    name: 'replace IPv6 neighbour',
    ours: addNeighbour({ ...neighbour, ip: parseIp('fd00:1::2', 'address') }),
    structBytes: 12,
  },
  {
    name: 'list neighbours of link',
    ours: listNeighboursRequest({ family: 4, linkIndex: index }),
    structBytes: 12,
  },
  { name: 'add default route', ours: addRoute(route('0.0.0.0/0', { source: containerIp })), structBytes: 12 },
  { name: 'add route with metric', ours: addRoute(route('10.255.48.0/24', { metric: 7 })), structBytes: 12 },
  { name: 'add route to a high table', ours: addRoute(route('10.255.49.0/24', { table: 1000 })), structBytes: 12 },
  {
    name: 'add IPv6 route',
    ours: addRoute(route('fd00:2::/64', { gateway: parseIp('fd00:1::2', 'gateway') })),
    structBytes: 12,
  },
  {
    name: 'remove route',
    ours: removeRoute(route('10.255.48.0/24', { metric: 7 })),
    structBytes: 12,
    // iproute2 removes a route of any protocol, scope and type; we remove exactly the one that is meant.
    change: (tree) => replace(tree, 'struct', ['02180000fe00ff0000000000', '02180000fe03000100000000']),
  },
  {
    name: 'replace route',
    ours: replaceRoute(
      route('10.255.48.0/24', {
        gateway: parseIp('10.255.48.0', 'gateway'),
        source: vtepIp,
        linkIndex: vtepIndex,
      }),
    ),
    structBytes: 12,
  },
  {
    name: 'create VXLAN',
    ours: createVxlanRequest({
      name: 'silk-vtep',
      mac: vtepMac,
      mtuBytes: 1450,
      vni: 42,
      local: parseIp('10.244.0.145', 'local'),
      underlayIndex: index,
      port: 4789,
      gbp: true,
    }),
    structBytes: 16,
    nesting: vxlanNesting,
  },
  {
    name: 'change VXLAN',
    ours: changeVxlanRequest(vtepIndex, {
      local: parseIp('10.244.0.146', 'local'),
      underlayIndex: index,
      learning: true,
    }),
    structBytes: 16,
    nesting: vxlanNesting,
  },
  { name: 'set MAC', ours: setLink(vtepIndex, { mac: vtepMac }), structBytes: 16 },
  { name: 'replace FDB entry', ours: replaceFdbEntry(fdbEntry), structBytes: 12 },
  { name: 'remove FDB entry', ours: removeFdbEntry(fdbEntry), structBytes: 12 },
  { name: 'list FDB entries', ours: listFdbRequest(vtepIndex), structBytes: 12 },
  { name: 'list routes of link', ours: listRoutesRequest({ family: 4, linkIndex: index }), structBytes: 12 },
  {
    name: 'create bridge',
    ours: createBridgeRequest({ name: 'br0', mac: parseMac('ee:ee:0a:00:0a:01', 'MAC') }),
    structBytes: 16,
  },
  {
    name: 'create VXLAN elsewhere',
    ours: createVxlanRequest({
      name: 'vxlan43',
      mac: parseMac('ee:ee:00:00:00:2b', 'MAC'),
      mtuBytes: 1450,
      vni: 43,
      local: parseIp('10.244.0.145', 'local'),
      underlayIndex: index,
      port: 4792,
      gbp: false,
      proxy: true,
      netns,
    }),
    structBytes: 16,
    nesting: vxlanNesting,
  },
  {
    name: 'create bridge port',
    ours: createVethRequest({
      name: 'b-1',
      mac: parseMac('aa:aa:0a:00:0a:0a', 'MAC'),
      mtuBytes: 1450,
      arp: true,
      masterIndex: bridgeIndex,
      peer: { name: 'eth1', mac: parseMac('ee:ee:0a:00:0a:0a', 'MAC'), netns },
    }),
    structBytes: 16,
    moreFlags: NLM_F_ECHO,
  },
  { name: 'set master', ours: setLink(vtepIndex, { masterIndex: bridgeIndex }), structBytes: 16 },
  {
    name: 'set bridge port',
    ours: setBridgePort(vtepIndex, { learning: false, flood: false, mcastFlood: false, neighSuppress: true }),
    structBytes: 16,
    nesting: portNesting,
    change: asWeNamePorts,
  },
  {
    name: 'set container port',
    ours: setBridgePort(portIndex, { hairpin: true, isolated: true }),
    structBytes: 16,
    nesting: portNesting,
    change: asWeNamePorts,
  },
  {
    name: 'list bridge ports',
    ours: listBridgePortsRequest(bridgeIndex),
    structBytes: 16,
    change: asWeAskForLinks,
  },
  {
    name: 'replace external neighbour',
    ours: addNeighbour({
      linkIndex: vtepIndex,
      ip: parseIp('10.0.10.11', 'address'),
      mac: endpointMac,
      state: NUD_NOARP,
      external: true,
      protocol: 200,
    }),
    structBytes: 12,
  },
  { name: 'replace bridged FDB entry', ours: replaceFdbEntry({ ...bridgedEntry, external: true }), structBytes: 12 },
  {
    name: 'append flood entry',
    ours: appendFdbEntry({ ...fdbEntry, mac: parseMac('00:00:00:00:00:00', 'MAC') }),
    structBytes: 12,
  },
  {
    name: 'replace port FDB entry',
    ours: replacePortFdbEntry({ linkIndex: portIndex, mac: parseMac('ee:ee:0a:00:0a:0a', 'MAC') }),
    structBytes: 12,
  },
  { name: 'remove bridged FDB entry', ours: removeFdbEntry(bridgedEntry), structBytes: 12 },
  { name: 'move link', ours: setLink(portIndex, { netns }), structBytes: 16 },
  { name: 'get route', ours: getRouteRequest(parseIp('192.0.2.1', 'address')), structBytes: 12 },
];

describe('requests', () => {
  test.each(rows)(
    '$name: says what iproute2 says',
    ({ name, ours, structBytes, nesting = linkNesting, ...differences }) => {
      const golden = goldenRequest(name);
      const header = new DataView(golden.buffer);
      const theirs = attributeTree(golden.subarray(16), structBytes, nesting);
      differences.change?.(theirs);
      expect({
        type: ours.type,
        flags: ours.flags,
        tree: attributeTree(ours.payload, structBytes, nesting),
      }).toEqual({
        type: header.getUint16(4, true),
        flags: flagsOf(header) | (differences.moreFlags ?? 0),
        tree: theirs,
      });
    },
  );
});

/** Less REQUEST and ACK, which the socket adds. */
function flagsOf(header: DataView): number {
  return header.getUint16(6, true) & ~0x05;
}
