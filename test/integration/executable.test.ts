import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment } from '../support/attachment.ts';
import { fileText } from '../support/file-text.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { holdings, nothing } from '../support/leftovers.ts';
import { silkNetwork, vtepNetwork } from '../support/network.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { installed, silk } from '../support/project.ts';
import { must } from '../support/run.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

/** The executable moved to a directory of the host, linked as silk-cni, silk-ipam and silk-vtep. */
function movedAway(host: Host): string {
  const dir = join(host.dir, 'elsewhere');
  host.write('elsewhere/.keep', '');
  copyFileSync(silk, join(dir, 'silk'));
  for (const name of ['silk-cni', 'silk-ipam', 'silk-vtep']) symlinkSync('silk', join(dir, name));
  return dir;
}

/** A working directory in which every file that Bun or Node might read leaves a mark. */
function hostileDir(host: Host): { cwd: string; mark: string } {
  const mark = join(host.dir, 'mark');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'read');`;
  host.write('hostile/.env', 'CNI_COMMAND=VERSION\nCNI_IFNAME=evil0\nSILK_LOG_LEVEL=debug\nNODE_ENV=evil\n');
  host.write('hostile/.env.local', 'CNI_CONTAINERID=evil\n');
  host.write('hostile/bunfig.toml', 'preload = ["./preload.ts"]\n[run]\nbun = true\n');
  host.write('hostile/preload.ts', script);
  host.write(
    'hostile/package.json',
    '{"name":"evil","type":"module","main":"./preload.ts","imports":{"#x":"./preload.ts"}}',
  );
  host.write('hostile/tsconfig.json', '{"compilerOptions":{"paths":{"*":["./preload.ts"]}}}');
  host.write('hostile/node_modules/ipaddr.js/index.js', script);
  host.write('hostile/node_modules/proper-lockfile/index.js', script);
  return { cwd: join(host.dir, 'hostile'), mark };
}

describe('the executable', () => {
  test('works away from its tree, in a hostile working directory, with nothing but the CNI variables', () => {
    const host = new Host();
    const dir = movedAway(host);
    const { cwd, mark } = hostileDir(host);
    const program = join(dir, 'silk-cni');
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host), {
      program,
      call: { cwd, path: '' },
    });
    const added = attachment.tryAdd();
    expect({ code: added.code, stderr: added.stderr }).toEqual({ code: 0, stderr: '' });
    attachment.check();
    attachment.del();
    expect(holdings(host, attachment.container)).toEqual(nothing);
    expect(fileText(mark)).toBeUndefined();
  });

  test('as silk-vtep reads a broken peers file there too, whose fault needs a parser that is loaded then', () => {
    const host = new Host();
    host.addUplink();
    const dir = movedAway(host);
    const { cwd, mark } = hostileDir(host);
    const peersFile = host.write('peers.json', '{"peers":[\n{"subnet":"x","underlay":"192.168.77.3"}]}');
    const config = { ...vtepNetwork(host), peers: undefined, peersFile };
    const { error } = callPlugin(host, join(dir, 'silk-vtep'), { command: 'STATUS', config, cwd, path: '' });
    expect(error?.msg).toContain('line 2');
    expect(fileText(mark)).toBeUndefined();
  });

  test('takes no variable from an .env file', () => {
    const host = new Host();
    const { cwd } = hostileDir(host);
    const outcome = callPlugin(host, join(movedAway(host), 'silk-cni'), { cwd, path: '', config: silkNetwork(host) });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: 0, stdout: '' });
    expect(outcome.stderr).toContain('silk-cni');
  });

  test('opens no file of its working directory', () => {
    const host = new Host();
    const { cwd } = hostileDir(host);
    const trace = join(host.dir, 'trace');
    const wrapper = [installed('/usr/bin/strace', 'strace'), '-f', '-o', trace, '-e', 'trace=open,openat'];
    const call = { command: 'VERSION', cwd, config: '{}', wrapper };
    expect(callPlugin(host, join(movedAway(host), 'silk-cni'), call).code).toBe(0);
    const opened = fileText(trace)?.match(/"[^"]*"[^\n]*= \d+/g) ?? [];
    expect(opened.length).toBeGreaterThan(0);
    const below = opened.filter((line) => line.includes('hostile/') || /^"(\.\/)?[^/]/.test(line));
    expect(below.filter((line) => /env|bunfig|package\.json|tsconfig|preload/.test(line))).toEqual([]);
  });

  test('needs no Node, no Bun and no node_modules: only the C library', () => {
    const libraries = must(['ldd', silk]);
    expect(libraries).not.toMatch(/node|bun/i);
    expect(libraries).toContain('libc.so');
  });

  test('executes no other program in ADD, CHECK and DEL, and compiles none of its code, for which threads would start', () => {
    const host = new Host();
    const attachment = new Attachment(host, host.addContainer(), silkNetwork(host));
    const strace = installed('/usr/bin/strace', 'strace');
    for (const command of ['ADD', 'CHECK', 'DEL'] as const) {
      const trace = join(host.dir, `trace-${command}`);
      const wrapper = [strace, '-f', '-o', trace, '-e', 'trace=execve,execveat,fork,vfork,prctl'];
      if (command === 'ADD') attachment.add({ wrapper });
      if (command === 'CHECK') attachment.check({ wrapper });
      if (command === 'DEL') attachment.del({ wrapper });
      expect(fileText(trace)?.match(/execve|fork|JITWorker/g)).toEqual(['execve']);
    }
  });
});
