import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { installed, projectRoot, silkd } from '../../support/project.ts';
import { run } from '../../support/run.ts';
import { Silkd } from '../../support/silkd.ts';

jest.setTimeout(30_000);
afterEach(disposeHosts);

const shipped = readFileSync(join(projectRoot, 'conf-examples/silkd.service'), 'utf8');
const forDocker = readFileSync(join(projectRoot, 'conf-examples/docker-silkd.conf'), 'utf8');

/** What systemd has against a unit; nothing where it is good. A key that it cannot read is a warning, and no failure. */
function objections(path: string): string {
  const { stdout, stderr } = run(['systemd-analyze', 'verify', path]);
  return stdout + stderr;
}

test('systemd has nothing against the unit', () => {
  const host = new Host();
  const unit = shipped.replace('/usr/sbin/silkd', silkd);
  expect(unit).not.toBe(shipped);
  expect(objections(host.write('units/silkd.service', unit))).toBe('');
  const bad = unit.replace('Restart=always', 'Restart=perhaps');
  expect(objections(host.write('units/silkd.service', bad))).toContain('perhaps');
});

test("systemd has nothing against docker's unit with the drop-in, which runs what that unit runs", () => {
  const host = new Host();
  const unit = readFileSync(installed('/lib/systemd/system/docker.service', 'docker.io'), 'utf8');
  const [, command = ''] = /^ExecStart=\S+\/(dockerd .*)$/m.exec(unit) ?? [];
  expect(forDocker).toContain(`exec ${command.replaceAll('$', '$$$$')} $$(silk docker-options)'`);
  host.write('units/silkd.service', shipped.replace('/usr/sbin/silkd', silkd));
  const path = host.write('units/docker.service', unit);
  host.write('units/docker.service.d/silkd.conf', forDocker);
  expect(objections(path)).toBe('');
  host.write('units/docker.service.d/silkd.conf', `${forDocker}Restart=perhaps\n`);
  expect(objections(path)).toContain('perhaps');
});

test('silkd does its work with the capabilities and the kinds of sockets that the unit leaves it', async () => {
  const wanted = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(shipped)?.[1]?.split(' ') ?? [];
  const capabilities = wanted('CapabilityBoundingSet').map((name) => `+${name.slice('CAP_'.length).toLowerCase()}`);
  expect(capabilities).toContain('+net_admin');
  const host = new Host();
  host.addUplink();
  const overlay = `${host.name}-unit`;
  host.exec('ip', 'netns', 'add', overlay);
  host.onDispose(() => host.run(['ip', 'netns', 'del', overlay]));
  host.exec('ip', 'link', 'add', 'far', 'up', 'type', 'veth', 'peer', 'name', 'lan0', 'netns', overlay);
  const program = new Silkd(host, {
    segments: [{ vni: 42, port: 4790, bridge: 'br0', overlayNamespace: overlay, lanPorts: ['lan0'] }],
    peers: [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }],
    peersFile: undefined,
  });
  const output = host.write('trace', '');
  const confined = ['/usr/bin/setpriv', '--bounding-set', ['-all', ...capabilities].join(), '--no-new-privs'];
  await program.start([...confined, '/usr/bin/strace', '-f', '-o', output, '-e', 'trace=socket']);
  await program.until('the peer', () => program.metric('silkd_peers_held') === 1);
  await program.until('the LAN', () => host.exec('ip', '-n', overlay, 'link').includes('master br0'));
  expect(program.status()).toMatchObject({ problems: [] });
  expect(await program.stop()).toMatchObject({ code: 0 });
  const families = [...readFileSync(output, 'utf8').matchAll(/ socket\((AF_\w+)/g)].map(([, family]) => family);
  expect(families).toEqual(expect.arrayContaining(['AF_NETLINK', 'AF_PACKET']));
  for (const family of families) expect(wanted('RestrictAddressFamilies')).toContain(family);
});
