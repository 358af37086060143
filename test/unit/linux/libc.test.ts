import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, flock, ioctl, recv, send, setns, setsockopt, socket } from '../../../src/linux/libc.ts';

const EAGAIN = 11;
const EBADF = 9;
const EINVAL = 22;
const ENOTTY = 25;
const EAFNOSUPPORT = 97;
const LOCK_EX_NB = 2 | 4;
const noSuchFd = 1_000_000;

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'silk-libc-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('libc', () => {
  test.each([
    { name: 'socket()', call: () => socket(1000, 3, 0), errno: EAFNOSUPPORT },
    { name: 'connect()', call: () => connect(noSuchFd, new Uint8Array(12)), errno: EBADF },
    {
      name: 'setsockopt()',
      call: () => setsockopt(noSuchFd, { level: 270, name: 11 }, Int32Array.of(1)),
      errno: EBADF,
    },
    { name: 'send()', call: () => send(noSuchFd, new Uint8Array(1)), errno: EBADF },
    { name: 'recv()', call: () => recv(noSuchFd, new Uint8Array(1)), errno: EBADF },
    { name: 'setns()', call: () => onFile((fd) => setns(fd, 0x40000000)), errno: EINVAL },
    { name: 'ioctl()', call: () => onFile((fd) => ioctl(fd, 0xb703)), errno: ENOTTY },
    { name: 'flock()', call: () => flock(noSuchFd, LOCK_EX_NB), errno: EBADF },
  ])('$name answers a failure with the negative errno of that very call', ({ call, errno }) => {
    expect(call()).toBe(-errno);
  });

  test('flock() tells the second taker that the file is locked', () => {
    onFile((first) => {
      expect(flock(first, LOCK_EX_NB)).toBe(0);
      expect(onFile((second) => flock(second, LOCK_EX_NB))).toBe(-EAGAIN);
    });
  });
});

function onFile<T>(fn: (fd: number) => T): T {
  const fd = openSync(join(directory, 'file'), 'a+');
  try {
    return fn(fd);
  } finally {
    closeSync(fd);
  }
}
