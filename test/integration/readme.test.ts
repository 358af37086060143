import { afterEach, expect, jest, test } from '@jest/globals';
import { followPage, pageBlocks } from '../support/docs-page.ts';
import { FullHost, pluginsOfOurs } from '../support/full-host.ts';
import { disposeHosts } from '../support/host.ts';
import { Underlay } from '../support/underlay.ts';
import { until } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

test('README, first use: the commands in their order do what is said of them', () => {
  const [commands = '', ...more] = pageBlocks('../README.md', 'sh', 'First use');
  expect(more).toEqual([]);
  const host = new FullHost(new Underlay().addHost({ ip: '10.244.0.1/16' }));
  const [add, del = ''] = commands.split(/^(?=silk cni del)/m);
  expect(followPage(host, add ?? '')).toMatch(/^10\.255\.30\.2 /m);
  followPage(host, del);
  expect(followPage(host, 'silk ipam list --data-dir /var/lib/silk/ipam')).not.toContain('10.255.30.2');
});

test('README, first use on several hosts: the commands in their order do what is said of them', async () => {
  const [etcd = '', host = '', container = '', ...more] = pageBlocks(
    '../README.md',
    'sh',
    'First use on several hosts',
  );
  expect(more).toEqual([]);
  const [copy = ''] = /^mkdir.*\ncp .*$/m.exec(pageBlocks('../README.md', 'sh', 'First use')[0] ?? '') ?? [];
  const underlay = new Underlay();
  const add = (ip: string): FullHost => new FullHost(underlay.addHost({ ip: `${ip}/16` }));
  const server = add('10.244.0.5');
  const [first, second] = [add('10.244.0.2'), add('10.244.0.3')];

  // There is neither apt-get nor systemd here; etcd is started as its unit does.
  const lines = etcd.trim().split('\n');
  const [configure, init] = ['echo', 'silk'].map((word) => lines.filter((line) => line.startsWith(word)).join('\n'));
  expect(lines.filter((line) => !/^(echo|silk)/.test(line))).toEqual([
    'apt-get install -y etcd-server',
    'systemctl restart etcd',
  ]);
  server.exec('mkdir', '-p', '/etc/default', '/var/lib/etcd');
  followPage(server, configure ?? '');
  server.start(['sh', '-c', 'set -a; . /etc/default/etcd; exec etcd --data-dir /var/lib/etcd/default']);
  await until('the network to be written down', () => follow(server, init ?? '') !== undefined);

  // Each host has been through the first use, whose network has the same name.
  for (const one of [first, second]) {
    // As docker leaves it, which may be on the hosts too.
    one.exec('iptables', '-P', 'FORWARD', 'DROP');
    followPage(one, `${copy}\n${host.replace(/^systemctl enable --now silkd .*$/m, 'silkd > /run/silkd.log 2>&1 &')}`);
  }
  const leases = followPage(first, 'silk lease list');
  for (const ip of ['10.244.0.2', '10.244.0.3']) expect(leases).toContain(ip);

  const [show, ping = ''] = container.split(/^(?=.*ping)/m);
  const told = [first, second].map((one) => followPage(one, `export CNI_PATH=${pluginsOfOurs}\n${show}`));
  const [ip = ''] = /(?<=UP +)10\.255[\d.]+/.exec(told[1] ?? '') ?? [];
  expect(followPage(first, ping.replace('ADDRESS-ON-ANOTHER-HOST', ip))).toContain(`64 bytes from ${ip}`);
});

test('docs/docker.md: what it says of hosts with etcd is what README and its other section say, line by line', () => {
  const lines = (page: string, heading: string): string[] =>
    pageBlocks(page, 'sh', heading).flatMap((block) =>
      block
        .replace(/ +# .*/g, '')
        .trimEnd()
        .split('\n'),
    );
  const tried = [...lines('../README.md', 'First use on several hosts'), ...lines('docker.md', "Docker's own bridge")];
  const told = lines('docker.md', 'Several hosts with etcd');
  expect(told).toHaveLength(10);
  expect(told.filter((line) => !tried.includes(line))).toEqual([]);
});

/** Undefined: it failed. */
function follow(at: FullHost, block: string): string | undefined {
  try {
    return followPage(at, block);
  } catch {
    return undefined;
  }
}
