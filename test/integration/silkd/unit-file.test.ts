import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { disposeHosts, Host } from '../../support/host.ts';
import { projectRoot, silkd } from '../../support/project.ts';
import { run } from '../../support/run.ts';

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
