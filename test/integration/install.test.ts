import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../support/host.ts';
import { callPlugin, startPlugin } from '../support/plugin-call.ts';
import { projectRoot } from '../support/project.ts';
import { must, run, start } from '../support/run.ts';
import { entriesBelow } from '../support/tree.ts';
import { sleep } from '../support/wait.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

function make(target: string, host: Host): void {
  const variables = ['PREFIX=/usr/local', `DESTDIR=${join(host.dir, 'root')}`];
  must(['make', '--no-print-directory', '-C', projectRoot, target, ...variables], { timeoutMs: 120_000 });
}

/** The files and links below the installation, without directories. */
function installedFiles(host: Host): string[] {
  const root = join(host.dir, 'root');
  return entriesBelow(root).filter((path) => !lstatSync(join(root, path)).isDirectory());
}

test('make says which Node.js it wants, before it installs anything', () => {
  const host = new Host();
  host.write('bin/node', '#!/bin/sh\necho 18.20.4\n', 0o755);
  host.write('bin/npm', '#!/bin/sh\necho installed\n', 0o755);
  const outcome = run(['make', '-C', projectRoot, '--what-if=package.json', 'node_modules/.installed'], {
    env: { PATH: `${join(host.dir, 'bin')}:${process.env['PATH']}` },
  });
  expect(outcome).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Node.js: found 18.20.4, wanted 20 or later'),
  });
  expect(outcome.stdout).not.toContain('installed\n');
});

describe('make install', () => {
  test('puts the program where runtimes look, and uninstall removes exactly that', () => {
    const host = new Host();
    host.write('root/opt/cni/bin/bridge', 'of somebody else');
    host.write('root/usr/local/bin/other', 'of somebody else');
    make('install', host);
    expect(installedFiles(host)).toEqual([
      'opt/cni/bin/bridge',
      'opt/cni/bin/silk-bridge',
      'opt/cni/bin/silk-cni',
      'opt/cni/bin/silk-ipam',
      'opt/cni/bin/silk-vtep',
      'usr/local/bin/other',
      'usr/local/bin/silk',
      'usr/local/lib/systemd/system/silkd.service',
      'usr/local/sbin/silkd',
    ]);
    expect(must([join(host.dir, 'root/usr/local/sbin/silkd'), '--version'])).toMatch(/^\d/);
    const unit = readFileSync(join(host.dir, 'root/usr/local/lib/systemd/system/silkd.service'), 'utf8');
    expect(unit.match(/\S*\/silkd\b.*/g)).toEqual(['ExecStart=/usr/local/sbin/silkd --config /etc/silk/silkd.json']);
    make('uninstall', host);
    expect(installedFiles(host)).toEqual(['opt/cni/bin/bridge', 'usr/local/bin/other']);
  }, 180_000);

  test('installs by rename: the file is a new one, and a running copy lives on', async () => {
    const host = new Host();
    make('install', host);
    const program = join(host.dir, 'root/usr/local/bin/silk');
    const before = statSync(program).ino;
    const link = host.write('bin/.keep', '').replace('.keep', 'silk-cni');
    must(['ln', '-s', program, link]);
    const running = start(['sh', '-c', `(sleep 1.5; echo '{}') | CNI_COMMAND=VERSION exec "$0"`, link]);
    await sleep(300);
    make('install', host);
    expect(statSync(program).ino).not.toBe(before);
    const outcome = await running.ended;
    expect({ code: outcome.code, answered: outcome.stdout.includes('supportedVersions') }).toEqual({
      code: 0,
      answered: true,
    });
    expect(callPlugin(host, link, { command: 'VERSION', config: '{}' }).code).toBe(0);
    expect(await startPlugin(host, link, { command: 'VERSION', config: '{}' }).result).toMatchObject({ code: 0 });
  }, 180_000);
});
