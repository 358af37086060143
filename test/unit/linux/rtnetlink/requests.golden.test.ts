import { describe, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import { NLM_F_ECHO } from '../../../../src/linux/netlink/constants.ts';
import type { Netns } from '../../../../src/linux/netns.ts';
import { addAddress, removeAddress } from '../../../../src/linux/rtnetlink/address.ts';
import { listFdbRequest, removeFdbEntry, replaceFdbEntry } from '../../../../src/linux/rtnetlink/fdb.ts';
import { getLinkRequest, listLinksRequest, removeLinkRequest, setLink } from '../../../../src/linux/rtnetlink/link.ts';
import { createVethRequest } from '../../../../src/linux/rtnetlink/link-veth.ts';
import { changeVxlanRequest, createVxlanRequest } from '../../../../src/linux/rtnetlink/link-vxlan.ts';
import {
  addNeighbour,
  listNeighboursRequest,
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
import { vxlanNesting } from '../../../golden/vectors.ts';
import { asWeAskForLinks, expectWhatIproute2Says, type Row, replace } from './golden-row.ts';

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
  { name: 'get route', ours: getRouteRequest(parseIp('192.0.2.1', 'address')), structBytes: 12 },
];

describe('requests', () => {
  test.each(rows)('$name: says what iproute2 says', (row) => expectWhatIproute2Says(row));
});
