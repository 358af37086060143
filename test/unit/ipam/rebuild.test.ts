import { existsSync, mkdirSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { release } from '../../../src/ipam/release.ts';
import { reservedBy } from '../../../src/ipam/reserved-by.ts';
import { isCurrent, look } from '../../../src/ipam/stamp.ts';
import { paths } from '../../../src/ipam/store.ts';
import { ask, failureOf, owner, put, type Scratch, scratch, texts } from './scratch.ts';

describe('the index follows what others do to the directory', () => {
  test.each([
    {
      name: 'host-local adds',
      change: (store: Scratch) => put(store, '10.255.30.9', 'b\r\neth0'),
      a: ['10.255.30.2'],
      b: ['10.255.30.9'],
    },
    { name: 'somebody removes', change: (store: Scratch) => unlinkSync(`${store.dir}/10.255.30.2`), a: [], b: [] },
    {
      name: 'an operator renames',
      change: (store: Scratch) => renameSync(`${store.dir}/10.255.30.2`, `${store.dir}/10.255.30.77`),
      a: ['10.255.30.77'],
      b: [],
    },
    {
      name: 'an owner is written over in place',
      change: (store: Scratch) => put(store, '10.255.30.2', ''),
      a: [],
      b: [],
    },
    {
      name: 'our own directory goes',
      change: (store: Scratch) => rmSync(paths.own(store), { recursive: true }),
      a: ['10.255.30.2'],
      b: [],
    },
    {
      name: 'the index goes',
      change: (store: Scratch) => rmSync(paths.attachments(store), { recursive: true }),
      a: ['10.255.30.2'],
      b: [],
    },
  ])('$name', ({ change, a, b }) => {
    using store = scratch();
    ask(store, owner('a'));
    change(store);
    expect(texts(reservedBy(store, owner('a')))).toEqual(a);
    ask(store, owner('c'));
    expect(texts(release(store, owner('a')))).toEqual(a);
    expect(texts(release(store, owner('b')))).toEqual(b);
  });

  test('host-local in turns with us, within one tick of the clock', () => {
    using store = scratch();
    for (let n = 0; n < 30; n++) {
      ask(store, owner(`ours${n}`));
      put(store, `10.255.30.${100 + n}`, `theirs${n}\r\neth0`);
      expect(failureOf(() => ask(store, owner(`theirs${n}`))).code).toBe('ALREADY_ATTACHED');
      expect(texts(release(store, owner(`theirs${n}`)))).toEqual([`10.255.30.${100 + n}`]);
    }
  });

  test('where host-local has been, each change is made with its lock, and the index is believed all the same', () => {
    using store = scratch();
    ask(store, owner('a'));
    expect(store.host.flocks).toBe(0);
    put(store, 'lock', '');
    for (const id of ['b', 'c']) ask(store, owner(id));
    release(store, owner('b'));
    expect(store.host.flocks).toBe(3);
    const seen = look(store);
    expect(seen !== undefined && isCurrent(store, seen)).toBe(true);
  });

  test('a host-local that comes while we are at work, the first one ever, is not missed', () => {
    using store = scratch();
    ask(store, owner('a'));
    store.host.linkExists = () => {
      put(store, 'lock', '');
      put(store, '10.255.30.99', 'theirs\r\neth0');
      return false;
    };
    ask(store, owner('b'));
    expect(texts(release(store, owner('theirs')))).toEqual(['10.255.30.99']);
  });
});

test('rebuild() sweeps temporary files of killed callers, and leaves young ones', () => {
  using store = scratch();
  mkdirSync(paths.own(store), { recursive: true });
  const [old, young] = [`${paths.own(store)}/tmp.1.old`, `${paths.own(store)}/tmp.1.young`];
  for (const path of [old, young]) writeFileSync(path, 'x\r\neth0');
  utimesSync(old, new Date(0), new Date(0));
  ask(store, owner('a'));
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});
