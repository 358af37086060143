import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../../src/addr/ip.ts';
import { formatMac, parseMac } from '../../../../src/addr/mac.ts';
import { parsePrefix } from '../../../../src/addr/prefix.ts';
import type { Netns } from '../../../../src/linux/netns.ts';
import { addAddress } from '../../../../src/linux/rtnetlink/address.ts';
import { listFdbRequest, removeFdbEntry, replaceFdbEntry } from '../../../../src/linux/rtnetlink/fdb.ts';
import { getLinkRequest, removeLinkRequest, setLink } from '../../../../src/linux/rtnetlink/link.ts';
import { createVethRequest } from '../../../../src/linux/rtnetlink/link-veth.ts';
import { changeVxlanRequest, createVxlanRequest } from '../../../../src/linux/rtnetlink/link-vxlan.ts';
import { addNeighbour, listNeighboursRequest, removeNeighbour } from '../../../../src/linux/rtnetlink/neigh.ts';
import {
  addRoute,
  listRoutesRequest,
  type Route,
  removeRoute,
  replaceRoute,
} from '../../../../src/linux/rtnetlink/route.ts';

const ipv4 = parseIp('10.1.2.3', 'address');
const ipv6 = parseIp('fd00::1', 'address');
const mac = parseMac('ee:ee:0a:ff:6c:b8', 'MAC');
const badMac = { bytes: new Uint8Array(5) };
const netns: Netns = { path: '/run/netns/b', fd: 5, identity: '', [Symbol.dispose]: () => {} };
const veth = { name: 's-1', mac, mtuBytes: 1410, peer: { name: 'eth0', mac, netns } };
const vxlan = {
  name: 'silk-vtep',
  mac,
  mtuBytes: 1450,
  vni: 42,
  local: ipv4,
  underlayIndex: 7,
  port: 4789,
  gbp: true,
};
const fdbEntry = { linkIndex: 7, mac, destination: ipv4 };
const address = { linkIndex: 7, local: ipv4, prefix: parsePrefix('10.1.2.3/24', 'prefix'), scope: 0 };
const route: Route = {
  destination: parsePrefix('10.0.0.0/8', 'destination'),
  gateway: ipv4,
  linkIndex: 7,
  scope: 0,
  protocol: 3,
  table: 254,
  type: 1,
};

describe('requests that the kernel would misread are not made', () => {
  test.each([
    { name: 'a link of index 0 to remove', make: () => removeLinkRequest(0) },
    { name: 'a link of index 0 to change', make: () => setLink(0, { up: true }) },
    { name: 'a link of index 0 to get', make: () => getLinkRequest(0) },
    { name: 'a link without a name to get', make: () => getLinkRequest('') },
    { name: 'an alias of 256 bytes', make: () => setLink(7, { alias: 'x'.repeat(256) }) },
    { name: 'a negative MTU', make: () => setLink(7, { mtuBytes: -1 }) },
    { name: 'a veth with a name of 16 bytes', make: () => createVethRequest({ ...veth, name: 'x'.repeat(16) }) },
    { name: 'a veth with a MAC of 5 bytes', make: () => createVethRequest({ ...veth, mac: badMac }) },
    {
      name: 'a peer with a MAC of 5 bytes',
      make: () => createVethRequest({ ...veth, peer: { ...veth.peer, mac: badMac } }),
    },
    { name: 'a peer without a name', make: () => createVethRequest({ ...veth, peer: { ...veth.peer, name: '' } }) },
    { name: 'an address with an IPv6 peer', make: () => addAddress({ ...address, prefix: { ip: ipv6, length: 24 } }) },
    { name: 'an address of 33 bits', make: () => addAddress({ ...address, prefix: { ip: ipv4, length: 33 } }) },
    { name: 'an address on no link', make: () => addAddress({ ...address, linkIndex: 0 }) },
    { name: 'a scope of 256', make: () => addAddress({ ...address, scope: 256 }) },
    {
      name: 'a neighbour with a MAC of 5 bytes',
      make: () => addNeighbour({ linkIndex: 7, ip: ipv4, mac: badMac, state: 128 }),
    },
    { name: 'a neighbour on no link', make: () => removeNeighbour({ linkIndex: 0, ip: ipv4 }) },
    { name: 'neighbours of no link', make: () => listNeighboursRequest({ family: 4, linkIndex: 0 }) },
    { name: 'a MAC of 5 bytes for a link', make: () => setLink(7, { mac: badMac }) },
    {
      name: 'a VXLAN device with a name of 16 bytes',
      make: () => createVxlanRequest({ ...vxlan, name: 'x'.repeat(16) }),
    },
    { name: 'a VXLAN device with a MAC of 5 bytes', make: () => createVxlanRequest({ ...vxlan, mac: badMac }) },
    { name: 'a VXLAN device with an IPv6 local address', make: () => createVxlanRequest({ ...vxlan, local: ipv6 }) },
    { name: 'a VXLAN device on no link', make: () => createVxlanRequest({ ...vxlan, underlayIndex: 0 }) },
    { name: 'a VNI of 0', make: () => createVxlanRequest({ ...vxlan, vni: 0 }) },
    { name: 'a VNI of 25 bits', make: () => createVxlanRequest({ ...vxlan, vni: 2 ** 24 }) },
    { name: 'a port of 17 bits', make: () => createVxlanRequest({ ...vxlan, port: 65_536 }) },
    { name: 'a change of no VXLAN device', make: () => changeVxlanRequest(0, { learning: false }) },
    { name: 'a change to an IPv6 local address', make: () => changeVxlanRequest(7, { local: ipv6 }) },
    { name: 'a change to no underlay link', make: () => changeVxlanRequest(7, { underlayIndex: 0 }) },
    { name: 'an FDB entry with a MAC of 5 bytes', make: () => replaceFdbEntry({ ...fdbEntry, mac: badMac }) },
    { name: 'an FDB entry to an IPv6 address', make: () => replaceFdbEntry({ ...fdbEntry, destination: ipv6 }) },
    { name: 'an FDB entry on no link', make: () => removeFdbEntry({ ...fdbEntry, linkIndex: 0 }) },
    { name: 'FDB entries of no link', make: () => listFdbRequest(0) },
    { name: 'a replaced route with an IPv6 gateway', make: () => replaceRoute({ ...route, gateway: ipv6 }) },
    { name: 'a route with an IPv6 gateway', make: () => addRoute({ ...route, gateway: ipv6 }) },
    { name: 'a route with an IPv6 source', make: () => removeRoute({ ...route, source: ipv6 }) },
    { name: 'a route by no link', make: () => addRoute({ ...route, linkIndex: 0 }) },
    { name: 'a metric below 0', make: () => addRoute({ ...route, metric: -1 }) },
    { name: 'routes of no link', make: () => listRoutesRequest({ family: 4, linkIndex: 0 }) },
  ])('$name', ({ make }) => {
    expect(make).toThrow(RangeError);
  });
});

describe('what a request says of itself in an error', () => {
  test.each([
    { name: addAddress(address).what, wanted: 'add address 10.1.2.3 to link 7' },
    {
      name: addNeighbour({ linkIndex: 7, ip: ipv4, mac, state: 128 }).what,
      wanted: 'add neighbour 10.1.2.3 to link 7',
    },
    { name: addRoute(route).what, wanted: 'add route 10.0.0.0/8 via 10.1.2.3 by link 7' },
    {
      name: removeRoute({ ...route, gateway: undefined, linkIndex: undefined }).what,
      wanted: 'remove route 10.0.0.0/8',
    },
    { name: replaceRoute(route).what, wanted: 'replace route 10.0.0.0/8 via 10.1.2.3 by link 7' },
    { name: replaceFdbEntry(fdbEntry).what, wanted: `replace FDB entry ${formatMac(mac)} to 10.1.2.3 on link 7` },
    { name: removeFdbEntry(fdbEntry).what, wanted: `remove FDB entry ${formatMac(mac)} from link 7` },
    {
      name: createVxlanRequest(vxlan).what,
      wanted: 'create VXLAN device silk-vtep (VNI 42, port 4789, local 10.1.2.3)',
    },
    { name: changeVxlanRequest(7, {}).what, wanted: 'change VXLAN device 7' },
    { name: createVethRequest(veth).what, wanted: 'create link s-1 with peer eth0 in /run/netns/b' },
    { name: removeLinkRequest(7).what, wanted: 'remove link 7' },
    { name: setLink(7, {}).what, wanted: 'change link 7' },
    { name: getLinkRequest('eth0').what, wanted: 'get link eth0' },
  ])('$wanted', ({ name, wanted }) => {
    expect(name).toBe(wanted);
  });
});
