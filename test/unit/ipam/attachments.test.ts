import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { addAttachment, heldBy, removeAttachment, replaceAttachments } from '../../../src/ipam/attachments.ts';
import { paths, walk } from '../../../src/ipam/store.ts';
import { ip, owner, put, type Scratch, scratch, texts } from './scratch.ts';

function prepared(): Scratch {
  const store = scratch();
  mkdirSync(paths.attachments(store), { recursive: true });
  return store;
}

test('heldBy() finds what was added, and nothing of other attachments', () => {
  using store = prepared();
  put(store, '10.0.0.2', 'abc\r\neth0');
  put(store, 'fd00::2', 'abc\r\neth0');
  put(store, '10.0.0.3', 'abc\r\neth01');
  addAttachment(store, owner('abc'), [ip('10.0.0.2'), ip('fd00::2')]);
  addAttachment(store, owner('abc', 'eth01'), [ip('10.0.0.3')]);
  expect(texts(heldBy(store, owner('abc')))).toEqual(['10.0.0.2', 'fd00::2']);
  expect(texts(heldBy(store, owner('abc', 'eth01')))).toEqual(['10.0.0.3']);
  expect(heldBy(store, owner('bc'))).toEqual([]);
});

test('heldBy() verifies each address against its reservation', () => {
  using store = prepared();
  put(store, '10.0.0.2', 'other\r\neth0');
  put(store, '10.0.0.3', '');
  addAttachment(store, owner('abc'), [ip('10.0.0.2'), ip('10.0.0.3'), ip('10.0.0.4')]);
  expect(heldBy(store, owner('abc'))).toEqual([]);
});

test('heldBy() falls back on a record without interface name, as host-local does', () => {
  using store = prepared();
  put(store, '10.0.0.2', 'abc');
  addAttachment(store, owner('abc', ''), [ip('10.0.0.2')]);
  expect(texts(heldBy(store, owner('abc', 'eth0')))).toEqual(['10.0.0.2']);
  put(store, '10.0.0.3', 'abc\r\neth0');
  addAttachment(store, owner('abc'), [ip('10.0.0.3')]);
  expect(texts(heldBy(store, owner('abc', 'eth0')))).toEqual(['10.0.0.3']);
});

test('an attachment is not taken for one whose ID ends like it', () => {
  using store = prepared();
  put(store, '10.0.0.2', 'abc\r\neth0');
  addAttachment(store, owner('abc'), [ip('10.0.0.2')]);
  const path = `${paths.attachments(store)}/${shardOf(store, 'abc')}`;
  writeFileSync(path, 'xabc:eth0 10.0.0.3\nabc:eth0 10.0.0.2\nabc:eth0 10.0.0.4\n');
  put(store, '10.0.0.3', 'abc\r\neth0');
  put(store, '10.0.0.4', 'abc\r\neth0');
  expect(texts(heldBy(store, owner('abc')))).toEqual(['10.0.0.2', '10.0.0.4']);
  removeAttachment(store, owner('abc'));
  expect(readFileSync(path, 'utf8')).toBe('xabc:eth0 10.0.0.3\n');
});

/** The file in which this container's line is. */
function shardOf(store: Scratch, id: string): string {
  const lines = (name: string) => readFileSync(`${paths.attachments(store)}/${name}`, 'utf8').split('\n');
  const found = readdirSync(paths.attachments(store)).find((name) =>
    lines(name).some((line) => line.startsWith(`${id}:`)),
  );
  if (found === undefined) throw new Error(`${id} is in no file`);
  return found;
}

test('removeAttachment() forgets this one alone', () => {
  using store = prepared();
  put(store, '10.0.0.2', 'abc\r\neth0');
  put(store, '10.0.0.3', 'abc\r\neth1');
  addAttachment(store, owner('abc'), [ip('10.0.0.2')]);
  addAttachment(store, owner('abc', 'eth1'), [ip('10.0.0.3')]);
  removeAttachment(store, owner('abc'));
  removeAttachment(store, owner('unknown'));
  expect(heldBy(store, owner('abc'))).toEqual([]);
  expect(texts(heldBy(store, owner('abc', 'eth1')))).toEqual(['10.0.0.3']);
});

test('replaceAttachments() makes the index say what the reservations say, and nothing else', () => {
  using store = prepared();
  addAttachment(store, owner('gone'), [ip('10.0.0.9')]);
  for (let n = 2; n < 200; n++) put(store, `10.0.0.${n}`, `c${n % 150}\r\neth0`);
  replaceAttachments(store, [...walk(store)]);
  for (let n = 2; n < 200; n++) expect(texts(heldBy(store, owner(`c${n % 150}`)))).toContain(`10.0.0.${n}`);
  expect(texts(heldBy(store, owner('c20'))).sort()).toEqual(['10.0.0.170', '10.0.0.20']);
  const names = readdirSync(paths.attachments(store));
  const text = names.map((name) => readFileSync(`${paths.attachments(store)}/${name}`, 'utf8')).join('');
  expect(text.split('\n').filter(Boolean)).toHaveLength(150);
  expect(text).not.toContain('gone');
});

test('replaceAttachments() leaves no file where nothing is held', () => {
  using store = prepared();
  for (const id of ['a', 'b', 'c']) addAttachment(store, owner(id), [ip('10.0.0.9')]);
  replaceAttachments(store, []);
  expect(readdirSync(paths.attachments(store))).toEqual([]);
});

test('an ID of any length can be indexed', () => {
  using store = prepared();
  const long = `a${'b'.repeat(400)}`;
  put(store, '10.0.0.2', `${long}\r\neth0`);
  addAttachment(store, owner(long), [ip('10.0.0.2')]);
  expect(texts(heldBy(store, owner(long)))).toEqual(['10.0.0.2']);
});
