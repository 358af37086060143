import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import type { JsonObject } from '../../support/json.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

interface Change {
  readonly name: string;
  readonly over: JsonObject;
  /** What `ip -d link` shows then. */
  readonly shows: RegExp;
  /** Why CHECK says that it is wrong. */
  readonly why: string;
  readonly remade: boolean;
}

const changes: readonly Change[] = [
  { name: 'vni', over: { vni: 42 }, shows: /vxlan id 42 /, why: 'vni: found 1, wanted 42', remade: true },
  { name: 'port', over: { port: 8472 }, shows: / dstport 8472 /, why: 'port: found 4789, wanted 8472', remade: true },
  { name: 'gbp', over: { gbp: false }, shows: /^(?!.* gbp)/s, why: 'gbp: found on, wanted off', remade: true },
  { name: 'mtu', over: { mtu: 1400 }, shows: / mtu 1400 /, why: 'mtu: found 1450, wanted 1400', remade: false },
  {
    name: 'underlayAddress',
    over: { underlayAddress: '192.168.77.9' },
    shows: / local 192\.168\.77\.9 dev uplink /,
    why: 'local: found 192.168.77.2, wanted 192.168.77.9',
    remade: false,
  },
  {
    name: 'underlayInterface',
    over: { underlayInterface: 'second' },
    shows: / local 192\.168\.88\.2 dev second /,
    why: 'local: found 192.168.77.2, wanted 192.168.88.2',
    remade: false,
  },
];

/** A host whose uplink has two addresses, and which has a second device. */
function twoUnderlays(): VtepScene {
  const scene = new VtepScene();
  const { host } = scene;
  host.exec('ip', 'addr', 'add', '192.168.77.9/24', 'dev', 'uplink');
  host.exec('ip', 'link', 'add', 'second', 'type', 'veth', 'peer', 'name', 'second-peer');
  host.exec('ip', 'addr', 'add', '192.168.88.2/24', 'dev', 'second');
  host.exec('ip', 'link', 'set', 'second-peer', 'up');
  host.exec('ip', 'link', 'set', 'second', 'up');
  return scene;
}

describe.each(changes)('the configuration has another $name', ({ over, shows, why, remade }) => {
  test(`CHECK says why, and ADD ${remade ? 'makes the device anew' : 'changes the device in place'} with all that is on it`, () => {
    const scene = twoUnderlays();
    scene.succeed('ADD');
    const { ifindex, state } = scene;
    expect(scene.call('CHECK', over).error?.details).toContain(why);
    scene.succeed('ADD', over);
    expect(scene.host.exec('ip', '-d', 'link', 'show', 'silk-vtep')).toMatch(shows);
    expect(scene.ifindex === ifindex).toBe(!remade);
    expect({ ...scene.state, link: [] }).toEqual({ ...state, link: [] });
    scene.succeed('CHECK', over);
  });
});

test('the host has another subnet: the VTEP gets its address and MAC in place', () => {
  const scene = new VtepScene();
  scene.succeed('ADD');
  const { ifindex } = scene;
  const prevResult = { cniVersion: '1.1.0', ips: [{ address: '10.255.31.2/32' }] };
  scene.succeed('ADD', { subnet: '10.255.31.0/24', prevResult });
  expect(scene.ifindex).toBe(ifindex);
  expect(scene.state.addresses).toEqual(['inet 10.255.31.0/16 scope global silk-vtep']);
  expect(scene.state.routes).toContain('10.255.48.0/24 via 10.255.48.0 src 10.255.31.0');
  expect(scene.state.link.join('\n')).toContain('ee:ee:0a:ff:1f:00');
  scene.succeed('CHECK', { subnet: '10.255.31.0/24' });
});

test('the underlay can be named by device, by address or by both, and is found by the default route', () => {
  for (const over of [
    { underlayInterface: 'second' },
    { underlayAddress: '192.168.88.2' },
    { underlayInterface: 'second', underlayAddress: '192.168.88.2' },
  ]) {
    const scene = twoUnderlays();
    scene.succeed('ADD', over);
    expect(scene.host.exec('ip', '-d', 'link', 'show', 'silk-vtep')).toContain(' local 192.168.88.2 dev second ');
    scene.succeed('ADD');
    expect(scene.host.exec('ip', '-d', 'link', 'show', 'silk-vtep')).toContain(' local 192.168.77.2 dev uplink ');
  }
});
