import { existsSync, mkdirSync, statSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parsePrefix } from '../../../src/addr/prefix.ts';
import { hasFree } from '../../../src/ipam/free.ts';
import { makeRange } from '../../../src/ipam/range.ts';
import { release } from '../../../src/ipam/release.ts';
import { ask, owner, put, type Scratch, scratch } from './scratch.ts';

const sets = (...subnets: string[]) => subnets.map((subnet) => [makeRange({ subnet }, 'r')]);

/** A network whose /30 has its one address taken. */
function full(): Scratch {
  const store = scratch();
  ask(store, owner('a'), { subnets: ['10.0.0.0/30'] });
  return store;
}

test('hasFree() of a network never used is true, and makes nothing', () => {
  using store = scratch();
  expect(hasFree(store, sets('10.0.0.0/30'), [])).toBe(true);
  expect(existsSync(store.dir)).toBe(false);
});

test('hasFree() is false when full, and true again after a release', () => {
  using store = full();
  expect(hasFree(store, sets('10.0.0.0/30'), [])).toBe(false);
  release(store, owner('a'));
  expect(hasFree(store, sets('10.0.0.0/30'), [])).toBe(true);
});

test('hasFree() wants a free address in every set', () => {
  using store = full();
  expect(hasFree(store, sets('10.0.0.0/30', '10.0.1.0/24'), [])).toBe(false);
});

test('hasFree() counts garbage as free, excluded addresses and those with a link not', () => {
  using store = full();
  expect(hasFree(store, sets('10.0.1.0/30'), [parsePrefix('10.0.1.2/32', 'e')])).toBe(false);
  store.host.links.add('10.0.2.2');
  expect(hasFree(store, sets('10.0.2.0/30'), [])).toBe(false);
  put(store, '10.0.0.2', 'x\0');
  expect(hasFree(store, sets('10.0.0.0/30'), [])).toBe(true);
});

test('hasFree() neither waits for the lock nor writes', () => {
  using store = full();
  mkdirSync(`${store.dir}/.silk/lock`);
  const before = [statSync(store.dir).mtimeMs, statSync(`${store.dir}/.silk`).mtimeMs];
  hasFree(store, sets('10.0.0.0/30'), []);
  expect([statSync(store.dir).mtimeMs, statSync(`${store.dir}/.silk`).mtimeMs]).toEqual(before);
});
