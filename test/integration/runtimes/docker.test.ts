import { afterEach, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho } from '../../support/box-image.ts';
import { Docker } from '../../support/docker.ts';
import { followPage, pageBlocks, pagesImage } from '../../support/docs-page.ts';
import { leftovers, noLeftovers } from '../../support/full-host-leftovers.ts';
import { heldOn, nothingHeld } from '../../support/held.ts';
import { disposeHosts } from '../../support/host.ts';
import { nftablesState, noNftables } from '../../support/nftables.ts';
import { Underlay } from '../../support/underlay.ts';

jest.setTimeout(60_000);

let dockers: readonly Docker[] = [];

afterEach(() => {
  disposeHosts();
  for (const { at } of dockers) expect(leftovers(at)).toEqual(noLeftovers);
});

test('docs/docker.md: a container is attached, detached and removed, and nothing is held', async () => {
  const [configure = '', pull, attach = '', restart = '', remove = '', ...more] = pageBlocks(
    'docker.md',
    'sh',
    'Attach a container',
  );
  expect(pageBlocks('docker.md', 'sh', 'Install').join('')).toMatch(/^apt-get install docker\.io .*\nmake install\n$/);
  expect([pull, more]).toEqual([`docker pull ${pagesImage}\n`, []]);
  const [docker] = twoHosts();
  const { at } = docker;
  await docker.start();
  followPage(at, configure);
  expect(at.exec('iptables', '-S', 'FORWARD')).toContain('-P FORWARD DROP');
  const [first, second, third] = followPage(at, attach).split('here is web\n');
  expect(first).toContain('inet 10.255.144.2 peer 169.254.0.1/32 scope link eth0');
  expect(second).toBe('');
  expect(third).toContain('1 packets received, 0% packet loss');
  expect(third).toMatch(/^OK eth0 in .*: as it was made$/m);
  expect(third).toMatch(/^10\.255\.144\.2 +silk +web +eth0 .* s-010255144002\n.*3 +silk +asker .* s-010255144003$/m);
  expect(followPage(at, restart)).toContain('1 packets received, 0% packet loss');
  expect(heldOn(at)).toMatchObject({ links: ['s-010255144002', 's-010255144004'] });
  expect(followPage(at, remove)).toContain('No address is reserved');
  expect(heldOn(at)).toEqual(nothingHeld);
  expect(nftablesState(at.host)).toEqual(noNftables);
  expect(at.exec('iptables-save')).not.toMatch(/8080|10\.255\.144/);
});

test('docs/docker.md: containers of two hosts reach each other by the bridges of docker and the VTEPs of silk', async () => {
  const [vtep = '', restart, rule = '', web = '', ask = '', masquerade = '', ...more] = pageBlocks(
    'docker.md',
    'sh',
    "Docker's own bridge",
  );
  expect([restart, more]).toEqual(['systemctl restart docker\n', []]);
  const [a, b] = twoHosts();
  followPage(a.at, vtep);
  followPage(b.at, ofTheOther(vtep));
  await Promise.all([a.start(), b.start()]);
  b.docker('run', '--detach', '--name', 'who', pagesImage, ...serveWho);
  expect(() => a.run(...pinging('10.255.138.2'))).toThrow('100% packet loss');
  for (const { at } of [a, b]) followPage(at, rule);
  expect(a.run(...askingWho('10.255.138.2'))).toBe('10.255.144.2\n');
  expect(a.at.host.exec(...askingWho('10.255.138.2'))).toBe('10.255.144.0\n');
  expect(a.run('ip', 'link', 'show', 'eth0')).toContain(' mtu 1450 ');
  b.docker('rm', '--force', 'who');

  followPage(b.at, web);
  expect(followPage(a.at, ask)).toMatch(/1 packets received, 0% packet loss(.|\n)*here is web\n$/);
  expect(routeTo('10.255.138.2', a)).toContain('via 10.255.138.0 dev silk-vtep src 10.255.144.0');
  expect(routeTo('10.255.138.2', b)).toContain('dev docker0 src 10.255.138.1');

  await a.stop();
  await a.start();
  followPage(a.at, `silk vtep down\n${vtep}`);
  expect(followPage(a.at, ask)).toMatch(/here is web\n$/);
  expect(() => a.run(...pinging('10.244.0.1'))).toThrow('100% packet loss');
  followPage(a.at, masquerade);
  a.run(...pinging('10.244.0.1'));
});

/** The hosts of the page, beside one that is not of the overlay, 10.244.0.1. */
function twoHosts(): [Docker, Docker] {
  const underlay = new Underlay();
  const add = (number: number): Docker => new Docker(underlay.addHost({ ip: `10.244.0.${number}/16` }));
  const hosts: [Docker, Docker] = [add(144), add(138)];
  underlay.addHost({ ip: '10.244.0.1/16' });
  dockers = hosts;
  return hosts;
}

function pinging(ip: string): string[] {
  return ['ping', '-c1', '-W1', ip];
}

function routeTo(ip: string, from: Docker): string {
  return from.at.host.exec('ip', 'route', 'get', ip);
}

/** A block as it is for the host with 138. */
function ofTheOther(block: string): string {
  return block.replace(/144|138/g, (number) => (number === '144' ? '138' : '144'));
}
