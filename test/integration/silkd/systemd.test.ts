import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { binDir, projectRoot } from '../../support/project.ts';
import { must } from '../../support/run.ts';
import { Systemd } from '../../support/systemd.ts';
import { until } from '../../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const config = {
  overlayNetwork: '10.255.0.0/16',
  subnet: '10.255.32.0/24',
  peers: [{ subnet: '10.255.48.0/24', underlay: '192.168.77.48' }],
};
/** Stands for containerd and docker: only when it is started matters. */
const runtime =
  '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n';
const unit = readFileSync(join(projectRoot, 'conf-examples/silkd.service'), 'utf8');

/** The mask of the capabilities that the unit leaves, as /proc has it. */
function boundingSet(): string {
  const [, names = ''] = /^CapabilityBoundingSet=(.*)$/m.exec(unit) ?? [];
  const table = must(['systemd-analyze', 'capability', ...names.split(' ')]);
  const bits = [...table.matchAll(/^cap_\w+ +(\d+)$/gm)].map(([, bit]) => 1n << BigInt(bit ?? ''));
  expect(bits).toHaveLength(names.split(' ').length);
  return bits
    .reduce((mask, bit) => mask | bit)
    .toString(16)
    .padStart(16, '0');
}

test('under systemd: before the runtimes, reloaded, started anew when it dies, and stopped without a trace in the data plane', async () => {
  const host = new Host();
  host.addUplink();
  const systemd = await Systemd.boot(host, binDir);
  systemd.exec('ln', '-sf', '/mnt/silkd', '/usr/sbin/silkd');
  systemd.exec('mkdir', '/etc/silk');
  systemd.write('/etc/silk/silkd.json', JSON.stringify(config));
  systemd.write('/etc/systemd/system/silkd.service', unit);
  for (const other of ['docker', 'containerd']) systemd.write(`/etc/systemd/system/${other}.service`, runtime);
  systemd.exec('systemctl', 'enable', 'docker', 'containerd', 'silkd');
  systemd.exec('systemctl', 'start', 'multi-user.target');
  const isReady = () =>
    systemd.run('curl', '-sf', '--unix-socket', '/run/silk/silkd.sock', 'http://silkd/readyz').code === 0;
  const kernel = () => [
    host.exec('ip', '-o', 'link', 'show', 'silk-vtep'),
    host.exec('ip', 'route', 'show', 'dev', 'silk-vtep'),
    host.exec('ip', 'neigh', 'show', 'dev', 'silk-vtep'),
    host.exec('bridge', 'fdb', 'show', 'dev', 'silk-vtep'),
  ];
  await until('readiness', isReady);
  const startedAt = (unit: string) => Number(systemd.show(unit, 'ExecMainStartTimestampMonotonic'));
  for (const other of ['docker', 'containerd']) expect(startedAt('silkd')).toBeLessThan(startedAt(other));
  const pid = systemd.show('silkd', 'MainPID');
  const status = systemd.read(`/proc/${pid}/status`);
  expect(status).toContain('NoNewPrivs:\t1');
  expect(status).toContain(`CapBnd:\t${boundingSet()}\n`);

  systemd.write('/etc/silk/silkd.json', JSON.stringify({ ...config, mtu: 1400 }));
  systemd.exec('systemctl', 'reload', 'silkd');
  await until('the other MTU', () => systemd.read('/run/silk/subnet.env').includes('FLANNEL_MTU=1400'));
  expect(systemd.show('silkd', 'MainPID')).toBe(pid);

  const wanted = kernel();
  systemd.exec('kill', '-KILL', pid);
  await until('another silkd', () => systemd.show('silkd', 'NRestarts') === '1' && isReady());
  expect(systemd.show('silkd', 'MainPID')).not.toBe(pid);
  expect(kernel()).toEqual(wanted);

  systemd.exec('systemctl', 'stop', 'silkd');
  expect([systemd.show('silkd', 'ActiveState'), systemd.show('silkd', 'Result')]).toEqual(['inactive', 'success']);
  expect(kernel()).toEqual(wanted);
  expect(systemd.read('/run/silk/subnet.env')).toContain('FLANNEL_SUBNET=10.255.32.1/24');

  // As long as it cannot start it is tried again, however often that fails.
  systemd.write('/etc/silk/silkd.json', '{');
  systemd.exec('systemctl', 'start', 'silkd');
  await until('two failures', () => Number(systemd.show('silkd', 'NRestarts')) >= 2);
  systemd.write('/etc/silk/silkd.json', JSON.stringify({ ...config, mtu: 1400 }));
  await until('readiness again', isReady);
  expect(kernel()).toEqual(wanted);
  const log = systemd.exec('journalctl', '--unit', 'silkd', '--identifier', 'silkd', '--output', 'cat', '--no-pager');
  const lines = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ msg: 'Started' });
  expect(lines).toContainEqual(expect.objectContaining({ msg: expect.stringContaining('Stopping') }));
});
