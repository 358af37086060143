import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readText, writeAll } from '../../../src/cni/process-io.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-io-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The other ends of pipes. They would wait for ever when a test fails before it is their turn. */
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function start(script: string, stdio: (number | 'ignore')[]): ChildProcess {
  const child = spawn('sh', ['-c', script], { stdio });
  children.push(child);
  return child;
}

function openFile(bytes: Uint8Array): number {
  const path = join(dir, 'file');
  writeFileSync(path, bytes);
  return openSync(path, 'r');
}

/** A FIFO whose ends do not block. The first descriptor keeps it open. */
function openFifo(name: string): { path: string; both: number } {
  const path = join(dir, name);
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return { path, both: openSync(path, constants.O_RDWR | constants.O_NONBLOCK) };
}

describe('readText()', () => {
  test.each([
    { name: 'nothing', text: '' },
    { name: 'one chunk', text: '{"a":"ä"}' },
    { name: 'characters across chunks', text: `x${'ä'.repeat(200_000)}` },
  ])('reads $name to the end', ({ text }) => {
    const fd = openFile(Buffer.from(text));
    expect(readText(fd)).toBe(text);
    closeSync(fd);
  });

  test('leaves a byte order mark for the reader of the JSON to refuse', () => {
    const fd = openFile(Buffer.from('\u{feff}{}'));
    expect(readText(fd)).toBe('\u{feff}{}');
    closeSync(fd);
  });

  test('refuses what does not end', () => {
    const fd = openSync('/dev/zero', 'r');
    expect(() => readText(fd)).toThrow(expect.objectContaining({ message: expect.stringContaining('16777216 bytes') }));
    closeSync(fd);
  });

  test('refuses bytes that are not UTF-8', () => {
    const fd = openFile(Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(() => readText(fd)).toThrow(expect.objectContaining({ code: 'BAD_JSON' }));
    closeSync(fd);
  });

  test('waits for a pipe that does not block', () => {
    const { path, both } = openFifo('slow');
    start('sleep 0.1; printf one; sleep 0.1; printf two', ['ignore', both, 'ignore']);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    closeSync(both);
    expect(readText(reader)).toBe('onetwo');
    closeSync(reader);
  });

  test('names the error of a descriptor that cannot be read', () => {
    const fd = openSync(dir, 'r');
    expect(() => readText(fd)).toThrow(
      expect.objectContaining({ code: 'IO_FAILURE', message: `Cannot read descriptor ${fd}: EISDIR` }),
    );
    closeSync(fd);
  });
});

describe('writeAll()', () => {
  test('writes to a full pipe that does not block', () => {
    const { path, both } = openFifo('full');
    const copy = join(dir, 'copy');
    const text = Array.from({ length: 50_000 }, (_, i) => String(i).padStart(6)).join('');
    const reader = start(`sleep 0.1; exec head -c 300000 > ${copy}`, [both, 'ignore', 'ignore']);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    writeAll(writer, Buffer.from(text));
    return new Promise<void>((resolve) => reader.on('close', () => resolve())).then(() => {
      closeSync(both);
      closeSync(writer);
      expect(readFileSync(copy, 'utf8')).toBe(text);
    });
  });

  test('fails on a full disk', () => {
    const fd = openSync('/dev/full', 'w');
    expect(() => writeAll(fd, Buffer.from('x'))).toThrow(
      expect.objectContaining({ code: 'IO_FAILURE', message: `Cannot write descriptor ${fd}: ENOSPC` }),
    );
    closeSync(fd);
  });

  test('fails when nobody reads', () => {
    const { path, both } = openFifo('gone');
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    closeSync(both);
    expect(() => writeAll(writer, Buffer.from('x'))).toThrow(
      expect.objectContaining({ code: 'IO_FAILURE', message: expect.stringContaining('EPIPE') }),
    );
    closeSync(writer);
  });
});

describe('processIo', () => {
  const source = join(__dirname, '../../../src/cni');
  const program = `
    const { runPlugin } = await import('${source}/run.ts');
    const { processIo } = await import('${source}/process-io.ts');
    const add = (request, undo) => {
      undo.push('it', () => processIo.writeStderr('undone'));
      return { ips: [{ address: '10.0.0.2/24' }] };
    };
    process.exitCode = await runPlugin({ name: 'p', about: 'a', readConfig: () => 0, add }, processIo);`;
  const env = { ...process.env, CNI_COMMAND: 'ADD', CNI_CONTAINERID: 'a', CNI_NETNS: '/n', CNI_IFNAME: 'e' };
  const input = '{"cniVersion":"1.0.0","name":"net"}';

  test('carries a call through a real process', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { env, input, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/24"}]}\n', '']);
  });

  test.each([
    { name: 'full', redirection: '>/dev/full', errno: 'ENOSPC' },
    { name: 'read by nobody', redirection: '| exit 0', errno: 'EPIPE' },
  ])('undoes an ADD whose stdout is $name', ({ redirection, errno }) => {
    // The pause lets the reader of the pipe end first.
    const script = `{ sleep 0.1; "$0" -e "$1"; echo "exit $?" >&2; } ${redirection}`;
    const { stderr } = spawnSync('sh', ['-c', script, process.execPath, program], { env, input, encoding: 'utf8' });
    expect(stderr).toContain('undone');
    expect(stderr).toContain(errno);
    expect(stderr).toMatch(/exit 1\n$/);
  });
});
