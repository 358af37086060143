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

/** A host of its own where nothing can be written but the test's directory: a mutated path may name any place. */
const hostScript = `
  mount --bind "$DIRECTORY" "$DIRECTORY" || exit 1
  while read -r _ _ _ _ target _; do
    case $target in /proc | /proc/* | "$DIRECTORY") ;; *) mount -o remount,bind,ro "$target" || exit 1 ;; esac
  done < /proc/self/mountinfo
  mount -t tmpfs none /var/lib && ip link set lo up || exit 1`;

/** One container on it: its namespace and the directory are the program's last arguments. */
const containerScript = `
  unshare --net sleep 600 & container=$!
  trap 'kill $container' EXIT
  until [ "$(readlink /proc/$container/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.01; done
  "$0" "$@" /proc/$container/ns/net "$DIRECTORY"`;

function onHost(script: string, argv: readonly string[]) {
  return run(['unshare', '--net', '--mount', 'sh', '-c', hostScript + script, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', SILK_LOG_LEVEL: 'error', DIRECTORY: dir },
    timeoutMs,
  });
}

function fuzz(name: string, count: number): readonly string[] {
  return [bun, join(projectRoot, 'test/support/fuzz', name), `${seed}`, `${count}`];
}

test('the host of these tests has one place to write to, and places that exist only for it', () => {
  const places = ['/', '/tmp', '/run', '/dev/shm', '/etc', '/sys/fs/cgroup', projectRoot, dir, '/var/lib'];
  const tryEach = `
    for place; do mkdir "$place/silk-fuzz-was-here" 2>/dev/null && rmdir "$place/silk-fuzz-was-here" && echo "$place"; done
    exit 0`;
  expect(onHost(tryEach, ['sh', ...places]).stdout).toBe(`${dir}\n/var/lib\n`);
});

test(
  `${counts.calls} mutated calls get an answer within the protocol, and GC clears all that they made (SILK_SEED=${seed})`,
  () => {
    const outcome = onHost(containerScript, fuzz('plugin-calls.ts', counts.calls));
    expect(outcome).toMatchObject({ code: 0 });
    // Not all may fail at the first gate: links were made, and checks found differences.
    expect(JSON.parse(outcome.stdout)).toMatchObject({ links: expect.any(Number), 107: expect.any(Number) });
  },
  timeoutMs,
);

test(
  `${counts.files} operations on damaged files neither wedge a network nor give an address twice (SILK_SEED=${seed})`,
  () => {
    const outcome = onHost('\n"$0" "$@" "$DIRECTORY"', fuzz('reservation-files.ts', counts.files));
    expect(outcome).toMatchObject({ code: 0 });
  },
  timeoutMs,
);

test(
  `${counts.replies} damaged netlink replies are decoded or refused (SILK_SEED=${seed})`,
  () => {
    expect(run(fuzz('netlink-replies.ts', counts.replies), { timeoutMs })).toMatchObject({ code: 0 });
  },
  timeoutMs,
);
