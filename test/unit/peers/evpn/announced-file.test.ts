import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AnnouncedFile } from '../../../../src/peers/evpn/announced-file.ts';
import { keyAt } from './segment-scene.ts';

const said = { attachments: ['host:7'], sequence: 3, isBeaten: true, isSettled: false };
const line =
  '{"vni":42,"mac":"ee:ee:00:00:00:01","attachments":["host:7"],"sequence":3,"isBeaten":true,"isSettled":false}';
const macs = new Map([
  [keyAt(2), { ...said, attachments: ['host:7', 'host:8'], isBeaten: false }],
  [keyAt(1), said],
]);

let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'silk-announced-')), 'announced.json');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

test('AnnouncedFile reads what another of the same boot wrote', () => {
  new AnnouncedFile(path, 'a').write(macs);
  expect(readFileSync(path, 'utf8').split('\n').slice(0, 2)).toEqual(['{"bootId":"a","macs":[', `${line},`]);
  expect(new AnnouncedFile(path, 'a').read()).toEqual(macs);
  expect(new AnnouncedFile(path, 'b').read().size).toBe(0);
});

test('AnnouncedFile is not written where it says the same', () => {
  new AnnouncedFile(path, 'a').write(macs);
  const { ino } = statSync(path);
  new AnnouncedFile(path, 'a').write(new Map([...macs].reverse()));
  expect(statSync(path).ino).toBe(ino);
});

test.each([
  '',
  '{',
  '[]',
  '{"bootId":"a"}',
  `{"bootId":"a","macs":[${line.replace('00:01', '01')}]}`,
  `{"bootId":"a","macs":[${line.replace('3', '-1')}]}`,
])('AnnouncedFile believes nothing that is not all of it: %s', (text) => {
  writeFileSync(path, text);
  expect(new AnnouncedFile(path, 'a').read().size).toBe(0);
});

test('AnnouncedFile goes on where it cannot write', () => {
  const file = new AnnouncedFile('/proc/nowhere/announced.json', 'a');
  file.write(macs);
  expect(file.read().size).toBe(0);
});
