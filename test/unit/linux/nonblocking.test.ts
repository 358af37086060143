import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bind, connect, fcntl, socket } from '../../../src/linux/libc.ts';
import { openNonblocking } from '../../../src/linux/nonblocking.ts';

const O_NONBLOCK = 0o4000;
const F_GETFL = 3;
const [AF_UNIX, SOCK_DGRAM] = [1, 2];

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-nonblocking-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Writes until no more fits; for ever where a write waits for it. */
function fill(fd: number): void {
  expect(() => {
    for (;;) writeSync(fd, new Uint8Array(4096));
  }).toThrow('EAGAIN');
}

function isNonblocking(fd: number): boolean {
  return (fcntl(fd, F_GETFL, 0) & O_NONBLOCK) !== 0;
}

test('openNonblocking() of a pipe: a write does not wait, and those who share the pipe are as they were', () => {
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  const shared = openSync(join(dir, 'pipe'), 'r+');
  const own = openNonblocking(shared);
  expect([isNonblocking(shared), isNonblocking(own)]).toEqual([false, true]);
  fill(own);
  closeSync(own);
  closeSync(shared);
});

test('openNonblocking() of a socket, which the kernel opens for nobody', () => {
  const address = new TextEncoder().encode(`\u0001\0${join(dir, 'socket')}\0`);
  const [reader, writer] = [socket(AF_UNIX, SOCK_DGRAM, 0), socket(AF_UNIX, SOCK_DGRAM, 0)] as const;
  expect([bind(reader, address), connect(writer, address)]).toEqual([0, 0]);
  const own = openNonblocking(writer);
  expect(own).toBe(writer);
  fill(own);
  closeSync(reader);
  closeSync(writer);
});

test('openNonblocking() of a file goes on where the file is', () => {
  const file = openSync(join(dir, 'file'), 'w');
  writeSync(file, 'before ');
  expect(openNonblocking(file)).toBe(file);
  writeSync(openNonblocking(file), 'after');
  expect(fstatSync(file).size).toBe('before after'.length);
  closeSync(file);
});
