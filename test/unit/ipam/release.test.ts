import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { list } from '../../../src/ipam/list.ts';
import { foundBy, release, unreserve } from '../../../src/ipam/release.ts';
import { paths } from '../../../src/ipam/store.ts';
import { sleepMs } from '../../../src/sleep.ts';
import { ask, failureOf, filesOf, ip, owner, put, scratch, texts } from './scratch.ts';

describe('release()', () => {
  test('releases every address of the attachment, and nothing of others', () => {
    using store = scratch();
    ask(store, owner('a'), { subnets: ['10.0.0.0/24', 'fd00::/64'] });
    ask(store, owner('a', 'eth1'), { subnets: ['10.0.0.0/24'] });
    expect(texts(release(store, owner('a')))).toEqual(['10.0.0.2', 'fd00::2']);
    expect(texts(list(store))).toEqual(['10.0.0.3']);
  });

  test('of nothing is nothing, again and again', () => {
    using store = scratch();
    ask(store, owner('a'));
    for (let i = 0; i < 3; i++) expect(release(store, owner('b'))).toEqual([]);
    expect(texts(list(store))).toEqual(['10.255.30.2']);
  });

  test('makes nothing where there is no directory', () => {
    using store = scratch();
    expect(release(store, owner('a'))).toEqual([]);
    expect(existsSync(store.dir)).toBe(false);
  });

  test.each([
    { name: 'host-local', content: 'a\r\neth0' },
    { name: 'an old host-local', content: 'a' },
  ])('releases what $name has reserved since', ({ content }) => {
    using store = scratch();
    ask(store, owner('other'));
    put(store, '10.255.30.9', content);
    expect(texts(release(store, owner('a')))).toEqual(['10.255.30.9']);
  });

  test('leaves a record without interface name while there is one with it, as host-local does', () => {
    using store = scratch();
    mkdirSync(store.dir);
    put(store, '10.255.30.8', 'a');
    put(store, '10.255.30.9', 'a\r\neth0');
    expect(texts(release(store, owner('a')))).toEqual(['10.255.30.9']);
    expect(texts(release(store, owner('a')))).toEqual(['10.255.30.8']);
  });

  test('never touches an address that is another container by now', () => {
    using store = scratch();
    ask(store, owner('a'), { subnets: ['10.0.0.4/32'] });
    put(store, '10.0.0.4', 'b\r\neth0');
    expect(release(store, owner('a'))).toEqual([]);
    expect(filesOf(store)['10.0.0.4']).toBe('b\r\neth0');
  });

  test('waits no longer than its time for the lock: TRY_LATER', () => {
    using store = scratch();
    ask(store, owner('a'));
    mkdirSync(paths.lock(store));
    expect(failureOf(() => release({ ...store, lockTimeoutMs: 20 }, owner('a'))).code).toBe('TRY_LATER');
  });
});

test('what comes and goes leaves nothing in the index', () => {
  using store = scratch();
  for (let n = 0; n < 5; n++) {
    ask(store, owner('a'));
    release(store, owner('a'));
  }
  const shards = readdirSync(paths.attachments(store)).filter((name) => !name.startsWith('stamp'));
  expect(shards.map((name) => readFileSync(`${paths.attachments(store)}/${name}`, 'utf8'))).toEqual(['']);
});

test('foundBy() prefers records with interface name, as the index does', () => {
  using store = scratch();
  mkdirSync(store.dir);
  put(store, '10.255.30.8', 'a');
  put(store, '10.255.30.9', 'a\r\neth0');
  expect(texts(foundBy(store, owner('a')))).toEqual(['10.255.30.9']);
  expect(texts(foundBy(store, owner('a', 'eth1')))).toEqual(['10.255.30.8']);
});

test('foundBy() finds by reading what release() finds by the index', () => {
  using store = scratch();
  for (let n = 0; n < 20; n++) ask(store, owner(`c${n % 5}`, `eth${n}`));
  expect(texts(foundBy(store, owner('c3', 'eth8')))).toEqual(texts(release(store, owner('c3', 'eth8'))));
});

describe('unreserve()', () => {
  test('takes back exactly what reserve() has made', () => {
    using store = scratch();
    const made = ask(store, owner('a'), { subnets: ['10.0.0.0/24', 'fd00::/64'] });
    unreserve(store, made);
    expect(list(store)).toEqual([]);
    expect(ask(store, owner('a'))).toHaveLength(1);
  });

  test('leaves a later reservation of the same address, even by the same attachment', () => {
    using store = scratch();
    const made = ask(store, owner('a'), { subnets: ['10.0.0.4/32'] });
    release(store, owner('a'));
    // Longer than a tick of the file system's clock. The inode number may well be the same.
    sleepMs(20);
    ask(store, owner('a'), { subnets: ['10.0.0.4/32'] });
    unreserve(store, made);
    expect(texts(list(store))).toEqual(['10.0.0.4']);
  });

  test('leaves a file of the same time that is another one', () => {
    using store = scratch();
    const made = ask(store, owner('a'));
    execFileSync('cp', ['-p', `${store.dir}/10.255.30.2`, `${store.dir}/copy`]);
    renameSync(`${store.dir}/copy`, `${store.dir}/10.255.30.2`);
    unreserve(store, made);
    expect(texts(list(store))).toEqual(['10.255.30.2']);
  });

  test('does not mind that the reservation, or everything, is gone', () => {
    using store = scratch();
    const made = ask(store, owner('a'));
    unlinkSync(`${store.dir}/10.255.30.2`);
    unreserve(store, made);
    using empty = scratch();
    unreserve(empty, [{ ip: ip('10.0.0.1'), inode: 1n, writtenNs: 1n, range: made[0]?.range ?? fail() }]);
    expect(existsSync(empty.dir)).toBe(false);
  });
});

function fail(): never {
  throw new Error('nothing was reserved');
}
