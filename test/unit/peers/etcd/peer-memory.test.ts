import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PeerMemory } from '../../../../src/peers/etcd/peer-memory.ts';
import { peer } from '../peer.ts';

const header = { clusterId: '14841639068965178418', revision: 7 };
const peers = [peer('10.255.1.0/24', '10.0.0.1'), peer('10.255.1.0/25', '10.0.0.2')];

let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'silk-memory-')), 'known-peers.json');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

test('PeerMemory reads what another wrote, whatever the peers contradict each other in', () => {
  new PeerMemory(path, '/p').write({ header, peers });
  expect(new PeerMemory(path, '/p').read()).toEqual({ header, peers });
  expect(new PeerMemory(path, '/other').read()).toBeUndefined();
});

test('PeerMemory writes no more often than is worth it', () => {
  const memory = new PeerMemory(path, '/p');
  memory.write({ header, peers });
  memory.write({ header, peers: [] });
  expect(memory.read()?.peers).toHaveLength(2);
});

test.each(['', '{', '[]', '{"peers":[]}', 'null'])('PeerMemory believes nothing that is not all of it: %s', (text) => {
  writeFileSync(path, text);
  expect(new PeerMemory(path, '/p').read()).toBeUndefined();
});

test('PeerMemory goes on where it cannot write', () => {
  const memory = new PeerMemory('/proc/nowhere/known-peers.json', '/p');
  memory.write({ header, peers });
  expect(memory.read()).toBeUndefined();
  expect(() => readFileSync(path)).toThrow('ENOENT');
});
