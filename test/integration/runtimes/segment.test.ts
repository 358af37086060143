import { afterEach, expect, jest, test } from '@jest/globals';
import { ContainerdHost } from '../../support/containerd-host.ts';
import { nothingHeld } from '../../support/held.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Underlay } from '../../support/underlay.ts';

jest.setTimeout(60_000);

const file = 'silk-bridge.conflist';
const hosts: ContainerdHost[] = [];

afterEach(() => expectNothingLeft(...hosts.splice(0)));

/** A host whose containers get addresses from 10.0.10.`first` on; it knows where the first ones of both hosts are. */
function addHost(underlay: Underlay, number: number, first: number): ContainerdHost {
  const scene = new ContainerdHost(underlay.addHost({ ip: `10.244.0.${number}/16` }), { file });
  hosts.push(scene);
  const { at } = scene.containerd;
  at.install(file, `/etc/cni/net.d/${file}`, (text) => text.replace('"10.0.10.10"', `"10.0.10.${first}"`));
  const endpoints = [
    { vni: 42, ip: '10.0.10.10', mac: 'ee:ee:0a:00:0a:0a', underlay: '10.244.0.144' },
    { vni: 42, ip: '10.0.10.50', mac: 'ee:ee:0a:00:0a:32', underlay: '10.244.0.138' },
  ];
  at.write('/etc/silk/endpoints.json', JSON.stringify({ endpoints }));
  return scene;
}

test('containers of containerd on two hosts are on one segment by the shipped network, and leave nothing of themselves', async () => {
  const underlay = new Underlay();
  const [a, b] = [addHost(underlay, 144, 10), addHost(underlay, 138, 50)];
  await Promise.all([a.start(), b.start()]);
  const running = [await a.startSleeping('one'), await b.startSleeping('two')];
  a.execIn('one', 'ping', '-c1', '-W2', '10.0.10.50');
  b.execIn('two', 'ping', '-c1', '-W2', '10.0.10.10');
  expect(b.execIn('two', 'ip', 'route')).toContain('default via 10.0.10.1 dev eth0');
  expect([a.held, b.held].map(({ links, reserved }) => [links.length, reserved])).toEqual([
    [1, ['10.0.10.10']],
    [1, ['10.0.10.50']],
  ]);
  // The bridge of the other host does not lead there by itself: the endpoints of the file do.
  a.containerd.at.host.exec('bridge', 'fdb', 'del', 'ee:ee:0a:00:0a:32', 'dev', 'vxlan42', 'self');
  expect(a.tryExecIn('one', 'ping', '-c1', '-W1', '10.0.10.50').code).not.toBe(0);

  a.containerd.ctr('task', 'kill', '--signal', 'SIGKILL', 'one');
  b.containerd.ctr('task', 'kill', '--signal', 'SIGKILL', 'two');
  for (const { ended } of running) await ended;
  for (const { held } of [a, b]) expect(held).toEqual(nothingHeld);
});
