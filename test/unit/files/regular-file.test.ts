import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readRegularFile } from '../../../src/files/regular-file.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-file-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('readRegularFile() reads a file', () => {
  writeFileSync(join(dir, 'a'), 'é\n');
  expect(readRegularFile(join(dir, 'a'))).toBe('é\n');
});

test("readRegularFile() passes on the system's error", () => {
  expect(() => readRegularFile(join(dir, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});

test.each([
  { name: 'a FIFO', make: (path: string) => spawnSync('mkfifo', [path]) },
  { name: 'a directory', make: (path: string) => spawnSync('mkdir', [path]) },
  { name: 'a link to a device', make: (path: string) => spawnSync('ln', ['-s', '/dev/zero', path]) },
  {
    name: 'a file that is far too large',
    make: (path: string) => {
      writeFileSync(path, '');
      truncateSync(path, 65 * 1024 * 1024);
    },
  },
])('readRegularFile() refuses $name, at once and by name', ({ make }) => {
  const path = join(dir, 'odd');
  make(path);
  expect(() => readRegularFile(path)).toThrow(
    expect.objectContaining({ code: 'STATE_CORRUPT', message: expect.stringContaining(path) }),
  );
});
