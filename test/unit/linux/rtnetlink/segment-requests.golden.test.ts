import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { parseMac } from '../../../../src/addr/mac.ts';
import { NLM_F_ECHO } from '../../../../src/linux/netlink/constants.ts';
import type { Netns } from '../../../../src/linux/netns.ts';
import {
  appendFdbEntry,
  listBridgeFdbRequest,
  removeFdbEntry,
  replaceFdbEntry,
  replacePortFdbEntry,
} from '../../../../src/linux/rtnetlink/fdb.ts';
import { setLink } from '../../../../src/linux/rtnetlink/link.ts';
import {
  createBridgeRequest,
  listBridgePortsRequest,
  setBridgePort,
} from '../../../../src/linux/rtnetlink/link-bridge.ts';
import { createVethRequest } from '../../../../src/linux/rtnetlink/link-veth.ts';
import { createVxlanRequest } from '../../../../src/linux/rtnetlink/link-vxlan.ts';
import { addNeighbour, NUD_NOARP } from '../../../../src/linux/rtnetlink/neigh.ts';
import { type AttributeTree, portNesting, vxlanNesting } from '../../../golden/vectors.ts';
import { asWeAskForLinks, expectWhatIproute2Says, type Row } from './golden-row.ts';

/** As iproute2 had it open. */
const netns: Netns = { path: '/run/netns/b', fd: 4, identity: '', [Symbol.dispose]: () => {} };
/** Of the underlay's link, and of the VXLAN device. */
const index = 2;
const vtepIndex = 3;
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

const rows: readonly Row[] = [
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
    ours: setBridgePort(portIndex, { hairpin: true, isolated: true, locked: true }),
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
    ours: appendFdbEntry({ ...bridgedEntry, sides: undefined, mac: parseMac('00:00:00:00:00:00', 'MAC') }),
    structBytes: 12,
  },
  {
    name: 'replace port FDB entry',
    ours: replacePortFdbEntry({ linkIndex: portIndex, mac: parseMac('ee:ee:0a:00:0a:0a', 'MAC') }),
    structBytes: 12,
  },
  { name: 'list FDB entries of bridge', ours: listBridgeFdbRequest(bridgeIndex), structBytes: 12 },
  { name: 'remove bridged FDB entry', ours: removeFdbEntry(bridgedEntry), structBytes: 12 },
  { name: 'move link', ours: setLink(portIndex, { netns }), structBytes: 16 },
];

/** iproute2 names a kind `bridge_slave`, for which the kernel looks for a module in vain; we name the master's. */
function asWeNamePorts({ 18: linkInfo }: AttributeTree): void {
  if (typeof linkInfo !== 'object') throw new Error('found no link info');
  expect(linkInfo['1']).toBe(Buffer.from('bridge_slave').toString('hex'));
  delete linkInfo['1'];
  linkInfo['4'] = Buffer.from('bridge').toString('hex');
}

describe('requests of a segment', () => {
  test.each(rows)('$name: says what iproute2 says', (row) => expectWhatIproute2Says(row));
});
