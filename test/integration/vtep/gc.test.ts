import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts } from '../../support/host.ts';
import { namespaceState } from '../../support/kernel-state.ts';
import { vtepPeers } from '../../support/network.ts';
import { VtepScene } from '../../support/vtep-scene.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const [first, second] = vtepPeers;
const fewer = { peers: [first, second] };

describe('GC of silk-vtep', () => {
  test('removes what leads to hosts that are no peers, and nothing else', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const { state: made, ifindex } = scene;
    const without = (lines: readonly string[]) => lines.filter((line) => !/10\.255\.50|ee:ee:0a:ff:32/.test(line));
    scene.succeed('GC', fewer);
    expect(scene.state).toEqual({
      ...made,
      routes: without(made.routes),
      neighbours: without(made.neighbours),
      fdb: without(made.fdb),
    });
    expect(scene.ifindex).toBe(ifindex);
    scene.succeed('CHECK', fewer);
  });

  test('whatever attachments are valid', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const made = scene.state;
    scene.succeed('GC', { 'cni.dev/valid-attachments': [{ containerID: 'box', ifname: 'eth0' }] });
    scene.succeed('GC', { 'cni.dev/valid-attachments': [] });
    expect(scene.state).toEqual(made);
  });

  test('makes and repairs nothing', () => {
    const scene = new VtepScene();
    scene.succeed('GC');
    expect(scene.state.link).toEqual([]);
    scene.succeed('ADD');
    scene.host.exec('ip', 'route', 'del', '10.255.48.0/24');
    scene.host.exec('ip', 'link', 'set', 'silk-vtep', 'mtu', '1300');
    const drifted = namespaceState(scene.host.netns);
    scene.succeed('GC');
    expect(namespaceState(scene.host.netns)).toBe(drifted);
  });

  test("leaves another's route and a device that ADD would make anew alone", () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    scene.host.exec('ip', 'route', 'add', '10.99.0.0/24', 'via', '10.255.48.0', 'dev', 'silk-vtep', 'proto', 'static');
    const made = namespaceState(scene.host.netns);
    scene.succeed('GC', { ...fewer, vni: 42 });
    expect(namespaceState(scene.host.netns)).toBe(made);
    scene.succeed('GC', fewer);
    expect(scene.host.exec('ip', 'route', 'show', '10.99.0.0/24')).toContain('proto static');
  });

  test.each([
    { name: 'the underlay is not known', over: { underlayInterface: 'nosuch0' } },
    { name: 'the underlay is down', over: {}, before: ['ip', 'link', 'set', 'uplink', 'down'] },
    { name: "the host's subnet is not known", over: { subnet: undefined, subnetFile: '/nosuch/subnet.env' } },
    { name: 'nobody says what the overlay network is', over: { overlayNetwork: undefined } },
  ])('removes what leads to hosts that are no peers although $name', ({ over, before }) => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const { routes, neighbours, fdb } = scene.state;
    if (before !== undefined) scene.host.exec(...before);
    scene.succeed('GC', { ...fewer, ...over });
    const left = scene.state;
    expect([left.neighbours.length, left.fdb.length]).toEqual([neighbours.length - 1, fdb.length - 1]);
    expect(left.routes).toEqual(routes.filter((line) => !line.includes('10.255.50.0')));
    expect(scene.host.exec('ip', 'neigh') + scene.host.exec('bridge', 'fdb')).not.toMatch(/10\.255\.50|ee:ee:0a:ff:32/);
  });

  test.each([
    { name: 'is broken', text: '{"peers":[{"subnet":"10.255.48.0/24"' },
    { name: 'has a peer that cannot be one', text: '{"peers":[{"subnet":"10.255.48.0/24","underlay":"x"}]}' },
    { name: 'is gone', text: undefined },
  ])('has nothing to do where the peers file $name, and says so', ({ text }) => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const made = namespaceState(scene.host.netns);
    if (text !== undefined) scene.host.write('peers.json', text);
    const peersFile = `${scene.host.dir}/peers.json`;
    const { code, stdout, stderr } = scene.call('GC', { peers: undefined, peersFile });
    expect([code, stdout]).toEqual([0, '']);
    if (text !== undefined) expect(stderr).toContain(`${peersFile} `);
    expect(namespaceState(scene.host.netns)).toBe(made);
  });

  test('without a list of attachments is refused, as every GC', () => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const made = scene.state;
    expect(scene.call('GC', { ...fewer, 'cni.dev/valid-attachments': undefined }).error?.code).toBe(7);
    expect(scene.state).toEqual(made);
  });
});

describe('DEL of silk-vtep', () => {
  test.each([
    { name: 'the configuration of ADD', over: {} },
    { name: 'no prevResult', over: { prevResult: null } },
    { name: 'a prevResult that cannot be read', over: { prevResult: { ips: 7 } } },
    { name: 'values that have become invalid', over: { vni: -1, peers: 'none', subnet: 'x', mtu: 'y', runDir: '' } },
    { name: 'keys that nobody knows', over: { nosuch: true } },
    { name: 'a peers file that is broken', over: { peers: undefined, peersFile: '/dev/null' } },
    { name: 'an underlay that is gone', over: { underlayInterface: 'nosuch0' } },
  ])('with $name leaves the VTEP, succeeds and prints nothing, twice', ({ over }) => {
    const scene = new VtepScene();
    scene.succeed('ADD');
    const made = namespaceState(scene.host.netns);
    for (let i = 0; i < 2; i++) {
      expect(scene.call('DEL', over)).toMatchObject({ code: 0, stdout: '' });
      expect(scene.call('DEL', over, { netns: '' })).toMatchObject({ code: 0, stdout: '' });
    }
    expect(namespaceState(scene.host.netns)).toBe(made);
  });

  test('succeeds where no ADD ever ran', () => {
    const scene = new VtepScene();
    expect(scene.call('DEL')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(scene.state.link).toEqual([]);
  });
});
