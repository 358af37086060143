import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as files from '../../../src/ipam/files.ts';
import { failureOf, scratch } from './scratch.ts';

test('readText() reads all of a file larger than its buffer', () => {
  using store = scratch();
  mkdirSync(store.dir);
  const text = 'ä'.repeat(100_000);
  writeFileSync(`${store.dir}/f`, text);
  expect(files.readText(`${store.dir}/f`)).toBe(text);
  expect(files.readText(`${store.dir}/none`)).toBeUndefined();
  expect(files.readText(store.dir)).toBe('');
});

test('writeText() and appendText() leave exactly their text, shorter or longer than before', () => {
  using store = scratch();
  mkdirSync(store.dir);
  const path = `${store.dir}/f`;
  for (const text of ['longer', 'ab', '', 'ä\n']) {
    files.writeText(path, text);
    expect(files.readText(path)).toBe(text);
  }
  files.appendText(path, 'x');
  expect(files.readText(path)).toBe('ä\nx');
});

test('linkNew(), remove() and rename() say whether there was something to do', () => {
  using store = scratch();
  mkdirSync(store.dir);
  const [a, b] = [`${store.dir}/a`, `${store.dir}/b`];
  expect(files.createText(a, 'x')).toEqual(files.identityOf(a));
  expect([files.linkNew(a, b), files.linkNew(a, b)]).toEqual([true, false]);
  expect([files.rename(a, `${store.dir}/c`), files.rename(a, b)]).toEqual([true, false]);
  expect([files.remove(b), files.remove(b)]).toEqual([true, false]);
});

describe('a failure is IO_FAILURE and names the path', () => {
  const under = '/proc/version/x';
  const missing = '/nonexistent/x';
  test.each([
    { name: 'writeText', path: missing, fn: () => files.writeText(missing, 'x') },
    { name: 'appendText', path: missing, fn: () => files.appendText(missing, 'x') },
    { name: 'createText', path: missing, fn: () => files.createText(missing, 'x') },
    { name: 'linkNew', path: missing, fn: () => files.linkNew('/nonexistent/y', missing) },
    { name: 'remove', path: '/proc/version', fn: () => files.remove('/proc/version') },
    { name: 'rename', path: under, fn: () => files.rename(under, missing) },
    { name: 'ensureDirectory', path: under, fn: () => files.ensureDirectory(under) },
    { name: 'setModifiedMs', path: missing, fn: () => files.setModifiedMs(missing, 0) },
    { name: 'readText', path: '/proc/self/mem', fn: () => files.readText('/proc/self/mem') },
  ])('$name', ({ path, fn }) => {
    const failure = failureOf(fn);
    expect([failure.code, failure.message]).toEqual(['IO_FAILURE', expect.stringContaining(path)]);
    expect(files.isDiskFull(failure)).toBe(false);
  });
});

test('isDiskFull() tells a full device', () => {
  const failure = failureOf(() => files.writeText('/dev/full', 'x'));
  expect([failure.code, files.isDiskFull(failure)]).toEqual(['IO_FAILURE', true]);
  expect(failure.message).toContain('/dev/full');
});
