import { existsSync, mkdirSync, rmdirSync, utimesSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { lockSync } from 'proper-lockfile';
import { withLock } from '../../../src/files/lock.ts';
import { sleepMs } from '../../../src/sleep.ts';
import { failureOf, scratch } from '../ipam/scratch.ts';

test('withLock() makes what is missing, holds while fn runs, and leaves nothing', () => {
  using store = scratch();
  const path = `${store.dir}/a/b/lock`;
  expect(withLock(path, 1000, () => existsSync(path))).toBe(true);
  expect(existsSync(path)).toBe(false);
});

test('withLock() gives the lock back when fn throws, and passes the failure on', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  expect(() =>
    withLock(path, 1000, () => {
      throw new Error('mine');
    }),
  ).toThrow('mine');
  expect(existsSync(path)).toBe(false);
});

test('withLock() gives up after its time with TRY_LATER naming the lock', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  const failure = withLock(path, 1000, () => {
    const startMs = performance.now();
    const inner = failureOf(() => withLock(path, 50, () => undefined));
    expect(performance.now() - startMs).toBeLessThan(500);
    return inner;
  });
  expect([failure.code, failure.message]).toEqual(['TRY_LATER', expect.stringContaining(path)]);
});

test('withLock() waits for at most 2 s for a holder that was killed', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  mkdirSync(path, { recursive: true });
  const startMs = performance.now();
  withLock(path, 5000, () => undefined);
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan(1800);
  expect(tookMs).toBeLessThan(2150);
});

test.each([
  { name: 'a lock from long ago', offsetMs: -3000 },
  { name: 'a lock from the future: the clock was set back', offsetMs: 3_600_000 },
])('withLock() takes over at once: $name', ({ offsetMs }) => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  mkdirSync(path, { recursive: true });
  const then = new Date(Date.now() + offsetMs);
  utimesSync(path, then, then);
  const startMs = performance.now();
  expect(withLock(path, 1000, () => 'in')).toBe('in');
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('withLock() does not mind that the lock was stolen meanwhile', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  expect(
    withLock(path, 1000, () => {
      rmdirSync(path);
      return 'done';
    }),
  ).toBe('done');
});

test('withLock() names the path where no lock can be made', () => {
  const failure = failureOf(() => withLock('/proc/version/lock', 50, () => undefined));
  expect([failure.code, failure.message]).toEqual(['IO_FAILURE', expect.stringContaining('/proc/version')]);
});

test('HeldLock.renew() keeps a lock from being taken over', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  withLock(path, 1000, (lock) => {
    for (let i = 0; i < 5; i++) {
      sleepMs(500);
      lock.renew();
    }
    expect(lock.isOurs()).toBe(true);
    expect(failureOf(() => withLock(path, 20, () => undefined)).code).toBe('TRY_LATER');
  });
  expect(existsSync(path)).toBe(false);
});

test('HeldLock notices that it was taken over, and leaves the new holder alone', () => {
  using store = scratch();
  const path = `${store.dir}/lock`;
  withLock(path, 1000, (first) => {
    sleepMs(2100);
    const theirs = lockSync(path, { lockfilePath: path, realpath: false, stale: 2000 });
    first.renew();
    expect(first.isOurs()).toBe(false);
    expect(theirs).toBeInstanceOf(Function);
  });
  expect(existsSync(path)).toBe(true);
});
