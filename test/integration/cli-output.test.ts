import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { disposeHosts, Host } from '../support/host.ts';
import { networkDir } from '../support/leftovers.ts';
import { silk } from '../support/project.ts';
import type { Outcome } from '../support/run.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const count = 2000;

/** A host with more reservations than a pipe holds lines of (64 KiB). */
function crowdedHost(): Host {
  const host = new Host();
  const dir = networkDir(host).slice(host.dir.length + 1);
  for (let i = 0; i < count; i++) {
    host.write(`${dir}/10.255.${Math.floor(i / 250)}.${(i % 250) + 2}`, `container-with-a-long-name-${i}\r\neth0`);
  }
  return host;
}

/** Runs `silk ipam list` with its stdout in a pipe; a failure of either end is the outcome's code. */
function listInto(host: Host, reader: string, ...options: readonly string[]): Outcome {
  const words = [silk, 'ipam', 'list', 'blue', '--data-dir', `${host.dataDir}/ipam`, ...options];
  return host.run(['bash', '-c', `set -o pipefail; "$@" | { ${reader}; }`, 'bash', ...words]);
}

describe('the output of silk ipam list', () => {
  test('is whole, though its reader starts late', () => {
    const outcome = listInto(crowdedHost(), 'sleep 0.7; cat');
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    expect(outcome.stdout.length).toBeGreaterThan(65_536);
    const [, ...rows] = outcome.stdout.trimEnd().split('\n');
    expect(new Set(rows.map((row) => /container-with-a-long-name-\d+ /.exec(row)?.[0])).size).toBe(count);
  });

  test('is whole as JSON, though its reader starts late', () => {
    const outcome = listInto(crowdedHost(), 'sleep 0.7; cat', '--json');
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(outcome.stdout).reservations.length).toBe(count);
  });

  test('may be closed early by its reader', () => {
    const outcome = listInto(crowdedHost(), 'head -n 1');
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^address .*link\n$/i);
  });
});
