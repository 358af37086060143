import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { reservedBy } from '../../../src/ipam/reserved-by.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, owner, put, scratch, texts } from './scratch.ts';

test('reservedBy() tells what an attachment holds, by index or without', () => {
  using store = scratch();
  expect(reservedBy(store, owner('a'))).toEqual([]);
  expect(existsSync(store.dir)).toBe(false);
  ask(store, owner('a'), { subnets: ['10.0.0.0/24', 'fd00::/64'] });
  expect(texts(reservedBy(store, owner('a')))).toEqual(['10.0.0.2', 'fd00::2']);
  expect(reservedBy(store, owner('a', 'eth1'))).toEqual([]);
  put(store, '10.0.0.9', 'b\r\neth0');
  expect(texts(reservedBy(store, owner('b')))).toEqual(['10.0.0.9']);
  rmSync(paths.own(store), { recursive: true });
  expect(texts(reservedBy(store, owner('b')))).toEqual(['10.0.0.9']);
  expect(existsSync(paths.own(store))).toBe(false);
});

test('reservedBy() does not wait for the lock while the index is current, and not long when it is not', () => {
  using store = scratch();
  ask(store, owner('a'));
  mkdirSync(paths.lock(store));
  const startMs = performance.now();
  expect(texts(reservedBy(store, owner('a')))).toEqual(['10.255.30.2']);
  put(store, '10.255.30.9', 'b\r\neth0');
  expect(texts(reservedBy(store, owner('b')))).toEqual(['10.255.30.9']);
  expect(performance.now() - startMs).toBeLessThan(500);
});
