import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { projectRoot, silkd } from '../../support/project.ts';
import { run } from '../../support/run.ts';
import { Silkd } from '../../support/silkd.ts';

afterEach(disposeHosts);

const shipped = readFileSync(join(projectRoot, 'conf-examples/silkd.service'), 'utf8');

/** What systemd has against a unit; nothing where it is good. A key that it cannot read is a warning, and no failure. */
function objections(host: Host, unit: string): string {
  const { stdout, stderr } = run(['systemd-analyze', 'verify', host.write('units/silkd.service', unit)]);
  return stdout + stderr;
}

test('systemd has nothing against the unit', () => {
  const host = new Host();
  const unit = shipped.replace('/usr/sbin/silkd', silkd);
  expect(unit).not.toBe(shipped);
  expect(objections(host, unit)).toBe('');
  expect(objections(host, unit.replace('Restart=always', 'Restart=perhaps'))).toContain('perhaps');
});

test('silkd does its work with the capabilities and the kinds of sockets that the unit leaves it', async () => {
  const wanted = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(shipped)?.[1]?.split(' ') ?? [];
  const capabilities = wanted('CapabilityBoundingSet').map((name) => `+${name.slice('CAP_'.length).toLowerCase()}`);
  expect(capabilities).toContain('+net_admin');
  const host = new Host();
  host.addUplink();
  const program = new Silkd(host, {
    peers: [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }],
    peersFile: undefined,
  });
  const output = host.write('trace', '');
  const confined = ['/usr/bin/setpriv', '--bounding-set', ['-all', ...capabilities].join(), '--no-new-privs'];
  await program.start([...confined, '/usr/bin/strace', '-f', '-o', output, '-e', 'trace=socket']);
  await program.until('the peer', () => program.metric('silkd_peers_held') === 1);
  expect(await program.stop()).toMatchObject({ code: 0 });
  const families = [...readFileSync(output, 'utf8').matchAll(/ socket\((AF_\w+)/g)].map(([, family]) => family);
  expect(families).toContain('AF_NETLINK');
  for (const family of families) expect(wanted('RestrictAddressFamilies')).toContain(family);
});
