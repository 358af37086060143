import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readSilkdConfig } from '../../../../src/config/silkd.ts';
import { runOverlay } from '../fake-context.ts';
import { FakeOverlay, sightOf, vtepOf } from '../fake-overlay.ts';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-led-'));
  file = join(dir, 'peers.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

const commands = [
  ['sync'],
  ['sync', '--dry-run'],
  ['list'],
  ['add', '10.255.48.0/24', '10.244.0.48'],
  ['add', '10.255.48.0/24', '10.244.0.48', '--dry-run'],
  ['remove', '10.255.50.0/24'],
];
const place = { overlayNetwork: '10.255.0.0/16', subnet: '10.255.32.0/24' };
const etcd = { source: 'etcd', etcd: { endpoints: ['http://127.0.0.1:2379'] } };
const none = { source: 'none', segments: [{ vni: 42 }] };

/** A host with a VTEP, on which a silkd of this configuration runs. */
function beside(keys: object | undefined): FakeOverlay {
  const overlay = new FakeOverlay();
  overlay.sight = sightOf(vtepOf());
  overlay.silkd = { pid: '4711', config: keys && readSilkdConfig(keys) };
  return overlay;
}

function peer(overlay: FakeOverlay, ...argv: readonly string[]) {
  return runOverlay(overlay, 'peer', ...argv, '--peers-file', file, '--run-dir', dir, '--json');
}

test.each([
  { name: 'etcd', keys: etcd, found: 'leading silk-vtep to the hosts in etcd', next: '`silk lease list`' },
  {
    name: 'BGP',
    keys: { ...place, source: 'evpn', evpn: { asn: 64512 } },
    found: 'leading silk-vtep to the hosts that BGP tells of',
    next: '/status',
  },
  {
    name: 'its configuration',
    keys: { ...place, peers: [] },
    found: 'leading silk-vtep to "peers" of its configuration',
    next: 'Change "peers" there',
  },
  { name: 'another file', keys: { ...place, peersFile: '/other' }, found: 'the hosts in /other', next: '--peers-file' },
  { name: 'nobody knows where', keys: undefined, found: '/etc/silk/silkd.json: found none there', next: '--config' },
])('silk peer changes nothing beside a silkd that has its peers from $name', async ({ keys, found, next }) => {
  for (const stale of [undefined, '{"peers":[{"subnet":"10.255.50.0/24","underlay":"10.244.0.50"}]}']) {
    if (stale !== undefined) writeFileSync(file, stale);
    for (const argv of commands) {
      const overlay = beside(keys);
      const { code, stdout } = await peer(overlay, ...argv);
      expect({ argv, code, changes: overlay.changes, file: existsSync(file) }).toEqual({
        argv,
        code: 1,
        changes: 0,
        file: stale !== undefined,
      });
      expect(JSON.parse(stdout)).toMatchObject({
        name: 'PEERS_UNUSABLE',
        msg: expect.stringMatching(/process 4711\)/),
        next: expect.stringContaining(next),
      });
      expect(stdout).toContain(JSON.stringify(found).slice(1, -1));
    }
  }
});

test.each([
  {
    name: 'follows the same file',
    keys: () => ({ ...place, peersFile: join(dir, 'peers.json').replace('/peers', '/./peers') }),
  },
  { name: 'leads another VTEP', keys: () => ({ ...etcd, vtepName: 'other' }) },
  { name: 'keeps segments only', keys: () => none },
])('silk peer goes on beside a silkd that $name', async ({ keys }) => {
  const overlay = beside(keys());
  for (const argv of [['add', '10.255.48.0/24', '10.244.0.48'], ['sync'], ['list'], ['remove', '10.255.48.0/24']])
    expect({ argv, code: (await peer(overlay, ...argv)).code }).toEqual({ argv, code: 0 });
});
