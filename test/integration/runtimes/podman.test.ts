import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho } from '../../support/box-image.ts';
import { followPage, pageBlocks, pagesImage } from '../../support/docs-page.ts';
import { FullHostServer } from '../../support/full-host-server.ts';
import { nothingHeld } from '../../support/held.ts';
import type { Host } from '../../support/host.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { Podman } from '../../support/podman.ts';
import { delayAdd, recordCalls } from '../../support/recorded-plugin.ts';
import { entriesBelow } from '../../support/tree.ts';
import { Underlay } from '../../support/underlay.ts';
import { until, untilNoError } from '../../support/wait.ts';

jest.setTimeout(30_000);

const [install, configure = '', pull, tryIt = '', withoutCni = '', ...more] = pageBlocks('podman.md', 'sh');

let podman: Podman;
let outside: Host;

beforeEach(() => {
  const underlay = new Underlay();
  podman = new Podman(underlay.addHost({ ip: '10.244.0.144/16' }));
  outside = underlay.addHost({ ip: '10.244.0.1/16' });
  expect(followPage(podman.at, configure)).toMatch(/ silk +silk-cni$/m);
  podman.loadImage();
});

afterEach(() => expectNothingLeft(podman));

/** Waits for what is done after the end of a container. */
function untilNothingIsHeld(): Promise<void> {
  return until('nothing to be held', () => Object.values(podman.held).every((names) => names.length === 0));
}

test('docs/podman.md: the commands in their order do what the page says', () => {
  expect(install).toMatch(/^apt-get install podman .*\nmake install\n$/);
  expect([pull, more]).toEqual([`podman pull ${pagesImage}\n`, []]);
  const [first, second, third] = followPage(podman.at, podman.placed(tryIt)).split('here is web\n');
  expect(first).toContain('inet 10.255.144.2 peer 169.254.0.1/32 scope link eth0');
  expect(first).toMatch(/^10\.255\.144\.3 +silk +[0-9a-f]{64} +eth0 .* s-010255144003$/m);
  expect(second).toBe('');
  expect(third).toContain('default via 169.254.0.1 dev eth0  src 10.255.144.77');
  expect(third).toMatch(/^No address is reserved.*^ +address +10\.255\.144\.0\/16$/ms);
  const attached = followPage(podman.at, podman.placed(withoutCni));
  expect(attached).toContain('default via 169.254.0.1 dev eth0  src 10.255.144.78');
  expect(attached).toContain('No address is reserved');
  expect(podman.held).toEqual(nothingHeld);
});

describe('podman run with silk-cni, silk-vtep and portmap:', () => {
  test('a published port answers to all, with the address of who asks, and is gone with the container', () => {
    const { host } = podman.at;
    podman.run(['--detach', '--name', 'web', '--publish', '8080:80'], ...serveWho);
    podman.run(['--detach', '--name', 'asker']);
    expect(podman.podman('exec', 'asker', ...askingWho('10.255.144.2'))).toBe('10.255.144.3\n');
    expect(podman.podman('exec', 'asker', ...askingWho('10.244.0.144:8080'))).toBe('10.255.144.3\n');
    expect(outside.exec(...askingWho('10.244.0.144:8080'))).toBe('10.244.0.1\n');
    expect(host.exec(...askingWho('127.0.0.1:8080'))).toBe('10.244.0.144\n');
    expect(host.exec('iptables-save')).toContain('--dport 8080 -j DNAT --to-destination 10.255.144.2:80');
    // A port that is taken: the second container does not start.
    const { reserved } = podman.held;
    expect(podman.tryRun(['--detach', '--publish', '8080:80']).stderr).toContain('address already in use');
    expect(podman.held.reserved).toEqual(reserved);
    podman.podman('rm', '--force', '--time', '0', 'web');
    expect(host.exec('iptables-save')).not.toMatch(/8080|10\.255\.144/);
    expect(host.run(askingWho('127.0.0.1:8080')).stderr).toContain('Connection refused');
    expect(podman.held).toMatchObject({ links: ['s-010255144003'], reserved: ['10.255.144.3'] });
  });

  test('each command asks for the VERSION with dummy values; ADD has the name in CNI_ARGS, and DEL the result', () => {
    const calls = recordCalls(podman.at, 'silk-cni');
    const callsOfVtep = recordCalls(podman.at, 'silk-vtep');
    podman.run(['--rm', '--name', 'web'], 'ip', 'route');
    const [version, add, again, del, ...others] = calls();
    const dummies = { CNI_CONTAINERID: '', CNI_NETNS: 'dummy', CNI_IFNAME: 'dummy', CNI_PATH: 'dummy', CNI_ARGS: '' };
    expect(version).toEqual({ command: 'VERSION', variables: dummies, config: { cniVersion: '1.0.0' } });
    expect(add).toMatchObject({ command: 'ADD', variables: { CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAME=web' } });
    expect(again).toEqual(version);
    expect(del).toMatchObject({ command: 'DEL', variables: add?.variables, config: { prevResult: expect.anything() } });
    expect(others).toEqual([]);
    expect(callsOfVtep().map(({ command }) => command)).toEqual(['VERSION', 'ADD', 'VERSION', 'DEL']);
    expect(podman.held).toEqual(nothingHeld);
    expect(entriesBelow(podman.at.file('/run/netns'))).toEqual([]);
  });

  test('fails with the reason of the plugin that refuses, and nothing is held', () => {
    podman.at.write('/etc/silk/peers.json', '{"peers":[{"subnet":"10.255.48.0/24"}]}');
    const outcome = podman.tryRun(['--rm']);
    expect(outcome.code).not.toBe(0);
    expect(outcome.stderr).toContain('plugin type="silk-vtep" failed (add): ');
    expect(podman.held).toEqual(nothingHeld);
  });
});

describe('a container ends:', () => {
  test('by itself, by a restart, by a kill: nothing is held', async () => {
    podman.run(['--detach', '--name', 'short', '--publish', '8080:80'], 'sleep', '1');
    await untilNothingIsHeld();
    podman.podman('start', 'short');
    expect(podman.held.reserved).toEqual(['10.255.144.3']);
    await untilNothingIsHeld();
    podman.run(['--detach', '--name', 'web', '--mac-address', '02:02:02:02:02:02']);
    expect(podman.podman('exec', 'web', 'ip', 'link', 'show', 'eth0')).toContain('ee:ee:0a:ff:90:04');
    podman.podman('restart', '--time', '0', 'web');
    expect(podman.held).toMatchObject({ links: ['s-010255144005'], reserved: ['10.255.144.5'] });
    podman.podman('kill', 'web');
    await untilNothingIsHeld();
    expect(podman.at.host.exec('iptables-save')).not.toMatch(/8080|10\.255\.144/);
  });

  test('and conmon before it: `podman rm --force` releases what it holds', () => {
    podman.run(['--detach', '--name', 'web']);
    killWithConmon('web');
    expect(podman.held.reserved).toEqual(['10.255.144.2']);
    podman.podman('rm', '--force', 'web');
    expect(podman.held).toEqual(nothingHeld);
  });

  test('before it began, for podman was killed in an ADD: GC takes what no DEL will, and lets the others be', async () => {
    const { at } = podman;
    const namespaces = () => entriesBelow(at.file('/run/netns'));
    podman.run(['--detach', '--name', 'other']);
    const before = namespaces();
    const hasBegun = delayAdd(at, 'silk-vtep');
    const killed = new FullHostServer(at, 'podman', podman.placed(`podman run --name web ${pagesImage}`));
    await killed.start(hasBegun);
    await killed.stop('KILL');
    const others = { links: ['s-010255144002'], reserved: ['10.255.144.2'], claims: [expect.any(String)] };
    await untilNoError('the end of the ADD', async () => expect(podman.held.links).toHaveLength(2));
    await untilNoError('its end', async () => podman.podman('rm', '--force', '--ignore', '--time', '0', 'web'));
    expect(podman.held.reserved).toEqual(['10.255.144.2', '10.255.144.3']);
    const collected = followPage(at, 'silk cni gc silk');
    expect(collected).toContain('Older than CNI 1.1.0, and not asked: portmap.');
    expect(podman.held).toMatchObject(others);
    at.host.exec('ping', '-c1', '-W2', '10.255.144.2');
    // podman's own: the namespace that it had made.
    for (const name of namespaces().filter((one) => !before.includes(one))) {
      at.exec('sh', '-c', `umount /run/netns/${name}; rm /run/netns/${name}`);
    }
  });

  test('by a reboot: it is started again by an ADD without a DEL', async () => {
    const bootId = '/proc/sys/kernel/random/boot_id';
    podman.at.write('/run/earlier-boot', '00000000-0000-4000-8000-000000000000\n');
    podman.at.exec('mount', '--bind', '/run/earlier-boot', bootId);
    podman.run(['--detach', '--name', 'web']);
    killWithConmon('web');
    podman.at.exec('umount', bootId);
    podman.at.exec('touch', '-d', '@1000000000', '/var/lib/silk/ipam/silk/10.255.144.2');
    podman.at.exec(
      'sh',
      '-c',
      'umount /run/netns/*; rm -r /run/netns/* /run/libpod /run/containers /run/runc /dev/shm/*',
    );
    const calls = recordCalls(podman.at, 'silk-cni');
    podman.podman('start', 'web');
    expect(calls().filter(({ command }) => command !== 'VERSION')).toMatchObject([{ command: 'ADD' }]);
    podman.podman('rm', '--force', '--time', '0', 'web');
    await untilNothingIsHeld();
  });
});

/** Kills a container's first process, with nobody left who would notice. */
function killWithConmon(name: string): void {
  const files = podman.podman('inspect', '--format', '{{.ConmonPidFile}}\n{{.PidFile}}', name).trim().split('\n');
  for (const file of files) podman.at.exec('kill', '-KILL', podman.at.exec('cat', file).trim());
}
