import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { askingWho, serveWho } from '../../support/box-image.ts';
import { Docker } from '../../support/docker.ts';
import { followPage, pageBlocks, pagesImage } from '../../support/docs-page.ts';
import { pluginsOfOurs } from '../../support/full-host.ts';
import { FullHostServer } from '../../support/full-host-server.ts';
import { heldOn, nothingHeld } from '../../support/held.ts';
import { allForwardRules, nftablesState, noNftables } from '../../support/nftables.ts';
import { expectNothingLeft } from '../../support/nothing-left.ts';
import { projectRoot } from '../../support/project.ts';
import { Underlay } from '../../support/underlay.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);

let dockers: readonly Docker[] = [];

afterEach(() => expectNothingLeft(...dockers));

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
  at.exec('docker', 'run', '--detach', '--name', 'stray', '--network', 'none', pagesImage);
  followPage(
    at,
    attach
      .split('\n')
      .filter((line) => line.startsWith('silk cni add') && line.endsWith(' asker'))
      .join('')
      .replaceAll('asker', 'stray'),
  );
  at.exec('docker', 'kill', 'stray');
  expect(heldOn(at).reserved).toHaveLength(3);
  followPage(at, 'silk cni gc silk');
  expect(heldOn(at)).toMatchObject({ reserved: ['10.255.144.2', '10.255.144.4'] });
  // A docker that starts anew writes its rules anew; its containers have ended with it.
  await docker.stop();
  await docker.start();
  expect(nftablesState(at.host).forwardRules).toEqual(allForwardRules);
  expect(followPage(at, remove)).toContain('No address is reserved');
  expect(heldOn(at)).toEqual(nothingHeld);
  expect(nftablesState(at.host)).toEqual(noNftables);
  expect(at.exec('iptables-save')).not.toMatch(/8080|10\.255\.144/);
});

test("docs/docker.md: containers of two hosts reach each other by docker's bridges, which have what silkd says", async () => {
  const [configure = '', begin, rule = '', web = '', ask = '', move, masquerade = '', ...more] = pageBlocks(
    'docker.md',
    'sh',
    "Docker's own bridge",
  );
  expect(begin).toBe('systemctl daemon-reload\nsystemctl enable --now silkd\nsystemctl restart docker\n');
  expect(more).toEqual([]);
  const [a, b] = twoHosts(asItsUnitSays);
  const silkd = new FullHostServer(a.at, 'silkd', `${pluginsOfOurs}/silkd`);
  followPage(a.at, configure);
  followPage(b.at, configure.replace('|10.255.144.0/24|', '|10.255.138.0/24|'));
  const starting = Promise.all([a.start(), b.start()]);
  await until('docker to wait', () => [a, b].every(({ log }) => log.includes('(105 SUBNET_UNKNOWN)')));
  await startSilkd(silkd, a);
  await startSilkd(new FullHostServer(b.at, 'silkd', `${pluginsOfOurs}/silkd`), b);
  await starting;
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

  await silkd.stop();
  followPage(a.at, 'silk vtep down');
  await silkd.start(() => routeTo('10.255.138.2', a).includes('silk-vtep'));
  a.run(...pinging('10.255.138.2'));
  expect(() => a.run(...pinging('10.244.0.1'))).toThrow('100% packet loss');
  followPage(a.at, masquerade);
  a.run(...pinging('10.244.0.1'));

  expect(move).toBe(
    'systemctl stop docker docker.socket\nip link del docker0\nsystemctl reload silkd\nsystemctl start docker\n',
  );
  followPage(a.at, "sed -i 's|10.255.144.0/24|10.255.145.0/24|' /etc/silk/silkd.json");
  silkd.signal('HUP');
  await until('the end of the subnet file', () => !hasSubnetFile(a));
  a.run(...pinging('10.255.138.2'));
  await a.stop();
  const again = a.start();
  a.at.exec('ip', 'link', 'del', 'docker0');
  silkd.signal('HUP');
  await again;
  expect(a.run('ip', 'addr', 'show', 'eth0')).toContain(' 10.255.145.2/24 ');
  expect(a.at.exec('iptables', '-S', 'DOCKER-USER')).toContain('-A DOCKER-USER -i silk-vtep -o docker0 -j ACCEPT');
});

/** The hosts of the page, beside one that is not of the overlay, 10.244.0.1. */
function twoHosts(begin?: (dockerd: string) => string): [Docker, Docker] {
  const underlay = new Underlay();
  const add = (number: number): Docker => new Docker(underlay.addHost({ ip: `10.244.0.${number}/16` }), begin);
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

/** The command of the drop-in for docker's unit, which is the same on each host, with the dockerd of a test. */
function asItsUnitSays(dockerd: string): string {
  const unit = readFileSync(join(projectRoot, 'conf-examples/docker-silkd.conf'), 'utf8');
  const [, script = ''] = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(unit) ?? [];
  const ofTest = script.replaceAll('$$', '$').replace(/exec dockerd -H \S+ --containerd=\S+/, `exec ${dockerd}`);
  expect(ofTest).toContain(dockerd);
  return `env PATH=${pluginsOfOurs}:/usr/sbin:/usr/bin:/sbin:/bin sh -c '${ofTest}'`;
}

async function startSilkd(silkd: FullHostServer, on: Docker): Promise<void> {
  await silkd.start(() => hasSubnetFile(on));
}

function hasSubnetFile({ at }: Docker): boolean {
  return existsSync(at.file('/run/silk/subnet.env'));
}
