import { mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { staleBeforeMs } from '../../../src/ipam/boot.ts';
import { hasFree } from '../../../src/ipam/free.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { release } from '../../../src/ipam/release.ts';
import { paths } from '../../../src/ipam/store.ts';
import { age, ask, filesOf, owner, put, type Scratch, scratch, texts } from './scratch.ts';

/** Three reservations: two of the earlier boot, one from after the reboot by host-local. */
function rebooted(): Scratch {
  const store = scratch();
  for (const id of ['a', 'b']) ask(store, owner(id));
  for (const name of ['10.255.30.2', '10.255.30.3']) age(store, name, 60_000);
  put(store, '10.255.30.9', 'late\r\neth0');
  store.host.boot = 'boot-2';
  store.host.bootedMs = Date.now() - 30_000;
  return store;
}

describe('after a reboot', () => {
  test('the first reserve() frees what is older than the boot, and that alone', () => {
    using store = rebooted();
    ask(store, owner('c'));
    expect(Object.keys(filesOf(store)).sort()).toEqual(['10.255.30.4', '10.255.30.9', 'last_reserved_ip.0']);
    expect(readFileSync(paths.bootId(store), 'utf8')).toBe('boot-2');
  });

  test('a container of the earlier boot can be attached again', () => {
    using store = rebooted();
    expect(texts(ask(store, owner('a')))).toEqual(['10.255.30.4']);
  });

  test('DEL of an attachment of the earlier boot succeeds', () => {
    using store = rebooted();
    expect(texts(release(store, owner('a')))).toEqual([]);
    expect(Object.keys(filesOf(store))).not.toContain('10.255.30.2');
  });

  test('hasFree() counts them as free already', () => {
    using store = scratch();
    const sets = [[makeRange({ subnet: '10.0.0.4/31' }, 'r')]];
    for (const id of ['a', 'b']) ask(store, owner(id), { subnets: ['10.0.0.4/31'] });
    expect(hasFree(store, sets, [])).toBe(false);
    store.host.boot = 'boot-2';
    store.host.bootedMs = Date.now() + 1000;
    expect(hasFree(store, sets, [])).toBe(true);
  });

  test('nothing is freed twice', () => {
    using store = rebooted();
    ask(store, owner('c'));
    age(store, '10.255.30.4', 90_000);
    ask(store, owner('d'));
    expect(Object.keys(filesOf(store))).toContain('10.255.30.4');
  });
});

test('a directory that was never ours is recorded, and nothing in it freed', () => {
  using store = scratch();
  store.host.bootedMs = Date.now() + 1000;
  mkdirSync(store.dir);
  put(store, '10.255.30.9', 'theirs\r\neth0');
  expect(staleBeforeMs(store)).toBeUndefined();
  ask(store, owner('a'));
  expect(filesOf(store)['10.255.30.9']).toBe('theirs\r\neth0');
  expect(readFileSync(paths.bootId(store), 'utf8')).toBe('boot-1');
});
