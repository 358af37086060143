import { mkdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { formatIp } from '../../../src/addr/ip.ts';
import { networkName, paths, readEntry, readLastReserved, walk, writeLastReserved } from '../../../src/ipam/store.ts';
import { filesOf, ip, put, scratch } from './scratch.ts';

test('walk() sees reservations alone', () => {
  using store = scratch();
  mkdirSync(`${store.dir}/.silk`, { recursive: true });
  for (const name of [
    '10.0.0.2',
    'fd00::2',
    'lock',
    'last_reserved_ip.0',
    '10.0.0.02',
    'FD00::2',
    'fd00:0::2',
    '10.0.0',
    'x',
  ]) {
    put(store, name, 'abc\r\neth0');
  }
  expect([...walk(store)].map((entry) => formatIp(entry.ip)).sort()).toEqual(['10.0.0.2', 'fd00::2']);
});

test.each([
  { name: 'IPv4', text: '255.128.0.1' },
  { name: 'one zero group is written out', text: 'fd00:1:2:0:3:4:5:6' },
  { name: 'the longest run of zeros is shortened', text: '2001:0:0:1::2' },
  { name: 'the first of equal runs is shortened', text: '2001:db8::1:0:0:2' },
  { name: 'the unspecified address', text: '::' },
])('a reservation is named as Go names the address: $name', ({ text }) => {
  using store = scratch();
  expect(paths.reservation(store, ip(text))).toBe(`${store.dir}/${text}`);
});

test('readEntry() tells none, garbage and a record apart', () => {
  using store = scratch();
  mkdirSync(store.dir);
  put(store, '10.0.0.3', '');
  put(store, '10.0.0.4', 'abc\r\neth0');
  const owners = ['10.0.0.2', '10.0.0.3', '10.0.0.4'].map((text) => readEntry(store, ip(text)));
  expect(owners.map((entry) => entry && (entry.owner?.containerId ?? 'garbage'))).toEqual([
    undefined,
    'garbage',
    'abc',
  ]);
});

test('the last reserved address is kept per range set, and a damaged one is none', () => {
  using store = scratch();
  mkdirSync(store.dir);
  writeLastReserved(store, 1, ip('fd00::9'));
  put(store, 'last_reserved_ip.0', 'half an addr');
  expect(filesOf(store)['last_reserved_ip.1']).toBe('fd00::9');
  expect([0, 1, 2].map((set) => readLastReserved(store, set))).toEqual([undefined, ip('fd00::9'), undefined]);
});

test('networkName() is the last part of the directory', () => {
  using store = scratch('blue');
  expect(networkName(store)).toBe('blue');
});
