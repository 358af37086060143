import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runOverlay } from '../fake-context.ts';
import { FakeOverlay, sightOf, vtepOf } from '../fake-overlay.ts';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-peer-'));
  file = join(dir, 'peers.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

function peer(overlay: FakeOverlay, ...argv: readonly string[]) {
  return runOverlay(overlay, 'peer', ...argv, '--peers-file', file, '--run-dir', dir);
}

function withVtep(): FakeOverlay {
  const overlay = new FakeOverlay();
  overlay.sight = sightOf(vtepOf());
  return overlay;
}

const one = ['add', '10.255.48.0/24', '10.244.0.48'];

describe('silk peer add', () => {
  test('adds to the file, and says that there is no VTEP yet', async () => {
    const { code, stdout } = await peer(new FakeOverlay(), ...one);
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'OK added 10.255.48.0/24 at 10.244.0.48',
        `in ${file}`,
        'There is no VTEP silk-vtep yet: `silk vtep up`, or the next ADD of silk-vtep, makes it and what leads to the peers.',
        '',
      ],
    ]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      peers: [{ subnet: '10.255.48.0/24', underlay: '10.244.0.48' }],
    });
  });

  test('leads to the peer where there is a VTEP', async () => {
    const overlay = withVtep();
    const { code, stdout } = await peer(overlay, ...one, '--mac', 'ee:ee:0a:ff:30:01');
    expect([code, overlay.held.routes.size]).toEqual([0, 1]);
    expect(stdout).toContain('neighbour 10.255.48.0 ee:ee:0a:ff:30:01');
  });

  test.each([
    { name: 'the same again', more: [...one], says: '10.255.48.0/24 at 10.244.0.48 was there already' },
    {
      name: 'another underlay address',
      more: ['add', '10.255.48.0/24', '10.244.0.49'],
      says: 'changed 10.255.48.0/24 from 10.244.0.48 to 10.244.0.49',
    },
    {
      name: 'a MAC',
      more: [...one, '--mac', 'ee:ee:00:00:00:01'],
      says: 'changed 10.255.48.0/24 from 10.244.0.48 to 10.244.0.48 (MAC ee:ee:00:00:00:01)',
    },
  ])('says what it does with $name', async ({ more, says }) => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    const { code, stdout } = await peer(overlay, ...more);
    expect([code, stdout.split('\n')[0]]).toEqual([0, `OK ${says}`]);
    expect(JSON.parse(readFileSync(file, 'utf8')).peers.length).toBe(1);
  });

  test.each([
    { name: 'overlaps another', argv: ['10.255.48.128/25', '10.244.0.49'], says: 'overlap' },
    { name: 'is outside the overlay network', argv: ['10.9.0.0/24', '10.244.0.49'], says: 'outside the overlay' },
    { name: "has this host's subnet", argv: ['10.255.32.0/24', '10.244.0.49'], says: 'overlapping this host' },
    { name: "has this host's address", argv: ['10.255.49.0/24', '10.244.0.32'], says: "this host's own underlay" },
  ])('changes neither file nor kernel for a peer that $name, also with --dry-run', async ({ argv, says }) => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    const before = [readFileSync(file, 'utf8'), overlay.changes];
    for (const more of [[], ['--dry-run']]) {
      const { code, stdout, stderr } = await peer(overlay, 'add', ...argv, ...more);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(says);
    }
    expect([readFileSync(file, 'utf8'), overlay.changes]).toEqual(before);
  });

  test('changes nothing with --dry-run, and prints the commands', async () => {
    const overlay = withVtep();
    const { code, stdout, stderr } = await peer(overlay, ...one, '--dry-run');
    expect([code, existsSync(file), overlay.changes]).toEqual([0, false, 0]);
    expect(stdout.trimEnd().split('\n').length).toBe(3);
    expect(stderr).toBe(`Would be: added 10.255.48.0/24 at 10.244.0.48 in ${file}\n`);
  });

  test('prints no command with --dry-run where there is no VTEP', async () => {
    const { code, stdout, stderr } = await peer(new FakeOverlay(), ...one, '--dry-run');
    expect([code, stdout, existsSync(file)]).toEqual([0, '', false]);
    expect(stderr).toContain('`silk vtep up`, or the next ADD of silk-vtep');
  });

  test('refuses with --dry-run what the file could not have, also where there is no VTEP', async () => {
    await peer(new FakeOverlay(), ...one);
    const { code, stderr } = await peer(new FakeOverlay(), 'add', '10.255.48.128/25', '10.244.0.49', '--dry-run');
    expect([code, stderr]).toEqual([1, expect.stringContaining('overlap')]);
  });

  test('makes no first file that would take away what another list has made, also with --dry-run', async () => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    rmSync(file);
    const before = overlay.changes;
    for (const more of [[], ['--dry-run']]) {
      const { code, stderr } = await peer(overlay, 'add', '10.255.49.0/24', '10.244.0.49', ...more);
      expect([code, existsSync(file), overlay.changes]).toEqual([1, false, before]);
      expect(stderr).toContain(
        'found silk-vtep leading to hosts that no file names (route 10.255.48.0/24 via 10.255.48.0)',
      );
    }
    expect((await peer(overlay, ...one)).code).toBe(0);
  });

  test('leaves a broken file as it is', async () => {
    writeFileSync(file, '{"peers":[');
    const { code, stderr } = await peer(withVtep(), ...one);
    expect([code, readFileSync(file, 'utf8')]).toEqual([1, '{"peers":[']);
    expect(stderr).toContain('line 1');
  });
});

describe('silk peer remove', () => {
  test('removes from the file and from the kernel', async () => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    const { code, stdout } = await peer(overlay, 'remove', '10.255.48.0/24');
    expect([code, overlay.held.routes.size]).toEqual([0, 0]);
    expect(stdout).toContain('OK removed 10.255.48.0/24');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ peers: [] });
  });

  test('exits with 1 and names what is not there', async () => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    const { code, stderr } = await peer(overlay, 'remove', '10.255.48.0/25');
    expect([code, stderr]).toEqual([1, expect.stringContaining('Cannot remove peer 10.255.48.0/25 from')]);
    expect(overlay.held.routes.size).toBe(1);
  });
});

describe('silk peer sync', () => {
  test('makes the kernel as the file says', async () => {
    const overlay = withVtep();
    writeFileSync(file, '{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.48"}]}');
    expect((await peer(overlay, 'sync')).stdout).toContain('route 10.255.48.0/24');
    expect(await peer(overlay, 'sync')).toEqual({
      code: 0,
      stdout: 'OK peers of silk-vtep: nothing to do\n',
      stderr: '',
    });
    writeFileSync(file, '{"peers":[]}');
    expect(JSON.parse((await peer(overlay, 'sync', '--json')).stdout)).toMatchObject({
      ok: true,
      made: [],
      changed: [],
    });
    expect(overlay.held.routes.size).toBe(0);
  });

  test.each([
    { name: 'a missing file, which says nothing', text: undefined, says: 'found none, wanted one' },
    { name: 'a broken file', text: '{}', says: 'peers' },
  ])('changes nothing for $name', async ({ text, says }) => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    rmSync(file);
    if (text !== undefined) writeFileSync(file, text);
    const { code, stderr } = await peer(overlay, 'sync');
    expect([code, overlay.held.routes.size, overlay.changes]).toEqual([1, 1, 1]);
    expect(stderr).toContain(says);
  });

  test('needs a VTEP', async () => {
    writeFileSync(file, '{"peers":[]}');
    expect((await peer(new FakeOverlay(), 'sync')).code).toBe(1);
  });
});

describe('silk peer list', () => {
  test('shows what is wanted beside what is held, and exits with 1 while they differ', async () => {
    const overlay = withVtep();
    await peer(overlay, ...one);
    await peer(overlay, 'add', '10.255.50.0/24', '10.244.0.50');
    writeFileSync(
      file,
      '{"peers":[{"subnet":"10.255.48.0/24","underlay":"10.244.0.49"},{"subnet":"10.255.52.0/24","underlay":"10.244.0.52"}]}',
    );
    const { code, stdout } = await peer(overlay, 'list');
    expect([code, stdout.trimEnd().split('\n')]).toEqual([
      1,
      [
        'subnet          underlay     MAC                route    neighbour  FDB',
        '10.255.48.0/24  10.244.0.49  ee:ee:0a:ff:30:00  ok       ok         wrong: 10.244.0.48',
        '10.255.52.0/24  10.244.0.52  ee:ee:0a:ff:34:00  missing  missing    missing',
        'held, and wanted by nobody',
        '  route 10.255.50.0/24 via 10.255.50.0',
        '  neighbour 10.255.50.0 ee:ee:0a:ff:32:00',
        '  FDB entry ee:ee:0a:ff:32:00 to 10.244.0.50',
      ],
    ]);
    await peer(overlay, 'sync');
    expect((await peer(overlay, 'list', '--json')).code).toBe(0);
  });

  test('has all missing where there is no VTEP', async () => {
    await peer(new FakeOverlay(), ...one);
    const { code, stdout } = await peer(new FakeOverlay(), 'list', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, vtep: false, peers: [{ route: 'missing', fdb: 'missing' }] });
  });
});
