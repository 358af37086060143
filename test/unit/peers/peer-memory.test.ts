import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PeerMemory } from '../../../src/peers/peer-memory.ts';
import { peer } from './peer.ts';

const origin = { network: '/p', revision: 7 };
const peers = [peer('10.255.1.0/24', '10.0.0.1'), peer('10.255.1.0/25', '10.0.0.2')];

let path = '';

function memoryOf(wanted: string, at = path) {
  return new PeerMemory(at, ({ network, revision }) => {
    return network === wanted && typeof revision === 'number' ? { network, revision } : undefined;
  });
}

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'silk-memory-')), 'known-peers.json');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

test('PeerMemory reads what another wrote, whatever the peers contradict each other in', () => {
  memoryOf('/p').write({ origin, peers });
  expect(memoryOf('/p').read()).toEqual({ origin, peers });
  expect(memoryOf('/other').read()).toBeUndefined();
});

test('PeerMemory writes no more often than is worth it', () => {
  const memory = memoryOf('/p');
  memory.write({ origin, peers });
  memory.write({ origin, peers: [] });
  expect(memory.read()?.peers).toHaveLength(2);
});

test.each(['', '{', '[]', '{"peers":[]}', 'null'])('PeerMemory believes nothing that is not all of it: %s', (text) => {
  writeFileSync(path, text);
  expect(memoryOf('/p').read()).toBeUndefined();
});

test('PeerMemory goes on where it cannot write, and tries again after a minute', () => {
  const memory = memoryOf('/p', '/proc/nowhere/known-peers.json');
  memory.write({ origin, peers });
  const nowMs = performance.now();
  expect([3000, 61_000].map((laterMs) => memory.isDue(peers, nowMs + laterMs))).toEqual([false, true]);
  expect(memory.read()).toBeUndefined();
  expect(() => readFileSync(path)).toThrow('ENOENT');
});
