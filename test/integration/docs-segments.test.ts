import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { shellBlocks } from '../support/page-blocks.ts';
import { binDir } from '../support/project.ts';
import { run } from '../support/run.ts';

jest.setTimeout(60_000);

test('docs/segments.md: two containers on two hosts share a segment, by silk and by hand', () => {
  const blocks = shellBlocks('docs/segments.md');
  const dir = mkdtempSync(join(tmpdir(), 'silk-readme-'));
  // Namespaces and locks are below /run: this shell has one of its own, and all in it is gone with the shell.
  const script = ['mount -t tmpfs tmpfs /run; mkdir /run/netns', ...blocks.flatMap((block) => [block, 'echo :::'])];
  try {
    const env = { PATH: `${binDir}:${process.env['PATH']}` };
    const shell = ['unshare', '--mount', '--net', 'sh', '-e'];
    const outcome = run(shell, { cwd: dir, env, input: script.join('\n') });
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    const [, silkSaid, shown, handSaid, cleaned] = outcome.stdout.split(':::\n');
    for (const said of [silkSaid, handSaid]) expect(said).toContain('1 received, 0% packet loss');
    expect(silkSaid).toContain('silk endpoint add br0 --ip 10.0.10.10 --mac ee:ee:0a:00:0a:0a --underlay 10.244.0.144');
    expect(shown).toMatch(/10\.0\.10\.11 .* ok +ok\n/);
    expect(cleaned).toBe('');
  } finally {
    rmSync(dir, { recursive: true });
  }
});
