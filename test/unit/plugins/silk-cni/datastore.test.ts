import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { addEntry, forgetEntries, removeEntries } from '../../../../plugins/silk-cni/datastore.ts';

const never = () => false;
const entriesOf = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-datastore-'));
  path = join(dir, 'deep', 'container-metadata.json');
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('addEntry() writes what the Go plugin wrote, and leaves no other file', () => {
  addEntry(path, { handle: 'c1', ip: '10.255.30.2', metadata: null }, never);
  addEntry(path, { handle: 'c2', ip: '10.255.30.3', metadata: { app_id: 'a' } }, never);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    c1: { handle: 'c1', ip: '10.255.30.2', metadata: null },
    c2: { handle: 'c2', ip: '10.255.30.3', metadata: { app_id: 'a' } },
  });
  expect(readdirSync(join(dir, 'deep'))).toEqual(['container-metadata.json']);
});

test('addEntry() replaces an entry of its handle unless that is kept', () => {
  addEntry(path, { handle: 'c1', ip: '10.255.30.2' }, never);
  addEntry(path, { handle: 'c1', ip: '10.255.30.3' }, never);
  expect(entriesOf(path)['c1']?.ip).toBe('10.255.30.3');
  addEntry(path, { handle: 'c1', ip: '10.255.30.4' }, () => true);
  expect(entriesOf(path)['c1']?.ip).toBe('10.255.30.3');
});

test('members that we do not know survive', () => {
  addEntry(path, { handle: 'c1', ip: '10.255.30.2' }, never);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"ip"', '"log_config":{"guid":"g"},"ip"'));
  addEntry(path, { handle: 'c2', ip: '10.255.30.3' }, never);
  expect(entriesOf(path)['c1']).toMatchObject({ log_config: { guid: 'g' } });
});

test('removeEntries() removes what is picked; there may be no file', () => {
  removeEntries(path, () => true);
  addEntry(path, { handle: 'c1', ip: '10.255.30.2' }, never);
  addEntry(path, { handle: 'c2', ip: '10.255.30.3' }, never);
  removeEntries(path, ({ ip }) => ip === '10.255.30.2');
  expect(Object.keys(entriesOf(path))).toEqual(['c2']);
});

describe('a file that is no datastore', () => {
  beforeEach(() => {
    addEntry(path, { handle: 'c1', ip: '10.255.30.2' }, never);
    writeFileSync(path, '{"c1":{"ha');
  });

  test('is refused by addEntry() and removeEntries(), and left as it is', () => {
    const corrupt = expect.objectContaining({ code: 'STATE_CORRUPT', message: expect.stringContaining(path) });
    expect(() => addEntry(path, { handle: 'c2', ip: '10.255.30.3' }, never)).toThrow(corrupt);
    expect(() => removeEntries(path, () => true)).toThrow(corrupt);
    expect(readFileSync(path, 'utf8')).toBe('{"c1":{"ha');
  });

  test('is nothing to forgetEntries()', () => {
    forgetEntries(path, () => true);
    expect(readFileSync(path, 'utf8')).toBe('{"c1":{"ha');
  });
});

test('a symbolic link stays one: what it leads to is replaced', () => {
  addEntry(path, { handle: 'c1', ip: '10.255.30.2' }, never);
  const link = join(dir, 'link.json');
  symlinkSync(path, link);
  addEntry(link, { handle: 'c2', ip: '10.255.30.3' }, never);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(Object.keys(entriesOf(path))).toEqual(['c1', 'c2']);
});

test('a device or a FIFO is never replaced, nor waited for', () => {
  const fifo = join(dir, 'fifo');
  spawnSync('mkfifo', [fifo]);
  expect(() => addEntry(fifo, { handle: 'c1', ip: '10.255.30.2' }, never)).toThrow(
    expect.objectContaining({ code: 'STATE_CORRUPT' }),
  );
  expect(lstatSync(fifo).isFIFO()).toBe(true);
});
