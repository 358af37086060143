import { expect, test } from '@jest/globals';
import { list } from '../../../src/ipam/list.ts';
import { age, ask, owner, put, scratch, texts } from './scratch.ts';

test('list() tells every reservation, by address, IPv4 first', () => {
  using store = scratch();
  expect(list(store)).toEqual([]);
  ask(store, owner('a'), { subnets: ['fd00::/64', '10.0.0.0/24'] });
  put(store, '::5', 'six\r\neth0');
  put(store, '10.0.0.10', 'old');
  put(store, '9.255.0.1', '');
  age(store, '9.255.0.1', 60_000);
  const found = list(store);
  expect(texts(found)).toEqual(['9.255.0.1', '10.0.0.2', '10.0.0.10', '::5', 'fd00::2']);
  expect(found.map((one) => one.owner)).toEqual([undefined, owner('a'), owner('old', ''), owner('six'), owner('a')]);
  expect(found.map((one) => one.garbage)).toEqual([true, false, false, false, false]);
  expect(Math.abs(Date.now() - 60_000 - (found[0]?.mtimeMs ?? 0))).toBeLessThan(5000);
});
