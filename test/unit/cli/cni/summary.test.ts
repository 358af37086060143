import { expect, test } from '@jest/globals';
import { stepRows, summarise } from '../../../../src/cli/cni/summary.ts';
import { paintFor } from '../../../../src/cli/paint.ts';
import { parseNetwork } from '../../../../src/cli/runtime/conflist.ts';
import { attachment } from '../recording-plugins.ts';

const plain = paintFor({ colour: false });

const added = {
  network: parseNetwork('{"name":"blue","cniVersion":"1.1.0","plugins":[{"type":"silk-cni"}]}', 'test', () => []),
  version: '1.1.0',
  attachment,
  steps: [
    { plugin: 'silk-cni', durationMs: 6.72 },
    { plugin: 'tuning', durationMs: 123.4 },
  ],
  result: {
    interfaces: [
      { name: 's-010255108184', mac: 'aa:aa:0a:ff:6c:b8', mtu: 1410 },
      { name: 'eth0', mac: 'ee:ee:0a:ff:6c:b8', mtu: 1410, sandbox: '/run/netns/a' },
    ],
    ips: [{ address: '10.255.108.184/32', gateway: '169.254.0.1', interface: 1 }],
    routes: [
      { dst: '0.0.0.0/0', gw: '169.254.0.1' },
      { dst: '10.0.0.0/8', mtu: 1400 },
    ],
    dns: { nameservers: ['10.0.0.2', '10.0.0.3'] },
  },
} as const;

test('summarise() shows interfaces, addresses, routes, names and plugins, aligned', () => {
  expect(`\n${summarise(added, plain).join('\n')}\n`).toMatchInlineSnapshot(`
"
Added eth0 in /run/netns/a, network blue (CNI 1.1.0)
interfaces
  s-010255108184  on the host       aa:aa:0a:ff:6c:b8  MTU 1410
  eth0            in the container  ee:ee:0a:ff:6c:b8  MTU 1410
addresses
  10.255.108.184/32  gateway 169.254.0.1  on eth0
routes
  0.0.0.0/0   via 169.254.0.1
  10.0.0.0/8                   mtu 1400
dns
  nameservers  10.0.0.2 10.0.0.3
plugins
  silk-cni  6.7 ms
  tuning    123 ms
  together  130 ms
container ID c1
"
`);
});

test('summarise() leaves out what there is none of', () => {
  const text = summarise({ ...added, result: {}, steps: [] }, plain).join('\n');
  expect(text).toBe('Added eth0 in /run/netns/a, network blue (CNI 1.1.0)\ncontainer ID c1');
});

test('stepRows() gives no total of one plugin', () => {
  expect(stepRows([{ plugin: 'a', durationMs: 1 }])).toEqual([['a', '1.0 ms']]);
});
