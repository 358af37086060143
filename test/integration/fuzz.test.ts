import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { bun, projectRoot } from '../support/project.ts';
import { chosenSeed } from '../support/random.ts';
import { run } from '../support/run.ts';

/** 100,000 in all, of three kinds. */
const counts = { calls: 60_000, files: 10_000, replies: 30_000 };

const timeoutMs = 300_000;
const seed = chosenSeed();
let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'silk-fuzz-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A host of its own with one container, and nothing of the machine's where the defaults point. */
const hostScript = `
  mount -t tmpfs none /var/lib && ip link set lo up || exit 1
  unshare --net sleep 600 & container=$!
  trap 'kill $container' EXIT
  until [ "$(readlink /proc/$container/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.01; done
  "$0" "$@" /proc/$container/ns/net "$DIRECTORY"`;

function fuzz(name: string, count: number, directory: readonly string[] = []) {
  const argv = [bun, join(projectRoot, 'test/support/fuzz', name), `${seed}`, `${count}`, ...directory];
  const host = ['unshare', '--net', '--mount', 'sh', '-c', hostScript];
  return run(name === 'plugin-calls.ts' ? [...host, ...argv] : argv, {
    env: { PATH: process.env['PATH'] ?? '', SILK_LOG_LEVEL: 'error', DIRECTORY: dir },
    timeoutMs,
  });
}

test(
  `${counts.calls} mutated calls get an answer within the protocol, and GC clears all that they made (SILK_SEED=${seed})`,
  () => {
    const outcome = fuzz('plugin-calls.ts', counts.calls);
    expect(outcome).toMatchObject({ code: 0 });
    // Not all may fail at the first gate: links were made, and checks found differences.
    expect(JSON.parse(outcome.stdout)).toMatchObject({ links: expect.any(Number), 107: expect.any(Number) });
  },
  timeoutMs,
);

test(
  `${counts.files} operations on damaged files neither wedge a network nor give an address twice (SILK_SEED=${seed})`,
  () => {
    expect(fuzz('reservation-files.ts', counts.files, [dir])).toMatchObject({ code: 0 });
  },
  timeoutMs,
);

test(
  `${counts.replies} damaged netlink replies are decoded or refused (SILK_SEED=${seed})`,
  () => {
    expect(fuzz('netlink-replies.ts', counts.replies)).toMatchObject({ code: 0 });
  },
  timeoutMs,
);
