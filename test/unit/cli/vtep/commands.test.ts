import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runOverlay } from '../fake-context.ts';
import { FakeOverlay, ip, sightOf, vtepOf } from '../fake-overlay.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-vtep-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const oneFile = '{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}]}';

function up(overlay: FakeOverlay, ...more: readonly string[]) {
  const words = ['vtep', 'up', '--overlay', '10.255.32.0/24', '--network', '10.255.0.0/16'];
  return runOverlay(overlay, ...words, '--peers-file', join(dir, 'peers.json'), '--run-dir', dir, ...more);
}

function writePeers(text: string): void {
  writeFileSync(join(dir, 'peers.json'), text);
}

describe('silk vtep up', () => {
  test('makes the VTEP alone without a peers file, and says so', async () => {
    const { code, stdout } = await up(new FakeOverlay());
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'OK VTEP silk-vtep',
        expect.stringContaining('There is no peers file'),
        'made',
        '  VTEP silk-vtep (found none)',
        '  address 10.255.32.0/16',
        '',
      ],
    ]);
  });

  test('converges to the peers of the file, and has nothing to do the second time', async () => {
    writePeers(oneFile);
    const overlay = new FakeOverlay();
    expect((await up(overlay)).stdout).toContain('route 10.255.48.0/24 via 10.255.48.0');
    expect(await up(overlay)).toEqual({ code: 0, stdout: 'OK VTEP silk-vtep: nothing to do\n', stderr: '' });
    expect(overlay.changes).toBe(1);
  });

  test('changes nothing when the file is broken', async () => {
    writePeers('{"peers":[{"subnet":"10.255.48.0/24","underlay":"none"}]}');
    const overlay = new FakeOverlay();
    const { code, stderr } = await up(overlay);
    expect([code, overlay.changes]).toEqual([1, 0]);
    expect(stderr).toMatch(/peers\.json line 1: peers\[0\]\.underlay: found "none"/);
  });

  test('exits with 1 and the reason when anything failed', async () => {
    const overlay = new FakeOverlay();
    overlay.failed.push({ what: 'route 10.255.48.0/24', reason: 'no' });
    const { code, stdout } = await up(overlay);
    expect([code, stdout]).toEqual([1, expect.stringContaining('failed\n  route 10.255.48.0/24: no\n')]);
    expect(stdout).toMatch(/^Not all done VTEP silk-vtep\n/);
  });

  test('takes the file as it is in the end, when it is replaced while another converges', async () => {
    writePeers('{"peers":[]}');
    const overlay = new FakeOverlay();
    overlay.beforeConverge = () => writePeers(oneFile);
    const { code, stdout } = await up(overlay, '--json');
    const { made, removed } = JSON.parse(stdout);
    expect([code, made.length, removed.length]).toEqual([0, 5, 0]);
    expect(overlay.held.routes.size).toBe(1);
  });

  test('prints the commands alone with --dry-run, and changes nothing', async () => {
    writePeers(oneFile);
    const overlay = new FakeOverlay();
    const { code, stdout, stderr } = await up(overlay, '--dry-run');
    expect([code, stderr, overlay.changes]).toEqual([0, '', 0]);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'ip link add name silk-vtep address ee:ee:0a:ff:20:00 mtu 1450 up type vxlan id 1 local 10.244.0.32 dev eth0 dstport 4789 nolearning gbp',
      'ip addr add 10.255.32.0/16 dev silk-vtep',
      'bridge fdb replace ee:ee:0a:ff:30:00 dev silk-vtep dst 10.244.0.48',
      'ip neigh replace 10.255.48.0 dev silk-vtep lladdr ee:ee:0a:ff:30:00 nud permanent',
      'ip route add 10.255.48.0/24 via 10.255.48.0 dev silk-vtep src 10.255.32.0',
    ]);
  });

  test('says with --dry-run what could not be done on stderr, and exits with 1', async () => {
    writePeers('{"peers":[{"subnet":"10.9.0.0/24","underlay":"10.244.0.48"}]}');
    const { code, stdout, stderr } = await up(new FakeOverlay(), '--dry-run');
    expect([code, stdout.split('\n').length]).toEqual([1, 3]);
    expect(stderr).toContain('peer 10.9.0.0/24: found its subnet outside the overlay network');
  });

  test('has the same keys with --json whatever was done', async () => {
    writePeers(oneFile);
    const overlay = new FakeOverlay();
    const first = JSON.parse((await up(overlay, '--json')).stdout);
    expect(first).toMatchObject({ ok: true, changed: [], removed: [], failed: [] });
    expect(first.made).toEqual([
      { object: 'vtep', name: 'silk-vtep', why: 'found none' },
      { object: 'address', address: '10.255.32.0/16' },
      { object: 'fdb', mac: 'ee:ee:0a:ff:30:00', destination: '10.244.0.48' },
      { object: 'neighbour', ip: '10.255.48.0', mac: 'ee:ee:0a:ff:30:00' },
      { object: 'route', destination: '10.255.48.0/24', gateway: '10.255.48.0', source: '10.255.32.0', metric: 0 },
    ]);
    writePeers(oneFile.replace('.0.48"', '.0.49"'));
    const second = JSON.parse((await up(overlay, '--json')).stdout);
    expect(second.changed).toEqual([
      { object: 'fdb', mac: 'ee:ee:0a:ff:30:00', destination: '10.244.0.49', why: expect.stringContaining('found') },
    ]);
  });

  test('counts what is too much to list', async () => {
    const peers = Array.from({ length: 40 }, (_, i) => ({
      subnet: `10.255.${i + 100}.0/24`,
      underlay: `10.244.0.${i + 100}`,
    }));
    writePeers(JSON.stringify({ peers }));
    const { stdout } = await up(new FakeOverlay());
    expect(stdout).toBe(
      'OK VTEP silk-vtep\nmade  1 VTEP, 1 address, 40 FDB entries, 40 neighbours, 40 routes (--json lists them)\n',
    );
  });
});

describe('silk vtep show', () => {
  test('shows the device', async () => {
    const overlay = new FakeOverlay();
    overlay.sight = sightOf(vtepOf());
    const { code, stdout } = await runOverlay(overlay, 'vtep', 'show');
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'silk-vtep up']);
    expect(stdout).toContain('underlay  eth0, 10.244.0.32');
    expect(stdout).toContain('address   10.255.32.0/16');
  });

  test('lists what looks wrong, and exits with 1', async () => {
    const overlay = new FakeOverlay();
    const { link, ...rest } = sightOf(vtepOf());
    overlay.sight = { ...rest, link: { ...link, up: false, mac: vtepOf('10.255.33.0/24').mac } };
    const { code, stdout } = await runOverlay(overlay, 'vtep', 'show', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      up: false,
      wrong: ['state: found down, wanted up', 'MAC: found ee:ee:0a:ff:21:00, wanted ee:ee:0a:ff:20:00'],
    });
  });

  test('exits with 1 when there is none', async () => {
    const { code, stderr } = await runOverlay(new FakeOverlay(), 'vtep', 'show', '--name', 'other');
    expect([code, stderr]).toEqual([1, expect.stringContaining('Cannot show the VTEP other: found no such device')]);
  });
});

describe('silk vtep down', () => {
  test('removes the device, and exits with 0 when there is none', async () => {
    const overlay = new FakeOverlay();
    overlay.sight = sightOf(vtepOf());
    overlay.held.neighbours.set(1, { linkIndex: 7, ip: ip('10.255.48.0'), state: 0x80 });
    expect(await runOverlay(overlay, 'vtep', 'down')).toEqual({
      code: 0,
      stdout: 'Removed VTEP silk-vtep with 0 routes, 1 neighbour, 0 FDB entries; nothing is left of it\n',
      stderr: '',
    });
    expect((await runOverlay(overlay, 'vtep', 'down')).stdout).toBe('There is no VTEP silk-vtep.\n');
  });

  test('fails when anything is left', async () => {
    const overlay = new FakeOverlay();
    const sight = sightOf(vtepOf());
    overlay.held.neighbours.set(1, { linkIndex: 7, ip: ip('10.255.48.0'), state: 0x80 });
    overlay.removeVtep = async () => ({ sight, left: overlay.held });
    const { code, stderr } = await runOverlay(overlay, 'vtep', 'down');
    expect([code, stderr]).toEqual([1, expect.stringContaining('found 0 routes, 1 neighbour, 0 FDB entries, wanted')]);
  });

  test('prints the command with --dry-run', async () => {
    const overlay = new FakeOverlay();
    overlay.sight = sightOf(vtepOf());
    const { stdout } = await runOverlay(overlay, 'vtep', 'down', '--dry-run');
    expect([stdout, overlay.changes]).toEqual(['ip link del dev silk-vtep\n', 0]);
  });
});
