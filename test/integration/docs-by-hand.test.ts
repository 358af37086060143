import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { shellBlocks } from '../support/page-blocks.ts';
import { binDir } from '../support/project.ts';
import { run } from '../support/run.ts';

jest.setTimeout(60_000);

/** What the kernel holds of the VTEP, without its index. */
const look = `
for words in 'ip -d link' 'ip -4 addr' 'ip route' 'ip neigh' 'bridge fdb'; do
  ip netns exec host-a $words show dev silk-vtep | sed 's/^[0-9]*: //'
done`;

test('docs/by-hand.md: both hosts reach each other, by silk and by hand, with the same in the kernel', () => {
  const [hosts = '', bySilk = '', showAndDown = '', byHand = '', clean = ''] = shellBlocks('docs/by-hand.md');
  const dir = mkdtempSync(join(tmpdir(), 'silk-readme-'));
  // Namespaces and locks are below /run: this shell has one of its own, and all in it is gone with the shell.
  const script = [
    'mount -t tmpfs tmpfs /run; mkdir /run/netns',
    hosts,
    bySilk,
    'echo :::',
    look,
    'echo :::',
    showAndDown,
    byHand,
    'echo :::',
    look,
    'echo :::',
    clean,
  ];
  try {
    const env = { PATH: `${binDir}:${process.env['PATH']}` };
    const shell = ['unshare', '--mount', '--net', 'sh', '-e'];
    const outcome = run(shell, { cwd: dir, env, input: script.join('\n') });
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    const [silkSaid = '', silkMade, handSaid = '', handMade, ...more] = outcome.stdout.split(':::\n');
    expect(silkMade).toContain('10.255.138.0/24 via 10.255.138.0 src 10.255.144.0');
    expect(handMade).toBe(silkMade);
    for (const said of [silkSaid, handSaid]) expect(said).toContain('1 received, 0% packet loss');
    expect(more.length).toBe(1);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
