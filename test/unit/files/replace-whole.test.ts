import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { replaceWhole } from '../../../src/files/replace-whole.ts';
import { sleepMs } from '../../../src/sleep.ts';

let dir = '';
let path = '';
const kind = 'the list';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-replace-'));
  path = join(dir, 'list');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('replaceWhole() makes the file and its directory, for its owner alone, and leaves no other file', () => {
  const deep = join(dir, 'a', 'b', 'list');
  replaceWhole({ path: deep, kind }, () => 'text');
  expect(readFileSync(deep, 'utf8')).toBe('text');
  expect(statSync(deep).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'a', 'b'))).toEqual(['list']);
});

test('replaceWhole() replaces by rename: who has the old file open still reads it', () => {
  writeFileSync(path, 'old');
  const before = statSync(path).ino;
  replaceWhole({ path, kind }, (target) => `${readFileSync(target, 'utf8')}, new`);
  expect(readFileSync(path, 'utf8')).toBe('old, new');
  expect(statSync(path).ino).not.toBe(before);
});

test('replaceWhole() keeps mode and owner', () => {
  writeFileSync(path, 'old');
  chmodSync(path, 0o664);
  if (process.getuid?.() === 0) chownSync(path, 1234, 5678);
  const before = statSync(path);
  replaceWhole({ path, kind }, () => 'new');
  const { mode, uid, gid } = statSync(path);
  expect([mode, uid, gid]).toEqual([before.mode, before.uid, before.gid]);
});

test('replaceWhole() lets the file be where there is no text for it', () => {
  writeFileSync(path, 'old');
  const { ino, mtimeMs } = statSync(path);
  replaceWhole({ path, kind }, () => undefined);
  expect(statSync(path)).toMatchObject({ ino, mtimeMs });
  replaceWhole({ path: join(dir, 'none'), kind }, () => undefined);
  expect(readdirSync(dir)).toEqual(['list']);
});

test('replaceWhole() passes on what the edit throws, and gives the lock back', () => {
  writeFileSync(path, 'old');
  const fail = () => {
    throw new Error('mine');
  };
  expect(() => replaceWhole({ path, kind }, fail)).toThrow('mine');
  expect([readFileSync(path, 'utf8'), readdirSync(dir)]).toEqual(['old', ['list']]);
});

test('replaceWhole() replaces what a symbolic link leads to', () => {
  writeFileSync(path, 'old');
  const link = join(dir, 'link');
  symlinkSync('list', link);
  replaceWhole({ path: link, kind }, (target) => {
    expect(existsSync(`${target}.lock`)).toBe(true);
    expect(target).toBe(path);
    return 'new';
  });
  expect([lstatSync(link).isSymbolicLink(), readFileSync(path, 'utf8')]).toEqual([true, 'new']);
});

test('replaceWhole() removes what killed writers left, and nothing else', () => {
  for (const name of ['list.77.tmp', 'list.bak', 'list.old.tmp', 'other.77.tmp']) writeFileSync(join(dir, name), 'x');
  replaceWhole({ path, kind }, () => 'new');
  expect(readdirSync(dir).sort()).toEqual(['list', 'list.bak', 'list.old.tmp', 'other.77.tmp']);
});

test('replaceWhole() writes nothing when its lock was taken over meanwhile', () => {
  writeFileSync(path, 'old');
  const late = () =>
    replaceWhole({ path, kind }, (target) => {
      // As another caller does after 2 s, which have to pass for ours to look.
      sleepMs(2000);
      utimesSync(`${target}.lock`, new Date(), new Date());
      return 'new';
    });
  expect(late).toThrow(expect.objectContaining({ code: 'TRY_LATER', message: expect.stringContaining(path) }));
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test.each([
  { name: 'a directory that is a file', at: (place: string) => join(place, 'list', 'x') },
  { name: 'a link into nothing', at: (place: string) => join(place, 'dangling') },
  { name: 'a directory', at: (place: string) => join(place, 'directory') },
])('replaceWhole() names the file that it cannot write: $name', ({ at }) => {
  writeFileSync(path, 'old');
  mkdirSync(join(dir, 'directory'));
  spawnSync('ln', ['-s', '/nowhere/at/all', join(dir, 'dangling')]);
  expect(() => replaceWhole({ path: at(dir), kind }, () => 'new')).toThrow(
    expect.objectContaining({
      code: 'IO_FAILURE',
      message: expect.stringContaining(`Cannot write the list ${at(dir)}: E`),
    }),
  );
});
