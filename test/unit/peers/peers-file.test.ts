import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { peersFile } from '../../../src/config/peers-file.ts';
import { readFileText } from '../../../src/peers/list-file.ts';
import { filePeers } from '../../../src/peers/peers-file.ts';
import { peer } from './peer.ts';

let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'silk-peers-')), 'peers.json');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

describe('filePeers() tells apart', () => {
  const good = '{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}';
  const known = [peer('10.255.48.0/24', '10.244.0.48')];
  const failed = { state: 'failed', error: { code: 'PEERS_UNUSABLE' } };

  test.each([
    {
      name: 'no data: no file',
      text: undefined,
      snapshot: { state: 'unknown', reason: expect.stringContaining('there is no') },
    },
    { name: 'an empty list', text: '{"peers":[]}', snapshot: { state: 'known', peers: [] } },
    { name: 'a list', text: `{"peers":[${good}]}`, snapshot: { state: 'known', peers: known } },
    { name: 'an error: an empty file', text: '', snapshot: failed },
    { name: 'an error: half a file', text: '{"peers":[', snapshot: failed },
    { name: 'an error: no list in it', text: '{}', snapshot: failed },
    { name: 'an error: a bad peer beside a good one', text: `{"peers":[${good},{}]}`, snapshot: failed },
  ])('$name', async ({ text, snapshot }) => {
    if (text !== undefined) writeFileSync(path, text);
    expect(await filePeers(path).latest()).toMatchObject(snapshot);
  });
});

test('filePeers() has no data where the directory is missing, or is none', async () => {
  expect(await filePeers(join(path, '../none/peers.json')).latest()).toMatchObject({ state: 'unknown' });
  writeFileSync(path, '');
  expect(await filePeers(join(path, 'peers.json')).latest()).toMatchObject({ state: 'unknown' });
});

test.each([
  { name: 'a FIFO', make: () => spawnSync('mkfifo', [path]) },
  { name: 'a directory', make: () => spawnSync('mkdir', [path]) },
  { name: 'a link to a device', make: () => spawnSync('ln', ['-s', '/dev/zero', path]) },
  { name: 'a link to itself', make: () => spawnSync('ln', ['-s', path, path]) },
])('filePeers() fails at once and by name at $name', async ({ make }) => {
  make();
  const error = { code: 'PEERS_UNUSABLE', message: expect.stringContaining(`Cannot read the peers file ${path}: `) };
  expect(await filePeers(path).latest()).toMatchObject({ state: 'failed', error });
});

test('filePeers() names file, line and field of what it cannot use', async () => {
  writeFileSync(path, '{"peers":[\n{"subnet":"10.255.48.0/24","underlay":"x"}\n]}');
  const message = `Cannot use the peers file ${path} line 2: peers[0].underlay: found "x", wanted a unicast IPv4 address`;
  expect(await filePeers(path).latest()).toMatchObject({ state: 'failed', error: { code: 'PEERS_UNUSABLE', message } });
});

test('filePeers() reads the file anew each time', async () => {
  const source = filePeers(path);
  expect([source.name, (await source.latest()).state]).toEqual([`the peers file ${path}`, 'unknown']);
  writeFileSync(path, '{"peers":[]}');
  expect((await source.latest()).state).toBe('known');
  writeFileSync(path, '{');
  expect((await source.latest()).state).toBe('failed');
});

test('readFileText() gives the text, or undefined where there is no file', () => {
  expect(readFileText(peersFile, path)).toBeUndefined();
  writeFileSync(path, 'x');
  expect(readFileText(peersFile, path)).toBe('x');
});
