import { describe, expect, test } from '@jest/globals';
import { parseIp } from '../../../src/addr/ip.ts';
import { parseMac } from '../../../src/addr/mac.ts';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import {
  type Route,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTN_UNICAST,
  RTPROT_BOOT,
} from '../../../src/linux/rtnetlink/route.ts';
import type { Step } from '../../../src/overlay/step.ts';
import { shellLine, stepCommands } from '../../../src/overlay/step-command.ts';
import { describeVtep } from '../../../src/overlay/vtep.ts';
import type { VxlanProperty } from '../../../src/overlay/vxlan-device.ts';

const ip = (text: string) => parseIp(text, 'test');
const prefix = (text: string) => parsePrefix(text, 'test');
const mac = parseMac('ee:ee:0a:ff:30:00', 'test');

const wish = {
  name: 'silk-vtep',
  vni: 42,
  port: 4789,
  network: prefix('10.255.0.0/16'),
  subnet: prefix('10.255.32.0/24'),
};
const underlay = { index: 2, name: 'eth0', ip: ip('10.244.0.145'), mtuBytes: 1500 };
const vtep = describeVtep({ ...wish, gbp: true }, underlay);
const plain = describeVtep({ ...wish, gbp: false }, underlay);

const route: Route = {
  destination: prefix('10.255.48.0/24'),
  gateway: ip('10.255.48.0'),
  source: ip('10.255.32.0'),
  scope: RT_SCOPE_UNIVERSE,
  protocol: RTPROT_BOOT,
  table: RT_TABLE_MAIN,
  type: RTN_UNICAST,
};
const why = 'test';
const create =
  'ip link add name silk-vtep address ee:ee:0a:ff:20:00 mtu 1450 up type vxlan id 42 local 10.244.0.145 dev eth0 dstport 4789 nolearning';

interface Case {
  readonly name: string;
  readonly step: Step;
  readonly line: string;
}

const change = (property: VxlanProperty): Step => ({
  action: 'change',
  object: 'vtep',
  vtep,
  property,
  why,
});
const address = prefix('10.255.32.0/16');
const neighbour = ip('10.255.48.0');
const destination = ip('10.244.0.48');

const cases: readonly Case[] = [
  { name: 'a new VTEP', step: { action: 'make', object: 'vtep', vtep, why }, line: `${create} gbp` },
  { name: 'a new VTEP without gbp', step: { action: 'make', object: 'vtep', vtep: plain, why }, line: create },
  {
    name: 'a VTEP that goes',
    step: { action: 'remove', object: 'vtep', vtep, why },
    line: 'ip link del dev silk-vtep',
  },
  { name: 'another MAC', step: change('mac'), line: 'ip link set dev silk-vtep address ee:ee:0a:ff:20:00' },
  { name: 'another MTU', step: change('mtu'), line: 'ip link set dev silk-vtep mtu 1450' },
  { name: 'up', step: change('up'), line: 'ip link set dev silk-vtep up' },
  {
    name: 'another local address',
    step: change('local'),
    line: 'ip link set dev silk-vtep type vxlan local 10.244.0.145',
  },
  { name: 'another underlay', step: change('underlay'), line: 'ip link set dev silk-vtep type vxlan dev eth0' },
  { name: 'no learning', step: change('learning'), line: 'ip link set dev silk-vtep type vxlan nolearning' },
  {
    name: 'an address',
    step: { action: 'make', object: 'address', address },
    line: 'ip addr add 10.255.32.0/16 dev silk-vtep',
  },
  {
    name: 'an address that goes',
    step: { action: 'remove', object: 'address', address },
    line: 'ip addr del 10.255.32.0/16 dev silk-vtep',
  },
  {
    name: 'a route as in the field',
    step: { action: 'make', object: 'route', route },
    line: 'ip route add 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0',
  },
  {
    name: 'a route with a metric',
    step: { action: 'make', object: 'route', route: { ...route, metric: 3 } },
    line: 'ip route add 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0 metric 3',
  },
  {
    name: 'another route',
    step: { action: 'change', object: 'route', route: { ...route, metric: 0 } },
    line: 'ip route replace 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0',
  },
  {
    name: 'a route that goes',
    step: { action: 'remove', object: 'route', route: { ...route, metric: 3, linkIndex: 7 } },
    line: 'ip route del 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0 metric 3',
  },
  {
    name: 'a neighbour',
    step: { action: 'make', object: 'neighbour', ip: neighbour, mac },
    line: 'ip neigh replace 10.255.48.0 dev silk-vtep lladdr ee:ee:0a:ff:30:00 nud permanent',
  },
  {
    name: 'a neighbour that goes',
    step: { action: 'remove', object: 'neighbour', ip: neighbour, mac },
    line: 'ip neigh del 10.255.48.0 dev silk-vtep',
  },
  {
    name: 'an FDB entry',
    step: { action: 'change', object: 'fdb', mac, destination },
    line: 'bridge fdb replace ee:ee:0a:ff:30:00 dev silk-vtep dst 10.244.0.48',
  },
  {
    name: 'an FDB entry that goes',
    step: { action: 'remove', object: 'fdb', mac, destination },
    line: 'bridge fdb del ee:ee:0a:ff:30:00 dev silk-vtep dst 10.244.0.48',
  },
];

describe('stepCommands() has a command for', () => {
  test.each(cases)('$name', ({ step, line }) => {
    expect(stepCommands(step, { device: 'silk-vtep' }).map(shellLine).join('\n')).toBe(line);
  });
});

test.each([
  { name: 'plain words as they are', words: ['a', 'b-1.2/3:4'], line: 'a b-1.2/3:4' },
  { name: 'what sh would read otherwise', words: ['$(reboot)', 'a;b', ''], line: "'$(reboot)' 'a;b' ''" },
  { name: 'a quote', words: ["it's"], line: "'it'\\''s'" },
])('shellLine() writes $name', ({ words, line }) => {
  expect(shellLine(words)).toBe(line);
});
