import { afterEach, describe, expect, test } from '@jest/globals';
import { Attachment, attachmentCall } from '../support/attachment.ts';
import { disposeHosts, Host } from '../support/host.ts';
import { type Accident, expectDelRecovers, expectGcRecovers } from '../support/invariants.ts';
import { silkNetwork } from '../support/network.ts';
import { callPlugin, type PluginCall } from '../support/plugin-call.ts';
import { silkCni } from '../support/project.ts';
import { injecting, type SystemCall, traceChanges } from '../support/strace.ts';

afterEach(disposeHosts);

type Command = 'ADD' | 'DEL';

interface Scene {
  readonly accident: Accident;
  readonly call: PluginCall;
}

/** A host with a bystander, and the call that is to be cut short. */
function scene(command: Command, where: string): Scene {
  const host = new Host();
  const network = silkNetwork(host);
  const bystander = new Attachment(host, host.addContainer('bystander'), network);
  bystander.add();
  const container = host.addContainer('victim');
  if (command === 'DEL') new Attachment(host, container, network).add();
  const call = { command, ...attachmentCall(container), config: network };
  return { accident: { host, container, network, where, bystander }, call };
}

/** The state-changing calls of a good run, in order. */
function goodRun(command: Command): SystemCall[] {
  const { accident, call } = scene(command, 'good run');
  const { outcome, calls } = traceChanges(accident.host, silkCni, call);
  accident.host.dispose();
  expect(outcome.code).toBe(0);
  expect(calls.length).toBeGreaterThan(5);
  return calls;
}

/** Kills a call right before each of its changes, and has every accident cleaned up. */
function killAtEachChange(command: Command, recover: (accident: Accident) => void): void {
  let killed = 0;
  const calls = goodRun(command);
  for (const at of calls) {
    const { accident, call } = scene(command, `killed before ${at.name}#${at.ordinal} ${at.text}`);
    const outcome = callPlugin(accident.host, silkCni, { ...call, wrapper: injecting(at, 'signal=SIGKILL') });
    if (outcome.signal === 'SIGKILL' || outcome.code === 137) killed += 1;
    recover(accident);
    accident.host.dispose();
  }
  // A run may differ from the traced one by a call or two of the runtime's own.
  expect(killed).toBeGreaterThan(calls.length * 0.9);
}

describe('an ADD killed at any change', () => {
  test('is undone by DEL', () => killAtEachChange('ADD', expectDelRecovers), 240_000);
  test('is undone by GC', () => killAtEachChange('ADD', expectGcRecovers), 240_000);
});

describe('a DEL killed at any change', () => {
  test('is finished by another DEL', () => killAtEachChange('DEL', expectDelRecovers), 240_000);
  test('is finished by GC', () => killAtEachChange('DEL', expectGcRecovers), 240_000);
});
