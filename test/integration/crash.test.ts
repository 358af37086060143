import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { disposeHosts } from '../support/host.ts';
import { type Accident, expectDelRecovers, expectGcRecovers } from '../support/invariants.ts';
import { networkDir } from '../support/leftovers.ts';
import { letLocksGrowOld } from '../support/old-locks.ts';
import { callPlugin, type PluginCall } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { type Scene, scene } from '../support/scene.ts';
import { injecting, type SystemCall, traceChanges } from '../support/strace.ts';

jest.setTimeout(60_000);
afterEach(disposeHosts);

type Command = 'ADD' | 'DEL';

/** The call that is cut short; a DEL has something to remove. */
function preparedCall(command: Command, { victim }: Scene): PluginCall {
  if (command === 'DEL') victim.add();
  return { command, ...attachmentCall(victim.container), config: victim.network };
}

/** The state-changing calls of a good run, in order. */
function goodRun(command: Command): SystemCall[] {
  const { host, ...rest } = scene();
  const { outcome, calls } = traceChanges(host, silkCni, preparedCall(command, { host, ...rest }));
  host.dispose();
  expect(outcome.code).toBe(0);
  expect(calls.length).toBeGreaterThan(5);
  return calls;
}

/** Kills a call right before each of its changes, and has every accident cleaned up before the next. */
function killAtEachChange(command: Command, recover: (accident: Accident) => void): void {
  let killed = 0;
  const calls = goodRun(command);
  const all = scene();
  const { host, bystander, victim } = all;
  for (const at of calls) {
    const call = preparedCall(command, all);
    const outcome = callPlugin(host, silkCni, { ...call, wrapper: injecting(at, 'signal=SIGKILL') });
    if (outcome.signal === 'SIGKILL' || outcome.code === 137) killed += 1;
    letLocksGrowOld(host);
    const where = `killed before ${at.name}#${at.ordinal} ${at.text}`;
    recover({ host, bystander, container: victim.container, network: victim.network, where });
  }
  // A run may differ from the traced one by a call or two of the runtime's own.
  expect(killed).toBeGreaterThan(calls.length * 0.9);
}

describe('an ADD killed at any change', () => {
  test('is undone by DEL', () => killAtEachChange('ADD', expectDelRecovers), 240_000);
  test('is undone by GC', () => killAtEachChange('ADD', expectGcRecovers), 240_000);
});

test('a caller killed while it holds the lock delays the next one by at most 2 seconds', () => {
  const all = scene();
  const { host, victim } = all;
  const inLock = goodRun('ADD').find(({ name }) => name === 'link');
  if (inLock === undefined) throw new Error('no link(2) in an ADD');
  const call = { ...preparedCall('ADD', all), wrapper: injecting(inLock, 'signal=SIGKILL') };
  expect(callPlugin(host, silkCni, call).code).not.toBe(0);
  expect(existsSync(join(networkDir(host), '.silk/lock'))).toBe(true);
  const next = new Attachment(host, host.addContainer('next'), victim.network);
  const startMs = performance.now();
  next.add();
  const delayMs = performance.now() - startMs;
  expect(delayMs).toBeGreaterThan(100); // the lock was really in the way
  expect(delayMs).toBeLessThan(2_300); // with what an ADD itself takes
});

describe('a DEL killed at any change', () => {
  test('is finished by another DEL', () => killAtEachChange('DEL', expectDelRecovers), 240_000);
  test('is finished by GC', () => killAtEachChange('DEL', expectGcRecovers), 240_000);
});
