import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { collect, validity } from '../../../src/ipam/collect.ts';
import { release } from '../../../src/ipam/release.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, failureOf, filesOf, owner, put, scratch, texts } from './scratch.ts';

test('collect() releases what is not valid, and keeps what is', () => {
  using store = scratch();
  for (const [id, ifname] of [
    ['a', 'eth0'],
    ['a', 'eth1'],
    ['b', 'eth0'],
  ] as const)
    ask(store, owner(id, ifname));
  const { released, failures } = collect(store, validity([owner('a', 'eth1')]));
  expect(failures.toSorted()).toEqual([]);
  expect(released.map((one) => one.owner)).toEqual(expect.arrayContaining([owner('a'), owner('b')]));
  expect(released).toHaveLength(2);
  expect(Object.keys(filesOf(store))).toEqual(['10.255.30.3', 'last_reserved_ip.0']);
});

test('collect() of an empty list releases everything; of no directory, nothing, and makes none', () => {
  using store = scratch();
  for (const id of ['a', 'b', 'c']) ask(store, owner(id));
  expect(collect(store, validity([])).released).toHaveLength(3);
  using none = scratch();
  expect(collect(none, validity([]))).toEqual({ released: [], failures: [] });
  expect(existsSync(none.dir)).toBe(false);
});

test('collect() does not fall into the traps: bookkeeping, other files, records without interface name', () => {
  using store = scratch();
  ask(store, owner('a'));
  const kept = {
    lock: '',
    'last_reserved_ip.0': '10.255.30.2',
    'last_reserved_ip.7': 'x',
    notes: 'a\r\neth0',
    '10.255.30.9': 'old',
  };
  for (const [name, content] of Object.entries(kept)) put(store, name, content);
  put(store, '10.255.30.10', 'older');
  expect(texts(collect(store, validity([owner('old', 'eth5')])).released).sort()).toEqual([
    '10.255.30.10',
    '10.255.30.2',
  ]);
  expect(filesOf(store)).toEqual(kept);
  expect(existsSync(paths.bootId(store))).toBe(true);
});

test('collect() removes garbage, which had no owner to name', () => {
  using store = scratch();
  ask(store, owner('a'));
  put(store, '10.255.30.9', '');
  expect(collect(store, validity([owner('a')]))).toEqual({ released: [], failures: [] });
  expect(Object.keys(filesOf(store))).toEqual(['10.255.30.2', 'last_reserved_ip.0']);
});

test('collect() goes on after a failure, and reports it', () => {
  using store = scratch();
  for (const id of ['a', 'b']) ask(store, owner(id));
  mkdirSync(`${store.dir}/10.255.30.1`);
  mkdirSync(`${store.dir}/10.255.30.9`);
  const { released, failures } = collect(store, validity([]));
  expect(texts(released).sort()).toEqual(['10.255.30.2', '10.255.30.3']);
  expect(failures.toSorted()).toEqual([expect.stringContaining('10.255.30.1'), expect.stringContaining('10.255.30.9')]);
});

test('collect() leaves an index that is right', () => {
  using store = scratch();
  for (const id of ['a', 'b']) ask(store, owner(id));
  collect(store, validity([owner('a')]));
  const index = readdirSync(paths.attachments(store)).map((name) =>
    readFileSync(`${paths.attachments(store)}/${name}`, 'utf8'),
  );
  expect(index.join('')).toBe('a:eth0 10.255.30.2\n');
  expect(failureOf(() => ask(store, owner('a'))).code).toBe('ALREADY_ATTACHED');
  expect(texts(ask(store, owner('b')))).toEqual(['10.255.30.4']);
  expect(texts(release(store, owner('a')))).toEqual(['10.255.30.2']);
});
