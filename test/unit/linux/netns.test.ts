import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { inNetns, isOwnNetns, openNetns } from '../../../src/linux/netns.ts';

const own = '/proc/self/ns/net';
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'silk-netns-'));
  writeFileSync(join(directory, 'file'), '');
  spawnSync('mkfifo', [join(directory, 'fifo')]);
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('openNetns()', () => {
  test('knows a namespace by device and inode', () => {
    using ns = openNetns(own);
    const { dev, ino } = statSync(own);
    expect(ns.identity).toBe(`${dev}:${ino}`);
    expect(ns.path).toBe(own);
  });

  test.each([
    { name: 'a path that does not exist', path: () => join(directory, 'none'), found: 'there is no such file' },
    { name: 'a plain file', path: () => join(directory, 'file'), found: 'it is not a network namespace' },
    { name: 'a FIFO, without waiting for a writer', path: () => join(directory, 'fifo'), found: 'not a network' },
    { name: 'a directory', path: () => directory, found: 'it is not a network namespace' },
    { name: 'a device', path: () => '/dev/null', found: 'it is not a network namespace' },
    { name: 'a namespace of another type', path: () => '/proc/self/ns/mnt', found: 'it is not a network namespace' },
  ])('refuses $name', ({ path, found }) => {
    const before = openDescriptors();
    expect(() => openNetns(path())).toThrow(
      expect.objectContaining({ code: 'BAD_ENVIRONMENT', message: expect.stringContaining(found) }),
    );
    expect(openDescriptors()).toBe(before);
  });

  test('does not ask a device, to which the question could mean something else', async () => {
    const asked: number[] = [];
    jest.resetModules();
    jest.doMock('../../../src/linux/libc.ts', () => ({ ioctl: (fd: number) => asked.push(fd) }));
    const fresh = await import('../../../src/linux/netns.ts');
    jest.dontMock('../../../src/linux/libc.ts');
    expect(() => fresh.openNetns('/dev/null')).toThrow('it is not a network namespace');
    expect(() => fresh.openNetns(join(directory, 'file'))).toThrow('it is not a network namespace');
    expect(asked).toHaveLength(1);
  });

  test('closes its descriptor when disposed of', () => {
    const before = openDescriptors();
    {
      using ns = openNetns(own);
      expect(ns.fd).toBeGreaterThan(2);
      expect(openDescriptors()).toBe(before + 1);
    }
    expect(openDescriptors()).toBe(before);
  });
});

describe('isOwnNetns()', () => {
  test('knows the own namespace by whatever path', () => {
    using ns = openNetns(`/proc/${process.pid}/ns/net`);
    expect(isOwnNetns(ns)).toBe(true);
  });

  test('knows another one', () => {
    using ns = openNetns(own);
    expect(isOwnNetns({ ...ns, identity: `${ns.identity}0` })).toBe(false);
  });
});

describe('inNetns()', () => {
  test('refuses a descriptor that cannot be entered, before the function runs', () => {
    const ran: string[] = [];
    const closed = { path: '/gone', fd: 1_000_000, identity: '', [Symbol.dispose]: () => {} };
    expect(() => inNetns(closed, () => ran.push('ran'))).toThrow('Cannot enter network namespace /gone: EBADF');
    expect(ran).toEqual([]);
  });

  test('takes no function that returns a promise', () => {
    using ns = openNetns(own);
    // @ts-expect-error: the compiler says so; this line fails to compile when it stops doing so.
    const call = () => inNetns(ns, async () => 1);
    expect(call).toThrow();
  });
});

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
