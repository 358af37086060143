import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseMac } from '../../../src/addr/mac.ts';
import type { Peer } from '../../../src/addr/peer.ts';
import { checkListText } from '../../../src/config/list-file.ts';
import { peersFile } from '../../../src/config/peers-file.ts';
import { editPeersFile } from '../../../src/peers/edit-peers-file.ts';
import { peer, subnetsOf } from './peer.ts';

const one = peer('10.255.48.0/24', '10.244.0.48');
const two = { ...peer('10.255.32.0/24', '10.244.0.145'), mac: parseMac('ee:ee:0a:ff:20:00', 'mac') };
let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'silk-edit-')), 'etc', 'peers.json');
});

afterEach(() => rmSync(join(path, '../..'), { recursive: true, force: true }));

test('editPeersFile() makes the file and its directory, one peer a line', async () => {
  expect(await editPeersFile(path, (peers) => [...peers, one, two])).toEqual({ before: [], after: [one, two] });
  expect(readFileSync(path, 'utf8')).toBe(
    '{"peers":[\n' +
      '{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"},\n' +
      '{"subnet":"10.255.32.0/24","underlay":"10.244.0.145","mac":"ee:ee:0a:ff:20:00"}\n' +
      ']}\n',
  );
  expect(readdirSync(join(path, '..'))).toEqual(['peers.json']);
});

test('editPeersFile() gives what was there and what is there now', async () => {
  await editPeersFile(path, () => [one, two]);
  expect(await editPeersFile(path, (peers) => peers.slice(1))).toEqual({ before: [one, two], after: [two] });
  expect(await editPeersFile(path, () => [])).toEqual({ before: [two], after: [] });
  expect(readFileSync(path, 'utf8')).toBe('{"peers":[]}\n');
});

test('editPeersFile() writes nothing where the edit returns the list that it got', async () => {
  expect(await editPeersFile(path, (peers) => peers)).toEqual({ before: [], after: [] });
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, '{ "peers": [] }');
  const { ino, mtimeMs } = statSync(path);
  await editPeersFile(path, (peers) => peers);
  expect(statSync(path)).toMatchObject({ ino, mtimeMs });
});

test('editPeersFile() keeps the mode of the file', async () => {
  await editPeersFile(path, () => [one]);
  chmodSync(path, 0o644);
  await editPeersFile(path, () => [one, two]);
  expect(statSync(path).mode & 0o777).toBe(0o644);
});

describe('editPeersFile() leaves the file as it is', () => {
  const good = '{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}]}';
  const overlapping = [one, peer('10.255.0.0/16', '10.244.0.1')];

  test.each([
    {
      name: 'when it is broken',
      text: '{"peers":[\n{]}',
      next: [one],
      says: 'Cannot use the peers file PATH line 2: found "]"',
    },
    {
      name: 'when a peer in it is broken',
      text: '{"peers":[\n{"subnet":"10.255.48.0/24","underlay":"x"}]}',
      next: [one],
      says: 'Cannot use the peers file PATH line 2: peers[0].underlay: found "x"',
    },
    { name: 'when it is empty', text: '', next: [one], says: 'Cannot use the peers file PATH line 1: found the end' },
    {
      name: 'when the new list could not be used',
      text: good,
      next: overlapping,
      says: 'Cannot write the peers file PATH: peers[1].subnet: found "10.255.0.0/16", wanted a subnet that does not overlap',
    },
  ])('$name', async ({ text, next, says }) => {
    await editPeersFile(path, () => [one]);
    writeFileSync(path, text);
    await expect(editPeersFile(path, () => next)).rejects.toMatchObject({
      code: 'PEERS_UNUSABLE',
      message: expect.stringContaining(says.replace('PATH', path)),
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(join(path, '..'))).toEqual(['peers.json']);
  });

  test('when the edit throws, and passes that on', async () => {
    await editPeersFile(path, () => [one]);
    const before = readFileSync(path, 'utf8');
    const fail = () => {
      throw new Error('mine');
    };
    await expect(editPeersFile(path, fail)).rejects.toThrow('mine');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

test('editPeersFile() loses no edit of eight processes', async () => {
  const rounds = 20;
  const codes = await Promise.all(Array.from({ length: 8 }, (_, i) => run(i + 1, rounds).ended));
  expect(codes).toEqual(Array.from({ length: 8 }, () => 0));
  const wanted = Array.from({ length: 8 * rounds }, (_, i) => `10.${1 + Math.floor(i / rounds)}.${i % rounds}.0/24`);
  const kept = wanted.filter((_, i) => i % 2 === 0);
  expect(subnetsOf(peersNow()).toSorted()).toEqual(kept.toSorted());
  expect(readdirSync(join(path, '..'))).toEqual(['peers.json']);
}, 30_000);

test('editPeersFile() can be killed anywhere: the file is whole, and the next edit works', async () => {
  await editPeersFile(path, () => [one]);
  for (let round = 0; round < 4; round++) {
    const { child, ended } = run(round, 250);
    await until(() => subnetsOf(peersNow()).some((subnet) => subnet.startsWith(`10.${round}.`)));
    child.kill('SIGKILL');
    await ended;
    const found = subnetsOf(peersNow());
    const { before, after } = await editPeersFile(path, () => [one]);
    expect([subnetsOf(before), after]).toEqual([found, [one]]);
    expect(readdirSync(join(path, '..'))).toEqual(['peers.json']);
  }
}, 60_000);

/** The file's peers; fails where it cannot be used. */
function peersNow(): readonly Peer[] {
  const { items: peers, faults } = checkListText(peersFile, readFileSync(path, 'utf8'));
  expect(faults).toBeUndefined();
  return peers ?? [];
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 3));
}

function run(number: number, rounds: number) {
  const program = join(__dirname, 'editor.ts');
  const child = spawn(process.execPath, [program, path, `${number}`, `${rounds}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { child, ended: once(child, 'exit').then(([code]: unknown[]) => code) };
}
