import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { delegate, delegateAdd, execPlugin, findPlugin } from '../../../src/cni/delegate.ts';
import { sleepMs } from '../../../src/sleep.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-delegate-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Writes a plugin in sh and returns the call of its DEL. */
function install(script: string, folder = dir) {
  writeFileSync(join(folder, 'other'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ...delegation(), type: 'other', command: 'DEL' as const };
}

function delegation() {
  return {
    env: { PATH: process.env['PATH'], GONE: undefined },
    stdin: '{"name":"net"}',
    cniPath: [dir],
    version: '0.4.0' as const,
  };
}

/** What is thrown. */
function failure(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('findPlugin()', () => {
  test('takes the first executable regular file, through links too', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(dir, name)) as [string, string, string];
    for (const folder of [a, b, c]) mkdirSync(folder);
    mkdirSync(join(a, 'other'));
    install('exit 0', b);
    chmodSync(join(b, 'other'), 0o644);
    install('exit 0', dir);
    symlinkSync(join(dir, 'other'), join(c, 'other'));
    expect(findPlugin('other', ['/nowhere', a, b, c, dir])).toBe(join(c, 'other'));
  });

  test('names CNI_PATH when it is empty (cni.md 0.4)', () => {
    expect(failure(() => findPlugin('other', []))).toMatchObject({
      code: 'BAD_ENVIRONMENT',
      message: 'Cannot find plugin other: CNI_PATH is missing',
    });
  });

  test('names the plugin when it is nowhere (cni.md 22)', () => {
    expect(failure(() => findPlugin('other', [dir, '/nowhere']))).toMatchObject({
      code: 'BAD_ENVIRONMENT',
      message: `Cannot find plugin other: no executable file of that name in CNI_PATH ${dir}:/nowhere`,
    });
  });

  test.each([{ name: '../other' }, { name: '/bin/sh' }, { name: 'a\\b' }, { name: '' }])(
    'refuses the type "$name" before it looks (cni.md 18)',
    ({ name }) => {
      expect(failure(() => findPlugin(name, [dir]))).toMatchObject({ code: 'BAD_CONFIG' });
    },
  );
});

describe('execPlugin()', () => {
  test('passes stdin and the whole environment on, with its own command', () => {
    const call = install('echo "$CNI_COMMAND $CNI_IFNAME $TRACEPARENT [$GONE]"; cat');
    const env = { ...call.env, CNI_COMMAND: 'ADD', CNI_IFNAME: 'eth0', TRACEPARENT: 'trace' };
    expect(execPlugin({ ...call, env })).toBe('DEL eth0 trace []\n{"name":"net"}');
  });

  test('gives the delegate nothing of our own environment', () => {
    process.env['SILK_TEST_LEAK'] = 'leaked';
    const call = install('echo "[$SILK_TEST_LEAK]"');
    expect(execPlugin(call)).toBe('[]\n');
    delete process.env['SILK_TEST_LEAK'];
  });

  test('passes the stderr of a delegate through (cni.md 4)', () => {
    const call = JSON.stringify(install('echo progress >&2; echo done'));
    const source = join(__dirname, '../../../src/cni/delegate.ts');
    const program = `const { execPlugin } = await import('${source}'); execPlugin(${call});`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['', 'progress\n']);
  });

  test('takes a delegate that does not read its stdin', () => {
    expect(execPlugin({ ...install('exec echo done'), stdin: 'x'.repeat(1_000_000) })).toBe('done\n');
  });

  test('throws the error that the delegate printed, with its code (cni.md 26)', () => {
    const call = install(`echo '{"cniVersion":"0.4.0","code":11,"msg":"busy","details":"later"}'; exit 1`);
    expect(failure(() => execPlugin(call))).toMatchObject({
      name: 'DelegateError',
      cniCode: 11,
      message: 'busy',
      details: 'later',
    });
  });

  test.each([
    {
      name: 'nothing',
      script: 'echo oops >&2; exit 3',
      found: 'exit code 3',
      details: 'stdout: ""\nstderr: "oops\\n"',
    },
    { name: 'no JSON', script: 'echo panic; exit 1', found: 'exit code 1', details: 'stdout: "panic\\n"\nstderr: ""' },
    { name: 'a list', script: 'echo []; exit 1', found: 'exit code 1', details: 'stdout: "[]\\n"\nstderr: ""' },
    { name: 'no code', script: 'echo "{}"; exit 1', found: 'exit code 1', details: 'stdout: "{}\\n"\nstderr: ""' },
    {
      name: 'code 0',
      script: `echo '{"code":0}'; exit 1`,
      found: 'exit code 1',
      details: 'stdout: "{\\"code\\":0}\\n"\nstderr: ""',
    },
    { name: 'nothing and is killed', script: 'kill -9 $$', found: 'signal SIGKILL', details: 'stdout: ""\nstderr: ""' },
  ])('quotes a delegate that prints $name', ({ script, found, details }) => {
    expect(failure(() => execPlugin(install(script)))).toMatchObject({
      name: 'SilkError',
      code: 'DELEGATE_FAILED',
      message: `Cannot delegate DEL to plugin other: found ${found} without a CNI error on stdout`,
      details,
    });
  });

  test('quotes no more than a piece of a long output', () => {
    const error = failure(() => execPlugin(install('head -c 500000 /dev/zero | tr "\\0" x; exit 1')));
    expect(error).toMatchObject({ details: `stdout: "${'x'.repeat(1000)}" and 499000 characters more\nstderr: ""` });
  });

  test('says what keeps a program from being executed', () => {
    writeFileSync(join(dir, 'other'), 'no program\0', { mode: 0o755 });
    const call = { ...delegation(), type: 'other', command: 'DEL' as const };
    expect(failure(() => execPlugin(call))).toMatchObject({
      code: 'DELEGATE_FAILED',
      message: expect.stringContaining(`Cannot execute ${dir}/other: ENOEXEC`),
    });
  });

  test('tries again while the program is being written (cni.md 8)', () => {
    const call = install('echo done');
    const writer = spawn('sh', ['-c', `exec 3>>${join(dir, 'other')}; echo open >${join(dir, 'open')}; sleep 0.25`]);
    for (let i = 0; i < 200 && failure(() => findFile('open')) !== undefined; i++) sleepMs(5);
    expect(execPlugin(call)).toBe('done\n');
    return new Promise<void>((resolve) => writer.on('close', () => resolve()));
  });

  function findFile(name: string): void {
    chmodSync(join(dir, name), 0o644);
  }
});

describe('delegateAdd()', () => {
  test('calls ADD and reads the result in the version of the request', () => {
    install(`[ $CNI_COMMAND = ADD ] && echo '{"ips":[{"version":"4","address":"10.0.0.2/24"}],"dns":{}}'`);
    expect(delegateAdd(delegation(), 'other')).toEqual({ ips: [{ address: '10.0.0.2/24' }] });
  });

  test('reads the result in its own version where it has one', () => {
    install(`echo '{"cniVersion":"0.2.0","ip4":{"ip":"10.0.0.2/24"}}'`);
    expect(delegateAdd(delegation(), 'other')).toEqual({ ips: [{ address: '10.0.0.2/24' }] });
  });

  test.each([
    { name: 'nothing', script: 'exit 0', found: 'Cannot read its stdout: found nothing' },
    { name: 'no JSON', script: 'echo hello', found: 'Cannot read its stdout: found no JSON' },
    { name: 'a list', script: 'echo []', found: 'Cannot read its stdout: found a list' },
    { name: 'a bad field', script: `echo '{"ips":[{"address":"x"}]}'`, found: 'Cannot read result.ips[0].address' },
  ])('refuses a delegate that succeeds with $name', ({ script, found }) => {
    install(script);
    expect(failure(() => delegateAdd(delegation(), 'other'))).toMatchObject({
      code: 'DELEGATE_FAILED',
      message: expect.stringContaining(`Cannot use the result of plugin other: ${found}`),
      details: expect.stringContaining('stdout: '),
    });
  });
});

test.each([{ name: 'DEL' as const }, { name: 'CHECK' as const }, { name: 'GC' as const }, { name: 'STATUS' as const }])(
  'delegate() calls $name and throws its error',
  ({ name }) => {
    install(`[ $CNI_COMMAND = ${name} ] && exit 0; exit 1`);
    expect(failure(() => delegate(delegation(), 'other', name))).toBeUndefined();
    install(`echo '{"code":50,"msg":"no"}'; exit 1`);
    expect(failure(() => delegate(delegation(), 'other', name))).toMatchObject({ cniCode: 50 });
  },
);
