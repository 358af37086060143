import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { findUnderlay } from '../../../src/overlay/underlay.ts';
import { disposeHosts } from '../../support/host.ts';
import { expectedDevice } from '../../support/overlay-walk-expected.ts';
import { type PeerText, plainWish, type WishText } from '../../support/overlay-walk-wish.ts';
import { OverlayWorld } from '../../support/overlay-walk-world.ts';
import { bun } from '../../support/project.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

const peer: PeerText = { subnet: '10.255.48.0/24', underlay: '10.244.0.48' };
const wish: WishText = { ...plainWish, peers: [peer] };
const uplink = { address: '192.168.77.2', mtu: 1500 };
const fdb = 'ee:ee:0a:ff:30:00 dst 10.244.0.48 self permanent';

describe('a device that would lead nowhere becomes the VTEP, and stays it:', () => {
  test.each([
    {
      name: 'of packets that die early',
      lines: ['ip link add silk-vtep type vxlan id 1 dstport 4789 gbp ttl 1 dev uplink'],
    },
    { name: 'that answers ARP', lines: ['ip link add silk-vtep type vxlan id 1 dstport 4789 gbp proxy dev uplink'] },
    {
      name: 'over IPv6',
      lines: [
        'ip addr add fd00::1/64 dev uplink nodad',
        'ip link add silk-vtep type vxlan id 1 local fd00::1 dev uplink dstport 4789 gbp nolearning',
        'bridge fdb add 00:11:22:33:44:55 dev silk-vtep dst fd00::9',
      ],
    },
    {
      name: 'that is a port of a bridge',
      lines: [
        'ip link add br0 type bridge',
        'ip link add silk-vtep type vxlan id 1 dstport 4789 gbp dev uplink',
        'ip link set silk-vtep master br0',
      ],
    },
  ])('$name', async ({ lines }) => {
    const world = new OverlayWorld();
    for (const line of lines) world.exec(line);
    await world.converge(wish);
    expect(world.state().device).toEqual(expectedDevice(wish, uplink));
    expect(world.exec('ip -d link show silk-vtep')).not.toMatch(/master|ttl 1 |proxy/);
    expect(world.exec('bridge fdb show dev silk-vtep').trim()).toBe(fdb);
    expect(await world.converge(wish)).toEqual({ made: [], changed: [], removed: [], failed: [] });
  });
});

test('a device that came from another namespace is made anew: its underlay is there', async () => {
  const world = new OverlayWorld();
  const elsewhere = new OverlayWorld();
  await elsewhere.converge(wish);
  elsewhere.exec(`ip link set silk-vtep netns ${world.host.name}`);
  world.exec('ip link set silk-vtep up');
  const report = await world.converge(wish);
  expect(report.removed).toEqual([expect.objectContaining({ why: expect.stringContaining('link-netns') })]);
  expect(world.exec('ip -d link show silk-vtep')).not.toContain('link-netns');
  expect(await world.converge(wish)).toEqual({ made: [], changed: [], removed: [], failed: [] });
});

test('a device that went to another namespace keeps the VNI: that is said', async () => {
  const world = new OverlayWorld();
  const elsewhere = new OverlayWorld();
  await world.converge(wish);
  world.exec(`ip link set silk-vtep netns ${elsewhere.host.name}`);
  await expect(world.converge(wish)).rejects.toThrow(
    'found VNI 1 on port 4789 used by a VXLAN device in another network namespace, wanted it free',
  );
});

test('with a program on the port that is wanted, the VTEP on another port stays as it is', async () => {
  const world = new OverlayWorld();
  await world.converge(wish);
  const before = world.state();
  world.host.start([bun, '-e', "require('node:dgram').createSocket('udp4').bind(5555)"]);
  await until('the program to listen', () => world.exec('cat /proc/net/udp').includes(':15B3 '));
  const outcome = world.convergeApart({ ...wish, port: 5555 });
  expect(outcome.stdout).toContain('found UDP port 5555 used by a program');
  expect(world.state()).toEqual(before);
});

test.each(['prohibit', 'blackhole', 'unreachable'])('a default route that is %s is none', (type) => {
  const world = new OverlayWorld();
  world.exec('ip route del default');
  world.exec(`ip route add ${type} default`);
  expect(() => findUnderlay(world.socket, {})).toThrow('Cannot find the underlay: found no default route, wanted one');
});

test('a route to half of all addresses is no default route', () => {
  const world = new OverlayWorld();
  world.exec('ip link add tun type veth peer name tun-peer');
  world.exec('ip addr add 10.8.0.2/24 dev tun');
  world.exec('ip link set tun up');
  for (const half of ['0.0.0.0/1', '128.0.0.0/1']) world.exec(`ip route add ${half} via 10.8.0.1 dev tun`);
  expect(findUnderlay(world.socket, {})).toMatchObject({ name: 'uplink', mtuBytes: 1500 });
});

test.each([
  { name: 'a port of its own', words: 'port 99' },
  { name: 'a VNI of its own', words: 'vni 7' },
  { name: 'a link of its own', words: 'via uplink' },
])('an FDB entry with $name, which none of ours has, stays, and nothing is left to do', async ({ words }) => {
  const world = new OverlayWorld();
  await world.converge(wish);
  world.exec(`bridge fdb add 02:00:00:00:00:97 dev silk-vtep dst 10.244.0.99 ${words}`);
  expect(await world.converge(wish)).toEqual({ made: [], changed: [], removed: [], failed: [] });
  expect(world.exec('bridge fdb show dev silk-vtep')).toContain('02:00:00:00:00:97 dst 10.244.0.99');
});
