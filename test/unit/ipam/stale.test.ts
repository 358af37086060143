import { expect, test } from '@jest/globals';
import { validity } from '../../../src/ipam/collect.ts';
import { anyReserved, listStale } from '../../../src/ipam/stale.ts';
import { ask, filesOf, owner, put, scratch, texts } from './scratch.ts';

test('listStale() tells what collect() would release, and releases nothing', () => {
  using store = scratch();
  for (const id of ['a', 'b']) ask(store, owner(id));
  put(store, '10.255.30.9', '');
  const before = filesOf(store);
  expect(texts(listStale(store, validity([owner('a')])))).toEqual(['10.255.30.3']);
  expect(filesOf(store)).toEqual(before);
});

test('anyReserved() is undefined where nothing but garbage is', () => {
  using store = scratch();
  expect(anyReserved(store)).toBeUndefined();
  ask(store, owner('a'));
  expect(texts([anyReserved(store) ?? []].flat())).toEqual(['10.255.30.2']);
  put(store, '10.255.30.2', '');
  expect(anyReserved(store)).toBeUndefined();
});
