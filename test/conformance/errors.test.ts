import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { catalogue } from '../../src/errors.ts';
import { cniPath, versions } from '../support/network.ts';
import { projectRoot } from '../support/project.ts';
import { failingOn, scriptPlugin } from '../support/script-plugin.ts';
import { until } from '../support/wait.ts';
import { holders, promise } from './promise.ts';

describe('C3 errors', () => {
  promise('C3.24', { programs: holders, versions }, (subject) => {
    const attachment = subject.attachment();
    const unsupported = subject.attachment(subject.network({ cniVersion: '3.0.0' })).tryAdd();
    expect(unsupported.error?.code).toBe(1);
    expect(attachment.tryAdd({ ifname: '..' }).error?.code).toBe(4);
    expect(attachment.tryAdd({ config: '{' }).error?.code).toBe(6);
    expect(subject.attachment(subject.networkOf('300.1.2.0/24')).tryAdd().error?.code).toBe(7);
    if (subject.program === 'silk-cni') {
      const unknown = subject.attachment(subject.network({ colour: 'green' })).tryAdd();
      expect(unknown.error?.code).toBe(2);
      expect(unknown.error?.msg).toContain('colour');
      expect(unknown.error?.msg).toContain('green');
    }
    // A directory that cannot be made: a file is in its place.
    subject.host.write('data', 'a file');
    expect(attachment.tryAdd().error?.code).toBe(5);
  });

  promise('C3.25', { programs: holders }, async (subject) => {
    subject.attachment().add();
    const lock = join(subject.reservationDir, '.silk/lock');
    // A holder that lives: it renews its lock as the holders of such locks do.
    subject.host.start(['sh', '-c', 'mkdir "$0"; while true; do touch "$0"; sleep 0.2; done', lock]);
    await until('the lock to be held', () => existsSync(lock));
    const outcome = subject.attachment(subject.impatientNetwork()).tryAdd();
    expect(outcome.error?.code).toBe(11);
  });

  promise('C3.26', { versions }, (subject) => {
    const plugin = scriptPlugin(subject.host, 'refusing', failingOn('ADD', 155));
    const attachment = subject.attachment(subject.network({ ipam: { type: 'refusing' } }));
    const outcome = attachment.tryAdd({ path: cniPath(plugin.dir) });
    expect(outcome.json).toMatchObject({ cniVersion: subject.version, code: 155 });
    expect(outcome.error?.msg).toContain('the script refuses ADD');
  });

  promise('C3.27', {}, () => {
    const page = readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8');
    for (const [name, { cni }] of Object.entries(catalogue)) {
      const row = page.split('\n').find((line) => line.startsWith('|') && line.includes(name));
      expect({ name, published: row?.includes(`${cni}`) }).toEqual({ name, published: true });
    }
  });
});
