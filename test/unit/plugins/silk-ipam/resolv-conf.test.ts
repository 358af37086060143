import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readResolvConf } from '../../../../plugins/silk-ipam/resolv-conf.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-resolv-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.each([
  {
    name: 'all keywords, comments and white space',
    text: '# c\n; d\nnameserver 10.0.0.1\nnameserver\tfd00::1 \ndomain a.b\nsearch a b\nsearch c d\noptions x\noptions y z\nsortlist 1\n',
    expected: { nameservers: ['10.0.0.1', 'fd00::1'], domain: 'a.b', search: ['c', 'd'], options: ['x', 'y', 'z'] },
  },
  { name: 'nothing', text: '\n', expected: {} },
])('readResolvConf() reads $name', ({ text, expected }) => {
  const path = join(dir, 'resolv.conf');
  writeFileSync(path, text);
  expect(readResolvConf(path)).toEqual(expected);
});

test('readResolvConf() names a path that cannot be read', () => {
  expect(() => readResolvConf(join(dir, 'none'))).toThrow(`Cannot read ipam.resolvConf ${join(dir, 'none')}: `);
});
