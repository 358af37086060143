import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { attachmentCall } from '../support/attachment.ts';
import { disposeHosts } from '../support/host.ts';
import { expectDelRecovers } from '../support/invariants.ts';
import { parseObject } from '../support/json.ts';
import { holdings } from '../support/leftovers.ts';
import { letLocksGrowOld } from '../support/old-locks.ts';
import { callPlugin } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { scene } from '../support/scene.ts';
import { injecting, type SystemCall, traceChanges } from '../support/strace.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

const files = /^(openat|mkdir|link|symlink|rename|unlink|rmdir|write|ftruncate|utimensat)$/;

interface Failure {
  readonly name: string;
  readonly error: string;
  readonly calls: RegExp;
}

const failures: readonly Failure[] = [
  { name: 'no space left', error: 'ENOSPC', calls: /^(openat|mkdir|link|symlink|rename|write)$/ },
  { name: 'a read-only file system', error: 'EROFS', calls: /^(openat|mkdir|link|symlink|rename|unlink|rmdir)$/ },
  { name: 'too many open files', error: 'EMFILE', calls: /^openat$/ },
];

/** The calls of a good run that touch files below the host's directory, sysctls and stdout. */
function goodRun(command: 'ADD' | 'DEL'): SystemCall[] {
  const { host, victim } = scene();
  if (command === 'DEL') victim.add();
  const { calls } = traceChanges(host, silkCni, {
    command,
    ...attachmentCall(victim.container),
    config: victim.network,
  });
  host.dispose();
  return calls.filter(({ name }) => files.test(name));
}

describe.each(failures.map((failure) => ({ ...failure })))('with $name at any step', ({ error, calls }) => {
  test('ADD either succeeds whole, or answers with an error and leaves nothing that DEL does not clear', () => {
    const { host, bystander, victim } = scene();
    for (const at of goodRun('ADD').filter(({ name }) => calls.test(name))) {
      const where = `${error} at ${at.name}#${at.ordinal} ${at.text}`;
      const outcome = victim.tryAdd({ wrapper: injecting(at, `error=${error}`) });
      expectAnswer(where, outcome.code, outcome.stdout);
      const held = holdings(host, victim.container);
      if (outcome.code !== 0) expect({ where, links: held.containerLinks }).toEqual({ where, links: [] });
      if (outcome.code !== 0) expect({ where, links: held.hostLinks.length }).toEqual({ where, links: 1 });
      letLocksGrowOld(host);
      expectDelRecovers({ host, container: victim.container, network: victim.network, where, bystander });
    }
  }, 240_000);

  test('DEL answers within the protocol, and another DEL clears all', () => {
    const { host, bystander, victim } = scene();
    for (const at of goodRun('DEL').filter(({ name }) => calls.test(name))) {
      victim.add();
      const where = `${error} at ${at.name}#${at.ordinal} ${at.text}`;
      const config = victim.network;
      const call = { command: 'DEL', ...attachmentCall(victim.container), config };
      const outcome = callPlugin(host, silkCni, { ...call, wrapper: injecting(at, `error=${error}`) });
      if (outcome.code === 0) expect({ where, stdout: outcome.stdout }).toEqual({ where, stdout: '' });
      else expectAnswer(where, outcome.code, outcome.stdout);
      letLocksGrowOld(host);
      expectDelRecovers({ host, container: victim.container, network: victim.network, where, bystander });
    }
  }, 240_000);
});

/** One JSON object on stdout, whatever happened; only an error that hit stdout itself may leave it empty. */
function expectAnswer(where: string, code: number | undefined, stdout: string): void {
  const hitStdout = / write#\d+ write\(1,/.test(where);
  const answered = parseObject(stdout) !== undefined || (hitStdout && stdout === '');
  expect({ where, code, stdout, answered }).toEqual({ where, code: code === 0 ? 0 : 1, stdout, answered: true });
}
