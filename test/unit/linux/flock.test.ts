import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { holdFlock, withFlock } from '../../../src/linux/flock.ts';
import { flock } from '../../../src/linux/libc.ts';

let directory = '';
let path = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'silk-flock-'));
  path = join(directory, 'lock');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('withFlock()', () => {
  test('holds the lock while the function runs, and not longer', () => {
    expect(withFlock(path, 1000, () => isLocked())).toBe(true);
    expect(isLocked()).toBe(false);
  });

  test('gives the lock back when the function throws, and passes the error on', () => {
    const fault = new Error('fault');
    const fail = () => {
      throw fault;
    };
    expect(() => withFlock(path, 1000, fail)).toThrow(fault);
    expect(isLocked()).toBe(false);
  });

  test('creates a missing file for its owner only, and keeps an existing one as it is', () => {
    withFlock(path, 1000, () => undefined);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, 'content');
    withFlock(path, 1000, () => undefined);
    expect(statSync(path).size).toBe('content'.length);
  });

  test('gives up after its time, naming the lock', () => {
    const startMs = performance.now();
    const inner = () => withFlock(path, 50, () => undefined);
    withFlock(path, 1000, () => {
      expect(inner).toThrow(expect.objectContaining({ code: 'TRY_LATER', message: expect.stringContaining(path) }));
    });
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(50);
  });

  test('refuses a path that cannot be opened, by name', () => {
    const missing = join(directory, 'none', 'lock');
    expect(() => withFlock(missing, 1000, () => undefined)).toThrow(
      expect.objectContaining({ code: 'IO_FAILURE', message: expect.stringContaining(missing) }),
    );
  });
});

describe('holdFlock()', () => {
  test('holds the lock until it is disposed of', async () => {
    const lock = await holdFlock(path, 1000);
    expect(isLocked()).toBe(true);
    lock[Symbol.dispose]();
    expect(isLocked()).toBe(false);
  });

  test('lets its process go on while it waits, so that the holder there can end', async () => {
    const order: string[] = [];
    const work = async (name: string) => {
      using _lock = await holdFlock(path, 1000);
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(`${name} ends`);
    };
    await Promise.all([work('a'), work('b')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('gives up after its time, and leaves nothing open', async () => {
    const lock = await holdFlock(path, 1000);
    await expect(holdFlock(path, 50)).rejects.toThrow(expect.objectContaining({ code: 'TRY_LATER' }));
    lock[Symbol.dispose]();
    expect(isLocked()).toBe(false);
  });
});

function isLocked(): boolean {
  const fd = openSync(path, 'r');
  try {
    return flock(fd, 2 | 4) < 0;
  } finally {
    closeSync(fd);
  }
}
