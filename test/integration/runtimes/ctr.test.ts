import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { boxImage } from '../../support/box-image.ts';
import { ContainerdHost } from '../../support/containerd-host.ts';
import { FullHostServer } from '../../support/full-host-server.ts';
import { nothingHeld } from '../../support/held.ts';
import { Host } from '../../support/host.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { recordCalls } from '../../support/recorded-plugin.ts';
import { vtepState } from '../../support/vtep-scene.ts';

jest.setTimeout(30_000);

let host: Host;
let scene: ContainerdHost;

beforeEach(async () => {
  host = new Host();
  host.addUplink();
  scene = new ContainerdHost(host);
  await scene.start();
});

afterEach(() => expectNothingLeft(scene));

describe('ctr run --cni with silk-cni and silk-vtep:', () => {
  test('a container has its link, address and default route, and the host its VTEP; when it ends nothing is held', () => {
    const printed = scene.ctrRun('c1', 'sh', '-c', 'ip -o addr show dev eth0; ip route; ip neigh');
    expect(printed).toContain('inet 10.255.30.2 peer 169.254.0.1/32 scope link eth0');
    expect(printed).toContain('default via 169.254.0.1 dev eth0  src 10.255.30.2');
    expect(printed).toMatch(/169\.254\.0\.1 dev eth0 lladdr aa:aa:0a:ff:1e:02 .*PERMANENT/);
    expect(scene.held).toEqual(nothingHeld);
    expect(vtepState(host).addresses).toEqual(['inet 10.255.30.0/16 scope global silk-vtep']);
  });

  test('containers reach each other, and the host reaches them', async () => {
    await scene.startSleeping('one');
    await scene.startSleeping('two');
    expect(scene.held).toMatchObject({
      links: ['s-010255030002', 's-010255030003'],
      reserved: ['10.255.30.2', '10.255.30.3'],
    });
    scene.execIn('one', 'ping', '-c1', '-W2', '10.255.30.3');
    scene.execIn('two', 'ping', '-c1', '-W2', '10.255.30.2');
    host.exec('ping', '-c1', '-W2', '10.255.30.3');
  });
});

describe('ctr ends a container:', () => {
  test('by a kill: one DEL with an empty CNI_NETNS, and nothing is held', async () => {
    const calls = recordCalls(scene.containerd.at, 'silk-cni');
    const running = await scene.startSleeping('c1');
    scene.containerd.ctr('task', 'kill', '--signal', 'SIGKILL', 'c1');
    await running.ended;
    const id = `${scene.containerd.namespace}-c1`;
    expect(calls()).toEqual([
      { command: 'ADD', variables: expect.objectContaining({ CNI_CONTAINERID: id }), config: expect.anything() },
      {
        command: 'DEL',
        variables: {
          CNI_CONTAINERID: id,
          CNI_IFNAME: 'eth0',
          CNI_NETNS: '',
          CNI_PATH: '/opt/cni/bin:/usr/lib/cni',
          CNI_ARGS: '',
        },
        config: expect.objectContaining({ prevResult: expect.objectContaining({ cniVersion: '1.0.0' }) }),
      },
    ]);
    expect(scene.held).toEqual(nothingHeld);
  });

  test('which was detached, or whose ctr was killed: no DEL at all, and `silk cni del`, or gc, takes what is held', async () => {
    const calls = recordCalls(scene.containerd.at, 'silk-cni');
    scene.containerd.ctr('run', '--detach', '--null-io', '--cni', boxImage, 'c1');
    scene.containerd.ctr('task', 'rm', '--force', 'c1');
    scene.containerd.ctr('container', 'rm', 'c1');
    expect(calls().map(({ command }) => command)).toEqual(['ADD']);
    expect(scene.held.reserved).toEqual(['10.255.30.2']);
    const id = `${scene.containerd.namespace}-c1`;
    scene.containerd.at.exec('/run/plugins/ours/silk', 'cni', 'del', 'silk', 'gone', '--container-id', id);
    expect(scene.held).toEqual(nothingHeld);
    scene.containerd.ctr('run', '--detach', '--null-io', '--cni', boxImage, 'c2');
    const words = `ctr --namespace ${scene.containerd.namespace} run --rm --null-io --cni ${boxImage} c3`;
    const killed = new FullHostServer(scene.at, 'ctr-run', words);
    await killed.start(() => /^c3 .*RUNNING/m.test(scene.containerd.ctr('task', 'ls')));
    await killed.stop('KILL');
    const collect = (name: string) => {
      scene.containerd.ctr('task', 'rm', '--force', name);
      scene.containerd.ctr('container', 'rm', name);
      scene.at.exec('/run/plugins/ours/silk', 'cni', 'gc', 'silk');
    };
    collect('c2');
    expect(scene.held.reserved).toEqual(['10.255.30.4']);
    collect('c3');
  });

  test('whose ADD fails in the second plugin: the reason is told, and nothing is held', () => {
    scene.containerd.at.write('/etc/silk/peers.json', '{"peers":[{"subnet":"10.255.48.0/24"}]}');
    const outcome = scene.containerd.tryCtr('run', '--rm', '--cni', boxImage, 'c1', 'ip', 'addr');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('plugin type="silk-vtep" failed (add)');
    expect(scene.held).toEqual(nothingHeld);
    scene.containerd.ctr('task', 'rm', '--force', 'c1');
    scene.containerd.ctr('container', 'rm', 'c1');
  });
});
